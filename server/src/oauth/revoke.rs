//! `POST /oauth2/revoke` (RFC 7009 §2).

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};

use super::client_request::ClientRequest;
use super::error::ClientError;
use crate::gatehouse::Gatehouse;

pub(super) async fn revoke(State(gatehouse): State<Gatehouse>, request: ClientRequest) -> Response {
    match revoked(&gatehouse, &request).await {
        // RFC 7009 §2.2: the status says everything.
        Ok(()) => (StatusCode::OK, [(header::PRAGMA, "no-cache")]).into_response(),
        Err(error) => request.refuse(&gatehouse, &error),
    }
}

async fn revoked(gatehouse: &Gatehouse, request: &ClientRequest) -> Result<(), ClientError> {
    let parameters = request.parameters()?;
    let presented = request.client(&parameters)?;
    let token = parameters.required("token")?;
    // RFC 7009 §2.1: `token_type_hint` may be ignored, also one that nobody knows.
    Ok(gatehouse.services.revoke(&presented.client(), token).await?)
}
