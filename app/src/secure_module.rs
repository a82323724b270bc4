//! The pages of the Secure Module.

pub mod api_roles;
mod delete_window;
pub mod environments;
pub mod form_window;
pub mod listed;
pub mod principals;
