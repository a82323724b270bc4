//! Why a program registered, read or changed no client (RFC 7591 §3.2.2, RFC 7592 §2, RFC 6750 §3).

use axum::response::{IntoResponse as _, Response};
use http::{HeaderValue, StatusCode, header};
use service::{RegistrationError, ServiceError};

use super::metadata::MetadataProblem;
use crate::oauth::bearer::BearerProblem;
use crate::oauth::error::{self, OAuthError};

const CHALLENGE: &str = "Bearer realm=\"Gatehouse\"";

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub(super) enum RegistrationProblem {
    #[error(transparent)]
    Token(#[from] BearerProblem),
    #[error("the body is too large or broke off")]
    TooLarge,
    #[error("the body is not application/json")]
    NotJson,
    #[error("the body cannot be read as client metadata")]
    Unreadable,
    #[error("a rule is broken")]
    Metadata(Vec<MetadataProblem>),
    #[error(transparent)]
    Registration(#[from] RegistrationError),
}

impl From<MetadataProblem> for RegistrationProblem {
    fn from(problem: MetadataProblem) -> Self {
        Self::Metadata(vec![problem])
    }
}

impl From<ServiceError> for RegistrationProblem {
    fn from(error: ServiceError) -> Self {
        Self::Registration(error.into())
    }
}

impl RegistrationProblem {
    /// The caller learns the code and what breaks a rule; the log keeps the reason, once, under the reference that the
    /// caller gets.
    pub(super) fn respond(self, reference: &str) -> Response {
        let error = &self as &dyn std::error::Error;
        match &self {
            Self::Registration(RegistrationError::Service(cause)) if is_failure(cause) => {
                tracing::error!(reference, error, "registration failed");
            }
            Self::Token(_)
            | Self::TooLarge
            | Self::NotJson
            | Self::Unreadable
            | Self::Metadata(_)
            | Self::Registration(_) => tracing::info!(reference, error, "registration refused"),
        }
        match self {
            // RFC 6750 §3.1: who did not know that a token is needed is told no error.
            Self::Token(BearerProblem::Missing) => {
                (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, CHALLENGE)]).into_response()
            }
            Self::Token(
                problem
                @ (BearerProblem::Malformed | BearerProblem::PresentedTwice | BearerProblem::TooLarge),
            ) => challenge(StatusCode::BAD_REQUEST, "invalid_request", &problem.to_string(), reference),
            Self::TooLarge => OAuthError::TooLarge.respond("the body is too large or broke off", reference),
            Self::NotJson => invalid_metadata("Send the metadata as application/json.", reference),
            Self::Unreadable => invalid_metadata(
                "The metadata is not an object in JSON, or a field is of another type.",
                reference,
            ),
            Self::Metadata(problems) => refused(&problems, reference),
            Self::Registration(RegistrationError::TokenInvalid) => challenge(
                StatusCode::UNAUTHORIZED,
                "invalid_token",
                "the token does not count, or not for this",
                reference,
            ),
            Self::Registration(RegistrationError::Service(error)) => of_service(error, reference),
        }
    }
}

/// Whether the server is at fault.
fn is_failure(cause: &ServiceError) -> bool {
    matches!(cause, ServiceError::Store(_) | ServiceError::HashUnreadable)
}

fn of_service(error: ServiceError, reference: &str) -> Response {
    let later = |description: &str| OAuthError::TemporarilyUnavailable.respond(description, reference);
    match error {
        ServiceError::Refused(problems) => {
            refused(&problems.into_iter().map(MetadataProblem::from).collect::<Vec<_>>(), reference)
        }
        ServiceError::Taken(taken) => {
            let name = taken.name.then(|| MetadataProblem::new("client_name", "This name is in use."));
            let client_id = taken.client_id.then(|| MetadataProblem::new("client_id", "It is in use."));
            refused(&name.into_iter().chain(client_id).collect::<Vec<_>>(), reference)
        }
        ServiceError::Overloaded => later("too many requests at once"),
        ServiceError::ChangedMeanwhile | ServiceError::Stale(_) | ServiceError::InProgress => {
            later("the client is being changed")
        }
        ServiceError::Store(cause) if cause.is_unavailable() => later("the server cannot answer now"),
        // The first two, and what no registration can end with.
        ServiceError::Store(_)
        | ServiceError::HashUnreadable
        | ServiceError::Forbidden
        | ServiceError::WrongCredentials
        | ServiceError::SetupLinkInvalid
        | ServiceError::LinkInvalid
        | ServiceError::SignedOut
        | ServiceError::Throttled(_)
        | ServiceError::WrongCode
        | ServiceError::SecondFactorThere
        | ServiceError::LastAdministrator
        | ServiceError::ThroughProvider
        | ServiceError::PersonDisabled
        | ServiceError::NotInvited
        | ServiceError::NotFound
        | ServiceError::InUse(_)
        | ServiceError::BuiltIn
        | ServiceError::NotSigning
        | ServiceError::TwoKeysValid
        | ServiceError::TwoSecretsValid
        | ServiceError::NotConfidential
        | ServiceError::SignsInstead
        | ServiceError::RotationUnderWay
        | ServiceError::WebhookDisabled
        | ServiceError::TooMany
        | ServiceError::PositionMalformed => OAuthError::ServerError.respond("something failed", reference),
    }
}

fn refused(problems: &[MetadataProblem], reference: &str) -> Response {
    let told: Vec<_> =
        problems.iter().map(|MetadataProblem { field, rule }| format!("{field}: {rule}")).collect();
    let is_of_uri = problems.iter().all(|problem| problem.field.starts_with("redirect_uris"));
    let code = if is_of_uri { "invalid_redirect_uri" } else { "invalid_client_metadata" };
    error::body(StatusCode::BAD_REQUEST, code, &ascii(&told.join(" ")), reference)
}

fn invalid_metadata(description: &str, reference: &str) -> Response {
    error::body(StatusCode::BAD_REQUEST, "invalid_client_metadata", description, reference)
}

/// The error in the header, as RFC 6750 §3 asks, and in the body, where people look.
fn challenge(status: StatusCode, code: &str, description: &str, reference: &str) -> Response {
    let challenge =
        format!("{CHALLENGE}, error=\"{code}\", error_description=\"{description} (reference {reference})\"");
    let challenge = HeaderValue::try_from(challenge).expect("our own words fit into a header");
    let mut response = error::body(status, code, description, reference);
    response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    response
}

/// RFC 7591 §3.2.2: a description is ASCII.
fn ascii(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '“' | '”' | '‘' | '’' => plain.push('\''),
            '…' => plain.push_str("..."),
            ' '..='~' => plain.push(character),
            other => plain.push_str(&format!("U+{:04X}", u32::from(other))),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::ascii;

    #[test]
    fn a_description_is_ascii() {
        for (text, expected) in [
            ("Use https, or http for localhost.", "Use https, or http for localhost."),
            ("“é” and “\n” are not’s…", "'U+00E9' and 'U+000A' are not's..."),
        ] {
            assert_eq!(ascii(text), expected);
        }
    }
}
