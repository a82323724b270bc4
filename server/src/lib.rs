//! The server's doors: the portal, the protocol endpoints, the probes, and what guards them.

pub mod assets;
mod audit_csv;
pub mod config;
mod gatehouse;
mod guard;
mod keys;
mod oauth;
mod portal;
mod probes;
mod routes;

pub use gatehouse::Gatehouse;
pub use keys::{KeyError, sealing_key};
pub use routes::routes;
