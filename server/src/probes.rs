//! Probes for whoever runs the server.

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use http::StatusCode;

use crate::gatehouse::Gatehouse;

pub(crate) fn routes() -> Router<Gatehouse> {
    Router::new().route("/healthz", get(|| async { "ok" })).route("/readyz", get(readyz))
}

/// 200 while the database answers, 503 while it does not.
async fn readyz(State(gatehouse): State<Gatehouse>) -> (StatusCode, &'static str) {
    match gatehouse.services.is_ready().await {
        Ok(()) => (StatusCode::OK, "ready"),
        Err(error) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "database unavailable")
        }
    }
}
