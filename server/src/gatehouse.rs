//! What every route can reach.

use std::sync::Arc;

use axum::extract::FromRef;
use leptos::config::LeptosOptions;
use service::Services;

/// The state behind the routes. It is copied several times for each request.
#[derive(Clone, Debug)]
pub struct Gatehouse {
    /// The use cases.
    pub services: Arc<Services>,
    /// How the pages are rendered.
    pub options: Arc<LeptosOptions>,
}

impl FromRef<Gatehouse> for LeptosOptions {
    fn from_ref(gatehouse: &Gatehouse) -> Self {
        Self::clone(&gatehouse.options)
    }
}
