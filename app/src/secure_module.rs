//! The pages of the Secure Module.

pub mod api_roles;
mod delete_window;
pub mod environments;
mod form_window;
mod listed;
pub mod principals;
