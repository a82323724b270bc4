//! Probes for whoever runs the server, and its metrics.

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use http::StatusCode;

use crate::gatehouse::Gatehouse;
use crate::metrics;

pub(crate) const HEALTHZ: &str = "/healthz";
pub(crate) const READYZ: &str = "/readyz";

pub(crate) fn routes() -> Router<Gatehouse> {
    Router::new()
        .route(HEALTHZ, get(|| async { "ok" }))
        .route(READYZ, get(readyz))
        .route("/metrics", get(metrics::read))
}

/// 200 while the database answers and nobody told the server to stop, 503 otherwise.
async fn readyz(State(gatehouse): State<Gatehouse>) -> (StatusCode, &'static str) {
    if gatehouse.stopping.is_told() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping");
    }
    match gatehouse.services.is_ready().await {
        Ok(()) => (StatusCode::OK, "ready"),
        Err(error) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "database unavailable")
        }
    }
}
