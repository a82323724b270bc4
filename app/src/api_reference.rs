//! The page *API Reference*: every operation of the management API, and trying it.

pub mod api;
mod api_types;
mod entry;
mod fields;
mod find;
mod opening;
pub mod page;
mod requests;
mod shapes;
mod trying;
mod words;
