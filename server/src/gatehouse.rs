//! What every route can reach.

use std::sync::Arc;

use axum::extract::FromRef;
use leptos::config::LeptosOptions;
use service::Services;

use crate::config::NetworkSettings;
use crate::metrics::Metrics;
use crate::provider::Provider;
use crate::stopping::Stopping;

/// The state behind the routes. It is copied several times for each request.
#[derive(Clone, Debug)]
pub struct Gatehouse {
    /// The use cases.
    pub services: Arc<Services>,
    /// How the pages are rendered.
    pub options: Arc<LeptosOptions>,
    /// The network around the server.
    pub network: Arc<NetworkSettings>,
    /// The outside provider that people may sign in through, where one is configured.
    pub provider: Option<Arc<Provider>>,
    /// What the doors count.
    pub metrics: Arc<Metrics>,
    /// The word to stop.
    pub stopping: Stopping,
}

impl FromRef<Gatehouse> for LeptosOptions {
    fn from_ref(gatehouse: &Gatehouse) -> Self {
        Self::clone(&gatehouse.options)
    }
}
