//! `POST /oauth2/introspect` (RFC 7662 §2).

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header;
use serde::Serialize;
use service::ActiveToken;

use super::client_request::ClientRequest;
use super::error::ClientError;
use crate::gatehouse::Gatehouse;

/// RFC 7662 §2.2: nothing but this is told of a token that is not active.
#[derive(Serialize)]
struct Inactive {
    active: bool,
}

pub(super) async fn introspect(State(gatehouse): State<Gatehouse>, request: ClientRequest) -> Response {
    let pragma = [(header::PRAGMA, "no-cache")];
    match introspected(&gatehouse, &request).await {
        Ok(Some(token)) => (pragma, Json(token)).into_response(),
        Ok(None) => (pragma, Json(Inactive { active: false })).into_response(),
        Err(error) => request.refuse(&gatehouse, &error),
    }
}

async fn introspected(
    gatehouse: &Gatehouse,
    request: &ClientRequest,
) -> Result<Option<ActiveToken>, ClientError> {
    let parameters = request.parameters()?;
    let presented = request.client(&parameters)?;
    let token = parameters.required("token")?;
    // RFC 7662 §2.1: `token_type_hint` may be ignored, and the kinds of tokens differ at sight.
    Ok(gatehouse.services.introspect(&presented.client(), token).await?)
}
