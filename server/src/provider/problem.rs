//! What can go wrong on the way to the provider and back: precisely for the log, as one of a few codes for the person.

use app::ProviderProblem;
use app::door::ACCOUNT_PAGE;
use axum::response::Response;
use http::{HeaderValue, header};
use openidconnect::ClaimsVerificationError;
use service::{ProviderErrand, ServiceError};

use super::redirect;
use super::start::sign_in_page;
use crate::http_client::NoAnswer;

/// Why nobody was signed in or linked. Nothing of it comes from the provider but names of errors and what the library says
/// of an ID token: an answer may hold tokens and e-mails.
#[derive(Debug, thiserror::Error)]
pub(super) enum ProviderError {
    #[error("provider does not answer")]
    NoAnswer(#[from] NoAnswer),
    #[error("provider did not answer a moment ago")]
    NoAnswerBefore,
    #[error("metadata cannot be used: {0}")]
    Metadata(&'static str),
    #[error("callback cannot be read")]
    CallbackUnreadable,
    #[error("no way to the provider was begun in this browser, or it took too long")]
    NotBegun,
    #[error("state of another way")]
    OtherState,
    #[error("way that somebody came back from with a code before")]
    AnsweredBefore,
    #[error("issuer of the answer is another, or missing")]
    OtherIssuer,
    #[error("access denied")]
    AccessDenied,
    #[error("answered with an error: {0}")]
    Answer(&'static str),
    #[error("code used before, expired or of another way")]
    CodeNoLonger,
    #[error("code not redeemed: {0}")]
    CodeNotRedeemed(&'static str),
    #[error("no ID token")]
    NoIdToken,
    #[error("ID token not right")]
    IdToken(#[source] ClaimsVerificationError),
    #[error("ID token not right: {0}")]
    Claim(&'static str),
    #[error("user info cannot be used: {0}")]
    UserInfo(&'static str),
    #[error("session of another person, or none")]
    OtherPerson,
    #[error(transparent)]
    Service(#[from] ServiceError),
}

impl ProviderError {
    /// What the person is told.
    pub(super) fn outside(&self) -> ProviderProblem {
        match self {
            Self::NoAnswer(_) | Self::NoAnswerBefore | Self::Metadata(_) => ProviderProblem::Unreachable,
            Self::CallbackUnreadable
            | Self::NotBegun
            | Self::OtherState
            | Self::AnsweredBefore
            | Self::CodeNoLonger => ProviderProblem::Interrupted,
            Self::AccessDenied => ProviderProblem::Refused,
            Self::OtherIssuer
            | Self::Answer(_)
            | Self::CodeNotRedeemed(_)
            | Self::NoIdToken
            | Self::IdToken(_)
            | Self::Claim(_)
            | Self::UserInfo(_) => ProviderProblem::Untrusted,
            Self::OtherPerson => ProviderProblem::SignedOut,
            Self::Service(error) => of_service(error),
        }
    }

    /// Tells the log precisely, and the person on the page that they came from.
    pub(super) fn respond(
        &self,
        reference: &str,
        errand: Option<&ProviderErrand>,
        cookies: Vec<HeaderValue>,
    ) -> Response {
        let page = match errand {
            Some(ProviderErrand::Connect { .. }) => ACCOUNT_PAGE.to_owned(),
            Some(ProviderErrand::SignIn { next }) => sign_in_page(next.as_deref()),
            None => sign_in_page(None),
        };
        self.respond_on(&page, reference, cookies)
    }

    /// The same, on this page.
    pub(super) fn respond_on(&self, page: &str, reference: &str, cookies: Vec<HeaderValue>) -> Response {
        let (problem, error) = (self.outside(), self as &dyn std::error::Error);
        match problem {
            ProviderProblem::Failed => {
                tracing::error!(reference, error, "sign-in through the provider failed")
            }
            ProviderProblem::Unreachable | ProviderProblem::Untrusted => {
                tracing::warn!(reference, error, "sign-in through the provider failed");
            }
            ProviderProblem::Interrupted
            | ProviderProblem::Refused
            | ProviderProblem::NotInvited
            | ProviderProblem::Disabled
            | ProviderProblem::SignedOut
            | ProviderProblem::ThroughProvider
            | ProviderProblem::WrongPassword
            | ProviderProblem::Throttled => {
                tracing::info!(reference, error, "sign-in through the provider refused");
            }
        }
        let separator = if page.contains('?') { '&' } else { '?' };
        let mut response = redirect(&format!("{page}{separator}problem={}", problem.as_str()), cookies);
        if let Self::Service(ServiceError::Throttled(seconds)) = self {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
        }
        response
    }
}

fn of_service(error: &ServiceError) -> ProviderProblem {
    match error {
        ServiceError::NotInvited => ProviderProblem::NotInvited,
        ServiceError::WrongCredentials => ProviderProblem::Disabled,
        ServiceError::SignedOut => ProviderProblem::SignedOut,
        ServiceError::ThroughProvider => ProviderProblem::ThroughProvider,
        // Nothing but the person's own password is judged on the way.
        ServiceError::Refused(_) => ProviderProblem::WrongPassword,
        ServiceError::Throttled(_) => ProviderProblem::Throttled,
        ServiceError::Forbidden
        | ServiceError::SetupLinkInvalid
        | ServiceError::Taken(_)
        | ServiceError::LinkInvalid
        | ServiceError::WrongCode
        | ServiceError::SecondFactorThere
        | ServiceError::LastAdministrator
        | ServiceError::PersonDisabled
        | ServiceError::NotFound
        | ServiceError::Stale(_)
        | ServiceError::ChangedMeanwhile
        | ServiceError::InUse(_)
        | ServiceError::BuiltIn
        | ServiceError::NotSigning
        | ServiceError::TwoKeysValid
        | ServiceError::InProgress
        | ServiceError::TwoSecretsValid
        | ServiceError::NotConfidential
        | ServiceError::SignsInstead
        | ServiceError::RotationUnderWay
        | ServiceError::WebhookDisabled
        | ServiceError::TooMany
        | ServiceError::PositionMalformed
        | ServiceError::Overloaded
        | ServiceError::Store(_)
        | ServiceError::HashUnreadable => ProviderProblem::Failed,
    }
}
