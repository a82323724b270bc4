//! The pages on which administrators register OAuth clients and look after them.

pub mod add;
pub mod api;
mod form;
pub mod list;
pub mod secret_dialog;
