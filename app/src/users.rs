//! The people of the portal.

pub mod api;
mod api_types;
pub mod browser;
mod invite;
mod link_dialog;
pub mod link_on_show;
pub mod list;
pub mod page;
mod role_choice;
pub mod sessions;
pub mod sign_in_rules;
