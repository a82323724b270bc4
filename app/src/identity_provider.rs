//! The page *Identity Provider*: what applications are configured with, what signs their tokens, and how they get one.

pub mod api;
mod endpoints;
mod guide;
mod keys;
pub mod page;
mod rotation;
