//! The server's doors: the portal, the protocol endpoints, the probes, and what guards them.

mod api;
pub mod assets;
mod audit_csv;
pub mod config;
mod gatehouse;
mod guard;
mod http_client;
mod keys;
mod metrics;
mod oauth;
mod portal;
mod probes;
mod provider;
mod routes;
pub mod serving;
mod stopping;
mod webhooks;

pub use api::AsCaller;
pub use gatehouse::Gatehouse;
pub use http_client::{AnswerLimits, HttpClient, HttpClientProblem, NoAnswer};
pub use keys::{KeyError, sealing_key, sealing_key_file};
pub use metrics::Metrics;
pub use provider::Provider;
pub use routes::routes;
pub use stopping::Stopping;
pub use webhooks::{Reach, WebhookSender, send_messages};
