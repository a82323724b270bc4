//! The pages on which administrators register service principals and look after them.

pub mod add;
pub mod api;
mod api_types;
mod details;
mod key;
pub mod list;
pub mod page;
pub mod private_key;

pub use key::add::{AddKey, KeyTarget};
