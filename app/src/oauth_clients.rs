//! The pages on which administrators register OAuth clients and look after them.

pub mod actions;
pub mod add;
pub mod api;
pub mod api_types;
pub mod details;
pub mod edit;
mod form;
pub mod list;
pub mod page;
