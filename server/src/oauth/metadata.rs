//! `GET /.well-known/oauth-authorization-server` (RFC 8414 §3).

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header;
use serde::Serialize;

use super::client_auth::METHODS;
use super::token::GRANT_TYPES;
use crate::gatehouse::Gatehouse;

const CACHE: &str = "public, max-age=300";

/// RFC 8414 §2; what is not served is not named.
#[derive(Serialize)]
struct Metadata<'a> {
    issuer: &'a str,
    token_endpoint: String,
    jwks_uri: String,
    /// Required by the RFC; empty without an authorization endpoint.
    response_types_supported: [&'static str; 0],
    grant_types_supported: [&'static str; 1],
    token_endpoint_auth_methods_supported: [&'static str; 2],
}

pub(super) async fn metadata(State(gatehouse): State<Gatehouse>) -> Response {
    let issuer = gatehouse.services.issuer();
    let metadata = Metadata {
        issuer,
        token_endpoint: gatehouse.services.token_endpoint(),
        jwks_uri: format!("{issuer}/oauth2/jwks"),
        response_types_supported: [],
        grant_types_supported: GRANT_TYPES,
        token_endpoint_auth_methods_supported: METHODS,
    };
    ([(header::CACHE_CONTROL, CACHE)], Json(metadata)).into_response()
}
