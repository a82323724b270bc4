//! The server's doors: the portal, the protocol endpoints, the probes, and what guards them.

pub mod assets;
mod audit_csv;
pub mod config;
mod gatehouse;
mod guard;
mod keys;
mod metrics;
mod oauth;
mod portal;
mod probes;
mod provider;
mod routes;
pub mod serving;
mod stopping;

pub use gatehouse::Gatehouse;
pub use keys::{KeyError, sealing_key, sealing_key_file};
pub use metrics::Metrics;
pub use provider::Provider;
pub use routes::routes;
pub use stopping::Stopping;
