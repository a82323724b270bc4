//! Precise error inside, the RFC's code outside.

use std::fmt;

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use service::TokenRefusal;

/// Seconds after which a refused client may try again.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("1");
const CHALLENGE: HeaderValue = HeaderValue::from_static("Basic realm=\"Gatehouse\", charset=\"UTF-8\"");

/// An error of RFC 6749 §5.2, with what may be said about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OAuthError {
    InvalidRequest(&'static str),
    TooLarge(&'static str),
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

/// Why a token request is refused: what is wrong with the request, or what the use case found.
#[derive(Debug, thiserror::Error)]
pub(super) enum TokenError {
    #[error("{0}")]
    Request(OAuthError),
    #[error(transparent)]
    Refusal(#[from] TokenRefusal),
}

impl From<OAuthError> for TokenError {
    fn from(error: OAuthError) -> Self {
        Self::Request(error)
    }
}

impl TokenError {
    /// The caller learns the code; the log keeps the reason, once, under the reference that the caller gets.
    pub(super) fn respond(&self, reference: &str) -> Response {
        let error = self as &dyn std::error::Error;
        match self {
            Self::Refusal(TokenRefusal::HashUnreadable | TokenRefusal::Store(_)) => {
                tracing::error!(reference, error, "token request failed");
            }
            Self::Request(_) | Self::Refusal(_) => tracing::info!(reference, error, "token request refused"),
        }
        self.outside().respond(reference)
    }

    fn outside(&self) -> OAuthError {
        match self {
            Self::Request(error) => *error,
            // One answer for all of these: what exists and what is nearly right is not told.
            Self::Refusal(
                TokenRefusal::ClientUnknown
                | TokenRefusal::SecretMalformed
                | TokenRefusal::SecretWrong
                | TokenRefusal::SecretExpired
                | TokenRefusal::SecretRetired
                | TokenRefusal::ClientDisabled,
            ) => OAuthError::InvalidClient("client authentication failed"),
            Self::Refusal(TokenRefusal::GrantNotRegistered) => {
                OAuthError::UnauthorizedClient("the client is registered for another grant")
            }
            Self::Refusal(TokenRefusal::ScopeNotGranted) => {
                OAuthError::InvalidScope("a requested scope is not granted to this client")
            }
            Self::Refusal(TokenRefusal::ResourceUnknown) => {
                OAuthError::InvalidTarget("a requested resource is unknown")
            }
            Self::Refusal(TokenRefusal::ClientOverloaded) => {
                OAuthError::TooManyRequests("too many requests of this client at once")
            }
            Self::Refusal(TokenRefusal::Overloaded) => {
                OAuthError::TemporarilyUnavailable("too many requests at once")
            }
            Self::Refusal(TokenRefusal::Store(cause)) if cause.is_unavailable() => {
                OAuthError::TemporarilyUnavailable("the server cannot answer now")
            }
            Self::Refusal(TokenRefusal::HashUnreadable | TokenRefusal::Store(_)) => {
                OAuthError::ServerError("something failed")
            }
        }
    }
}

impl fmt::Display for OAuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.parts().2)
    }
}

impl OAuthError {
    fn parts(self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::InvalidRequest(text) => (StatusCode::BAD_REQUEST, "invalid_request", text),
            Self::TooLarge(text) => (StatusCode::PAYLOAD_TOO_LARGE, "invalid_request", text),
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
        }
    }

    fn respond(self, reference: &str) -> Response {
        let (status, error, description) = self.parts();
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
