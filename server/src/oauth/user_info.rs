//! `GET` and `POST /oauth2/userinfo` (OpenID Connect Core §5.3), for the bearer of an access token (RFC 6750).

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::response::{IntoResponse, Response};
use http::{Extensions, HeaderMap, HeaderValue, StatusCode, Uri, header};
use service::{UserInfo, UserInfoRefusal};

use super::bearer::{self, BearerProblem};
use super::error::{self, OAuthError};
use crate::gatehouse::Gatehouse;
use crate::guard::arrival::reference;

const CHALLENGE: &str = "Bearer realm=\"Gatehouse\"";

/// Why nothing is told.
#[derive(Debug, thiserror::Error)]
enum UserInfoError {
    #[error(transparent)]
    Token(#[from] BearerProblem),
    #[error(transparent)]
    Refusal(#[from] UserInfoRefusal),
}

pub(super) async fn user_info(
    State(gatehouse): State<Gatehouse>,
    uri: Uri,
    headers: HeaderMap,
    extensions: Extensions,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    match told(&gatehouse, &uri, &headers, body).await {
        Ok(user_info) => ([(header::PRAGMA, "no-cache")], Json(user_info)).into_response(),
        Err(error) => error.respond(&reference(&extensions)),
    }
}

async fn told(
    gatehouse: &Gatehouse,
    uri: &Uri,
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<UserInfo, UserInfoError> {
    let body = body.map_err(|_| BearerProblem::TooLarge)?;
    let token = bearer::presented(headers, uri.query(), &body)?;
    Ok(gatehouse.services.user_info(&token).await?)
}

impl UserInfoError {
    fn respond(&self, reference: &str) -> Response {
        let error = self as &dyn std::error::Error;
        match self {
            Self::Refusal(UserInfoRefusal::Store(_)) => {
                tracing::error!(reference, error, "user info failed");
            }
            Self::Token(_) | Self::Refusal(_) => tracing::info!(reference, error, "user info refused"),
        }
        match self {
            // RFC 6750 §3.1: who did not know that a token is needed is told no error.
            Self::Token(BearerProblem::Missing) => {
                (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, CHALLENGE)]).into_response()
            }
            Self::Token(problem @ BearerProblem::TooLarge) => {
                OAuthError::TooLarge.respond(&problem.to_string(), reference)
            }
            Self::Token(problem @ (BearerProblem::Malformed | BearerProblem::PresentedTwice)) => {
                challenge(StatusCode::BAD_REQUEST, "invalid_request", &problem.to_string(), reference)
            }
            Self::Refusal(UserInfoRefusal::InvalidToken) => challenge(
                StatusCode::UNAUTHORIZED,
                "invalid_token",
                "the access token does not count, or no longer",
                reference,
            ),
            Self::Refusal(UserInfoRefusal::InsufficientScope) => challenge(
                StatusCode::FORBIDDEN,
                "insufficient_scope",
                "the access token is without openid",
                reference,
            ),
            Self::Refusal(UserInfoRefusal::Store(cause)) if cause.is_unavailable() => {
                OAuthError::TemporarilyUnavailable.respond("the server cannot answer now", reference)
            }
            Self::Refusal(UserInfoRefusal::Store(_)) => {
                OAuthError::ServerError.respond("something failed", reference)
            }
        }
    }
}

/// The error in the header, as RFC 6750 §3 asks, and in the body, where people look.
fn challenge(status: StatusCode, code: &str, description: &str, reference: &str) -> Response {
    let mut challenge =
        format!("{CHALLENGE}, error=\"{code}\", error_description=\"{description} (reference {reference})\"");
    if status == StatusCode::FORBIDDEN {
        challenge.push_str(", scope=\"openid\"");
    }
    let challenge = HeaderValue::try_from(challenge).expect("our own words fit into a header");
    let mut response = error::body(status, code, description, reference);
    response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    response
}
