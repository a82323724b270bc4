//! Why a use case did not happen.

use domain::FieldProblem;
use store::{IdentifiersTaken, StoreError};

use crate::CurrentClient;
use crate::hashing::HashingError;

/// Why a use case of the portal was refused or failed; nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// The person's role does not allow it.
    #[error("role does not allow this")]
    Forbidden,
    /// The e-mail is unknown, its account disabled, or the password not its own.
    #[error("wrong e-mail or password")]
    WrongCredentials,
    /// The link for the first administrator is unknown, used or expired, or there is somebody already.
    #[error("setup link does not count")]
    SetupLinkInvalid,
    /// A name or a client id is in use.
    #[error("identifier taken: {0:?}")]
    Taken(IdentifiersTaken),
    /// The one-time link of a person is unknown, used or expired, or the person disabled.
    #[error("one-time link does not count")]
    LinkInvalid,
    /// The session has ended, or is not one that this can be done in.
    #[error("session does not count")]
    SignedOut,
    /// Too many attempts; how many seconds until the next one may be made.
    #[error("too many attempts, next in {0} s")]
    Throttled(i64),
    /// The code of the second factor is not right, or was used before.
    #[error("wrong code")]
    WrongCode,
    /// The person has a second factor.
    #[error("second factor there already")]
    SecondFactorThere,
    /// Nobody else could administer the portal.
    #[error("last administrator")]
    LastAdministrator,
    /// The person signs in through the outside provider, which has this in its hand.
    #[error("signs in through the provider")]
    ThroughProvider,
    /// The person is kept out, so no link of theirs would count.
    #[error("person disabled")]
    PersonDisabled,
    /// The outside provider knows the person, and this portal has no place for them.
    #[error("known to the provider only")]
    NotInvited,
    /// What was asked for does not exist, or no longer.
    #[error("does not exist")]
    NotFound,
    /// Somebody else changed the client since it was read; here it is as it is now.
    #[error("changed meanwhile")]
    Stale(Box<CurrentClient>),
    /// Somebody else changed it since it was read.
    #[error("changed meanwhile, to be read again")]
    ChangedMeanwhile,
    /// So many clients or principals depend on it.
    #[error("in use by {0}")]
    InUse(i64),
    /// It came with this server, and stays as it is.
    #[error("built in")]
    BuiltIn,
    /// The principal proves who it is with a secret, so it has no keys.
    #[error("principal does not sign")]
    NotSigning,
    /// One more key would make three that count.
    #[error("two keys count already")]
    TwoKeysValid,
    /// The client is being provisioned into an identity provider.
    #[error("request in progress")]
    InProgress,
    /// One more secret would make three that count.
    #[error("two secrets count already")]
    TwoSecretsValid,
    /// The client is Public, so it has no secrets.
    #[error("client not confidential")]
    NotConfidential,
    /// The principal signs with its own keys, so it has no secrets.
    #[error("principal signs instead")]
    SignsInstead,
    /// The next signing key is published already, and waits for its time.
    #[error("signing key rotation under way")]
    RotationUnderWay,
    /// The webhook is disabled, so nothing is sent there.
    #[error("webhook disabled")]
    WebhookDisabled,
    /// Rules are broken; all problems, keyed by field.
    #[error("rules broken")]
    Refused(Vec<FieldProblem>),
    /// A change of no client at all, or of more than are changed at once.
    #[error("none or too many at once")]
    TooMany,
    /// A place in a list that this server never named.
    #[error("list position malformed")]
    PositionMalformed,
    /// More work is waiting than can be done soon.
    #[error("too many requests are waiting to be hashed")]
    Overloaded,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A stored hash cannot be read.
    #[error("stored hash cannot be read")]
    HashUnreadable,
}

impl From<HashingError> for ServiceError {
    fn from(error: HashingError) -> Self {
        match error {
            HashingError::Overloaded => Self::Overloaded,
            HashingError::Unreadable => Self::HashUnreadable,
        }
    }
}
