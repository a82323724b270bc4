//! `GET /oauth2/jwks` (RFC 7517 §5).

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header;
use serde::Serialize;
use service::Jwk;

use crate::gatehouse::Gatehouse;

/// Short enough for a new key to be seen well before it signs.
const CACHE: &str = "public, max-age=300";

#[derive(Serialize)]
struct JwkSet {
    keys: Vec<Jwk>,
}

pub(super) async fn jwks(State(gatehouse): State<Gatehouse>) -> Response {
    ([(header::CACHE_CONTROL, CACHE)], Json(JwkSet { keys: gatehouse.services.jwks() })).into_response()
}
