//! What is wrong with a client's request before any use case sees it.

use domain::DenialReason;

use super::error::OAuthError;

/// Why a request cannot be understood. The messages are for the caller too, so nothing of the request is in them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum RequestProblem {
    #[error("the body is too large or broke off")]
    TooLarge,
    #[error("the body must be application/x-www-form-urlencoded")]
    NotForm,
    #[error("the body is not a form in UTF-8")]
    FormUnreadable,
    #[error("a parameter is included more than once")]
    ParameterRepeated(String),
    #[error("{0} is missing")]
    ParameterMissing(&'static str),
    #[error("this grant type is not supported")]
    GrantUnsupported(String),
    #[error("there is more than one Authorization header")]
    AuthorizationRepeated,
    #[error("the Authorization header is not HTTP Basic")]
    AuthorizationNotBasic,
    #[error("no client authentication is included")]
    AuthenticationMissing,
    #[error("more than one client authentication method is used")]
    AuthenticationMixed,
    #[error("this client assertion type is not supported")]
    AssertionTypeUnsupported,
    #[error("client_id differs from the one in the Authorization header")]
    ClientIdDiffers,
}

impl RequestProblem {
    /// The RFC's code for it.
    pub(super) fn code(&self) -> OAuthError {
        match self {
            Self::TooLarge => OAuthError::TooLarge,
            Self::NotForm
            | Self::FormUnreadable
            | Self::ParameterRepeated(_)
            | Self::ParameterMissing(_)
            | Self::AuthorizationRepeated
            | Self::AuthenticationMixed
            | Self::ClientIdDiffers => OAuthError::InvalidRequest,
            Self::GrantUnsupported(_) => OAuthError::UnsupportedGrantType,
            // RFC 6749 §5.2: an authentication method that is not supported.
            Self::AuthorizationNotBasic | Self::AuthenticationMissing | Self::AssertionTypeUnsupported => {
                OAuthError::InvalidClient
            }
        }
    }

    /// What is kept of it for whoever looks after the client, and the part of the request that it is about.
    pub(super) fn denial(&self) -> (DenialReason, &str) {
        match self {
            Self::TooLarge | Self::FormUnreadable => (DenialReason::ParameterInvalid, ""),
            Self::NotForm => (DenialReason::ParameterInvalid, "Content-Type"),
            Self::ParameterRepeated(name) => (DenialReason::ParameterRepeated, name),
            Self::ParameterMissing(name) => (DenialReason::ParameterMissing, name),
            Self::GrantUnsupported(grant_type) => (DenialReason::GrantUnsupported, grant_type),
            Self::AuthorizationRepeated | Self::AuthenticationMixed => {
                (DenialReason::AuthenticationMixed, "")
            }
            Self::ClientIdDiffers => (DenialReason::ParameterInvalid, "client_id"),
            Self::AssertionTypeUnsupported => (DenialReason::ParameterInvalid, "client_assertion_type"),
            Self::AuthorizationNotBasic | Self::AuthenticationMissing => {
                (DenialReason::AuthenticationMissing, "")
            }
        }
    }
}
