//! The protocol endpoints.

mod client_auth;
mod error;
mod jwks;
mod metadata;
mod parameters;
mod token;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::gatehouse::Gatehouse;

/// Bytes: a token request is a few hundred.
const BODY_LIMIT: usize = 16 * 1024;

pub(crate) fn routes() -> Router<Gatehouse> {
    Router::new()
        .route("/oauth2/token", post(token::token).fallback(token::wrong_method))
        .route("/oauth2/jwks", get(jwks::jwks))
        .route("/.well-known/oauth-authorization-server", get(metadata::metadata))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
}
