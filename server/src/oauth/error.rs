//! Precise error inside, the RFC's code outside.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use service::TokenRefusal;

use super::request_problem::RequestProblem;

/// Seconds after which a refused client may try again.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("1");
const CHALLENGE: HeaderValue = HeaderValue::from_static("Basic realm=\"Gatehouse\", charset=\"UTF-8\"");

/// An error of RFC 6749 §5.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OAuthError {
    InvalidRequest,
    TooLarge,
    InvalidClient,
    InvalidGrant,
    UnauthorizedClient,
    UnsupportedGrantType,
    InvalidScope,
    /// RFC 8707 §2.
    InvalidTarget,
    TooManyRequests,
    TemporarilyUnavailable,
    ServerError,
}

#[derive(Serialize)]
struct Body<'a> {
    error: &'a str,
    error_description: String,
}

/// Why a client's request is refused: what is wrong with the request, or what the use case found.
#[derive(Debug, thiserror::Error)]
pub(super) enum ClientError {
    #[error(transparent)]
    Request(#[from] RequestProblem),
    #[error(transparent)]
    Refusal(#[from] TokenRefusal),
}

impl ClientError {
    /// The caller learns the code; the log keeps the reason, once, under the reference that the caller gets.
    pub(super) fn respond(&self, reference: &str) -> Response {
        let error = self as &dyn std::error::Error;
        match self {
            Self::Refusal(TokenRefusal::HashUnreadable | TokenRefusal::Store(_)) => {
                tracing::error!(reference, error, "client request failed");
            }
            Self::Request(_) | Self::Refusal(_) => tracing::info!(reference, error, "client request refused"),
        }
        match self {
            Self::Request(problem) => problem.code().respond(&problem.to_string(), reference),
            Self::Refusal(refusal) => {
                let (code, description) = outside(refusal);
                code.respond(description, reference)
            }
        }
    }

    /// The error's name in the answer.
    pub(super) fn name(&self) -> &'static str {
        let code = match self {
            Self::Request(problem) => problem.code(),
            Self::Refusal(refusal) => outside(refusal).0,
        };
        code.parts().1
    }
}

fn outside(refusal: &TokenRefusal) -> (OAuthError, &'static str) {
    match refusal {
        // One answer for all of these: what exists and what is nearly right is not told.
        TokenRefusal::ClientUnknown
        | TokenRefusal::AuthenticationMissing
        | TokenRefusal::SecretMalformed
        | TokenRefusal::SecretWrong
        | TokenRefusal::SecretExpired
        | TokenRefusal::SecretRetired
        | TokenRefusal::Assertion(_)
        | TokenRefusal::ClientDisabled => (OAuthError::InvalidClient, "client authentication failed"),
        TokenRefusal::GrantNotRegistered => {
            (OAuthError::UnauthorizedClient, "the client is registered for another grant")
        }
        // And one for these, whoever found a code or a token learns nothing of it.
        TokenRefusal::CodeUnknown
        | TokenRefusal::CodeExpired
        | TokenRefusal::CodeReplayed
        | TokenRefusal::CodeOfAnotherClient
        | TokenRefusal::RedirectUriDiffers
        | TokenRefusal::VerifierMissing
        | TokenRefusal::VerifierMalformed
        | TokenRefusal::VerifierWrong
        | TokenRefusal::VerifierUnexpected
        | TokenRefusal::GrantEnded
        | TokenRefusal::RefreshTokenUnknown
        | TokenRefusal::RefreshTokenExpired
        | TokenRefusal::RefreshTokenReplayed
        | TokenRefusal::TokenOfAnotherClient
        | TokenRefusal::PersonDisabled => {
            (OAuthError::InvalidGrant, "the code or token does not count, or not for this request")
        }
        TokenRefusal::ScopeNotGranted | TokenRefusal::ScopeTooLong | TokenRefusal::ScopeGrown => {
            (OAuthError::InvalidScope, "a requested scope is not granted to this client")
        }
        TokenRefusal::ScopesApart => {
            (OAuthError::InvalidScope, "scopes of Gatehouse are asked for in a request of their own")
        }
        TokenRefusal::ResourceUnknown => (OAuthError::InvalidTarget, "a requested resource is unknown"),
        TokenRefusal::ClientOverloaded => {
            (OAuthError::TooManyRequests, "too many requests of this client at once")
        }
        TokenRefusal::Overloaded => (OAuthError::TemporarilyUnavailable, "too many requests at once"),
        TokenRefusal::Store(cause) if cause.is_unavailable() => {
            (OAuthError::TemporarilyUnavailable, "the server cannot answer now")
        }
        TokenRefusal::HashUnreadable | TokenRefusal::Store(_) => {
            (OAuthError::ServerError, "something failed")
        }
    }
}

impl OAuthError {
    fn parts(self) -> (StatusCode, &'static str) {
        match self {
            Self::InvalidRequest => (StatusCode::BAD_REQUEST, "invalid_request"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "invalid_request"),
            Self::InvalidClient => (StatusCode::UNAUTHORIZED, "invalid_client"),
            Self::InvalidGrant => (StatusCode::BAD_REQUEST, "invalid_grant"),
            Self::UnauthorizedClient => (StatusCode::BAD_REQUEST, "unauthorized_client"),
            Self::UnsupportedGrantType => (StatusCode::BAD_REQUEST, "unsupported_grant_type"),
            Self::InvalidScope => (StatusCode::BAD_REQUEST, "invalid_scope"),
            Self::InvalidTarget => (StatusCode::BAD_REQUEST, "invalid_target"),
            Self::TooManyRequests => (StatusCode::TOO_MANY_REQUESTS, "temporarily_unavailable"),
            Self::TemporarilyUnavailable => (StatusCode::SERVICE_UNAVAILABLE, "temporarily_unavailable"),
            Self::ServerError => (StatusCode::INTERNAL_SERVER_ERROR, "server_error"),
        }
    }

    /// The answer of RFC 6749 §5.2.
    pub(super) fn respond(self, description: &str, reference: &str) -> Response {
        let (status, error) = self.parts();
        let mut response = body(status, error, description, reference);
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

/// An error as JSON, with where to look it up.
pub(super) fn body(status: StatusCode, error: &str, description: &str, reference: &str) -> Response {
    let error_description = format!("{description} (reference {reference})");
    let pragma = [(header::PRAGMA, "no-cache")];
    (status, pragma, Json(Body { error, error_description })).into_response()
}
