//! Precise error inside, the RFC's code outside.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use service::{StoreError, TokenRefusal};

/// Seconds after which a refused client may try again.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("1");
const CHALLENGE: HeaderValue = HeaderValue::from_static("Basic realm=\"Gatehouse\", charset=\"UTF-8\"");

/// An error of RFC 6749 §5.2, with what may be said about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OAuthError {
    InvalidRequest(&'static str),
    InvalidClient(&'static str),
    UnauthorizedClient(&'static str),
    UnsupportedGrantType(&'static str),
    InvalidScope(&'static str),
    /// RFC 8707 §2.
    InvalidTarget(&'static str),
    TooManyRequests(&'static str),
    TemporarilyUnavailable(&'static str),
    ServerError(&'static str),
}

#[derive(Serialize)]
struct Body {
    error: &'static str,
    error_description: String,
}

impl OAuthError {
    /// The caller learns the code; the log keeps the reason, once, under the reference that the caller gets.
    pub(super) fn from_refusal(refusal: &TokenRefusal, reference: &str) -> Self {
        let outside = match refusal {
            // One answer for all of these: what exists and what is nearly right is not told.
            TokenRefusal::ClientUnknown
            | TokenRefusal::SecretMalformed
            | TokenRefusal::SecretWrong
            | TokenRefusal::SecretExpired
            | TokenRefusal::ClientDisabled => Self::InvalidClient("client authentication failed"),
            TokenRefusal::GrantNotRegistered => {
                Self::UnauthorizedClient("the client is registered for another grant")
            }
            TokenRefusal::ScopeNotGranted => {
                Self::InvalidScope("a requested scope is not granted to this client")
            }
            TokenRefusal::ResourceUnknown => Self::InvalidTarget("a requested resource is unknown"),
            TokenRefusal::ClientOverloaded => {
                Self::TooManyRequests("too many requests of this client at once")
            }
            TokenRefusal::Overloaded => Self::TemporarilyUnavailable("too many requests at once"),
            TokenRefusal::Store(StoreError::Unavailable(_)) => {
                Self::TemporarilyUnavailable("the server cannot answer now")
            }
            TokenRefusal::HashUnreadable | TokenRefusal::Store(_) => Self::ServerError("something failed"),
        };
        let error = refusal as &dyn std::error::Error;
        match outside {
            Self::ServerError(_) => tracing::error!(reference, error, "token request failed"),
            Self::InvalidRequest(_)
            | Self::InvalidClient(_)
            | Self::UnauthorizedClient(_)
            | Self::UnsupportedGrantType(_)
            | Self::InvalidScope(_)
            | Self::InvalidTarget(_)
            | Self::TooManyRequests(_)
            | Self::TemporarilyUnavailable(_) => tracing::info!(reference, error, "token request refused"),
        }
        outside
    }

    pub(super) fn respond(self, reference: &str) -> Response {
        let (status, error, description) = match self {
            Self::InvalidRequest(text) => (StatusCode::BAD_REQUEST, "invalid_request", text),
            Self::InvalidClient(text) => (StatusCode::UNAUTHORIZED, "invalid_client", text),
            Self::UnauthorizedClient(text) => (StatusCode::BAD_REQUEST, "unauthorized_client", text),
            Self::UnsupportedGrantType(text) => (StatusCode::BAD_REQUEST, "unsupported_grant_type", text),
            Self::InvalidScope(text) => (StatusCode::BAD_REQUEST, "invalid_scope", text),
            Self::InvalidTarget(text) => (StatusCode::BAD_REQUEST, "invalid_target", text),
            Self::TooManyRequests(text) => (StatusCode::TOO_MANY_REQUESTS, "temporarily_unavailable", text),
            Self::TemporarilyUnavailable(text) => {
                (StatusCode::SERVICE_UNAVAILABLE, "temporarily_unavailable", text)
            }
            Self::ServerError(text) => (StatusCode::INTERNAL_SERVER_ERROR, "server_error", text),
        };
        let error_description = format!("{description} (reference {reference})");
        let mut response = (status, Json(Body { error, error_description })).into_response();
        let headers = response.headers_mut();
        match status {
            // RFC 6749 §5.2 and RFC 9110 §11.6.1: a 401 names the scheme to use.
            StatusCode::UNAUTHORIZED => drop(headers.insert(header::WWW_AUTHENTICATE, CHALLENGE)),
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
                drop(headers.insert(header::RETRY_AFTER, RETRY_AFTER));
            }
            _ => {}
        }
        response
    }
}
