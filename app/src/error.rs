//! The one error that crosses the wire between a server function and the page that called it.

use domain::FieldProblem;
use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

use crate::oauth_clients::api_types::CurrentClient;

/// Why a server function refused or failed, in terms a page can act on.
///
/// A plain form post carries its error back in the URL, so no variant that one can get holds anything private.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PortalError {
    /// There is no live session: sign in and come back.
    #[error("Your session has ended. Sign in again.")]
    SignedOut,
    /// The e-mail and the password do not belong together; says nothing about either alone.
    #[error("The e-mail or the password is not right.")]
    WrongCredentials,
    /// The one-time link was used before, has expired or was mistyped.
    #[error("This link is no longer valid. Restart Gatehouse to print a new one.")]
    SetupLinkInvalid,
    /// A person's one-time link was used before, has expired or was mistyped.
    #[error("This link is no longer valid. Ask an administrator for a new one.")]
    LinkInvalid,
    /// The code of the second factor is not right.
    #[error("This code is not right, or was used before. Wait for the next one that the app shows.")]
    WrongCode,
    /// Too many attempts were made.
    #[error("Too many attempts. Try again in {seconds} seconds.")]
    Throttled {
        /// Until the next attempt may be made.
        seconds: i64,
    },
    /// The person has a second factor already.
    #[error("A second factor is set up already. Reload the page to see it.")]
    SecondFactorThere,
    /// Nobody else could administer the portal.
    #[error("This is the last administrator. Make another person administrator first.")]
    LastAdministrator,
    /// The outside provider has this in its hand.
    #[error("This person signs in through the identity provider, which decides about this.")]
    ThroughProvider,
    /// The person is kept out, so no link of theirs would count.
    #[error("This person is disabled, and no link would let them in. Enable them first.")]
    PersonDisabled,
    /// The outside provider knows the person, and this portal has no place for them.
    #[error("You are signed in there, but have no account here. Ask an administrator.")]
    NotInvited,
    /// The signed-in person's role does not allow this.
    #[error("Your role does not allow this. Ask an administrator.")]
    Forbidden,
    /// Rules are broken or values taken; all problems, keyed by field.
    #[error("Some fields need your attention.")]
    Refused {
        /// Every problem found, in the order of the form.
        problems: Vec<FieldProblem>,
    },
    /// What was asked for does not exist, or no longer.
    #[error("This does not exist any more. Somebody may have deleted it.")]
    NotFound,
    /// Somebody else changed the client since it was read; nothing was changed.
    #[error("Somebody else changed this client meanwhile. Nothing was saved yet.")]
    Stale(Box<CurrentClient>),
    /// Somebody else changed it since it was read; nothing was changed.
    #[error(
        "Somebody else changed this meanwhile. Nothing was saved. Close this, look at it as it is now, and try again."
    )]
    ChangedMeanwhile,
    /// Something depends on it; nothing was changed.
    #[error("This is in use by {count}. Nothing was changed.")]
    InUse {
        /// How many clients or principals depend on it.
        count: i64,
    },
    /// It came with this server, and stays as it is.
    #[error("This is Gatehouse’s own. It can be neither edited nor deleted.")]
    BuiltIn,
    /// The principal has a secret, so it has no keys.
    #[error("This principal proves who it is with a secret: it has no keys.")]
    NotSigning,
    /// One more key would make three.
    #[error("Two keys of this principal are valid already. Retire one of them first.")]
    TwoKeysValid,
    /// The client is being provisioned; it can be copied, but neither edited nor deleted.
    #[error("A request for this client is in progress. Try again when it is finished.")]
    InProgress,
    /// One more secret would make three.
    #[error("Two secrets are valid already. Retire one of them first, or both at once.")]
    TwoSecretsValid,
    /// The client is Public, so it has no secrets.
    #[error("This client is public: it has no secrets. Reload the page to see it as it is now.")]
    NotConfidential,
    /// The principal signs with its own keys, so it has no secrets.
    #[error("This principal signs with its own keys: it has no secrets.")]
    SignsInstead,
    /// The next signing key is published already.
    #[error("The next key is published already and takes over at its time.")]
    RotationUnderWay,
    /// The webhook is disabled; nothing is sent there.
    #[error("This webhook is disabled, so nothing is sent there. Enable it first.")]
    WebhookDisabled,
    /// The request could not be read.
    #[error("The server could not read this request. Reload the page and try again.")]
    Malformed,
    /// Too many requests are waiting; nothing was changed.
    #[error("The server is busy. Try again in a few seconds.")]
    Busy,
    /// The server could not be reached from the browser.
    #[error("The server could not be reached. Check the connection and try again.")]
    Unreachable,
    /// Something failed inside; the log holds the cause under the reference.
    #[error("Something went wrong on the server. Nothing was changed. Reference: {reference}")]
    Internal {
        /// What to look for in the server's log.
        reference: String,
    },
}

impl PortalError {
    /// The problems keyed by field, none for the other errors.
    pub fn problems(&self) -> &[FieldProblem] {
        match self {
            Self::Refused { problems } => problems,
            Self::SignedOut
            | Self::WrongCredentials
            | Self::SetupLinkInvalid
            | Self::LinkInvalid
            | Self::WrongCode
            | Self::Throttled { .. }
            | Self::SecondFactorThere
            | Self::LastAdministrator
            | Self::ThroughProvider
            | Self::PersonDisabled
            | Self::NotInvited
            | Self::Forbidden
            | Self::NotFound
            | Self::Stale(_)
            | Self::ChangedMeanwhile
            | Self::InUse { .. }
            | Self::BuiltIn
            | Self::NotSigning
            | Self::TwoKeysValid
            | Self::InProgress
            | Self::TwoSecretsValid
            | Self::NotConfidential
            | Self::SignsInstead
            | Self::RotationUnderWay
            | Self::WebhookDisabled
            | Self::Malformed
            | Self::Busy
            | Self::Unreachable
            | Self::Internal { .. } => &[],
        }
    }
}

impl FromServerFnError for PortalError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            // In the browser: no answer, or not one of Gatehouse's (a proxy's error page, say).
            #[cfg(not(feature = "ssr"))]
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Deserialization(_) => Self::Unreachable,
            // On the server the arguments are read before the function's own body runs, which else sets the status.
            #[cfg(feature = "ssr")]
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_) => {
                crate::status::set_status(http::StatusCode::BAD_REQUEST);
                Self::Malformed
            }
            _ => Self::Malformed,
        }
    }
}
