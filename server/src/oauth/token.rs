//! `POST /oauth2/token` (RFC 6749 §3.2).

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::response::{IntoResponse, Response};
use http::{Extensions, HeaderMap, StatusCode, header};
use serde::Serialize;
use service::{AccessToken, ClientCredentialsRequest};

use super::client_auth;
use super::error::{OAuthError, TokenError};
use super::parameters::Parameters;
use crate::gatehouse::Gatehouse;
use crate::guard::address::address;

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
    extensions: Extensions,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let reference = gatehouse.services.reference();
    let granted = match body {
        Ok(body) => grant(&gatehouse, &headers, &body, address(&extensions)).await,
        Err(_) => Err(OAuthError::TooLarge("the body is too large or broke off").into()),
    };
    match granted {
        // RFC 6749 §5.1 asks for the Pragma beside the Cache-Control that every answer carries.
        Ok(AccessToken { token, expires_in }) => (
            [(header::PRAGMA, "no-cache")],
            Json(Body { access_token: token, token_type: "Bearer", expires_in }),
        )
            .into_response(),
        Err(error) => error.respond(&reference),
    }
}

async fn grant(
    gatehouse: &Gatehouse,
    headers: &HeaderMap,
    body: &Bytes,
    address: Option<String>,
) -> Result<AccessToken, TokenError> {
    let parameters = Parameters::read(headers, body)?;
    match parameters.get("grant_type") {
        Some("client_credentials") => {}
        Some(_) => return Err(OAuthError::UnsupportedGrantType("this grant type is not supported").into()),
        None => return Err(OAuthError::InvalidRequest("grant_type is missing").into()),
    }
    let presented = client_auth::presented(headers, &parameters)?;
    let request = ClientCredentialsRequest {
        client_id: &presented.client_id,
        client_secret: &presented.client_secret,
        scope: parameters.get("scope"),
        resources: &parameters.all("resource"),
        address,
    };
    Ok(gatehouse.services.client_credentials(request).await?)
}

/// RFC 6749 §3.2: the client uses POST.
pub(super) async fn wrong_method() -> Response {
    let allow = [(header::ALLOW, "POST")];
    (StatusCode::METHOD_NOT_ALLOWED, allow, "Use POST.").into_response()
}
