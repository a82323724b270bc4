//! `POST /oauth2/token` (RFC 6749 §3.2).

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};
use serde::Serialize;
use service::{AccessToken, ClientCredentialsRequest};

use super::client_auth;
use super::error::OAuthError;
use super::parameters::Parameters;
use crate::routes::Gatehouse;

/// The grants that [`token`] serves.
pub(super) const GRANT_TYPES: [&str; 1] = ["client_credentials"];

/// RFC 6749 §5.1.
#[derive(Serialize)]
struct Body {
    access_token: String,
    token_type: &'static str,
    expires_in: i64,
}

pub(super) async fn token(
    State(gatehouse): State<Gatehouse>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let reference = uuid::Uuid::new_v4().to_string();
    let body = match body {
        Ok(body) => body,
        Err(rejection) => return rejection.into_response(),
    };
    match grant(&gatehouse, &headers, &body, &reference).await {
        Ok(AccessToken { token, expires_in }) => {
            Json(Body { access_token: token, token_type: "Bearer", expires_in }).into_response()
        }
        Err(error) => error.respond(&reference),
    }
}

async fn grant(
    gatehouse: &Gatehouse,
    headers: &HeaderMap,
    body: &Bytes,
    reference: &str,
) -> Result<AccessToken, OAuthError> {
    let parameters = Parameters::read(headers, body)?;
    match parameters.get("grant_type") {
        Some("client_credentials") => {}
        Some(_) => return Err(OAuthError::UnsupportedGrantType("this grant type is not supported")),
        None => return Err(OAuthError::InvalidRequest("grant_type is missing")),
    }
    let presented = client_auth::presented(headers, &parameters)?;
    let request = ClientCredentialsRequest {
        client_id: &presented.client_id,
        client_secret: &presented.client_secret,
        scope: parameters.get("scope"),
        resources: &parameters.all("resource"),
    };
    gatehouse
        .services
        .client_credentials(request)
        .await
        .map_err(|refusal| OAuthError::from_refusal(&refusal, reference))
}

/// RFC 6749 §3.2: the client uses POST.
pub(super) async fn wrong_method() -> Response {
    let allow = [(header::ALLOW, "POST")];
    (StatusCode::METHOD_NOT_ALLOWED, allow, "Use POST.").into_response()
}
