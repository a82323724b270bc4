//! What every route can reach.

use std::sync::Arc;

use axum::extract::FromRef;
use leptos::config::LeptosOptions;
use service::Services;

/// The state behind the routes.
#[derive(Clone, Debug, FromRef)]
pub struct Gatehouse {
    /// The use cases.
    pub services: Arc<Services>,
    /// How the pages are rendered.
    pub options: LeptosOptions,
}
