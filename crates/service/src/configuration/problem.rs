//! Why a configuration cannot be: what stands against it, and where in it.

use std::fmt;

use domain::{Field, FieldProblem, Problem};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ServiceError;

/// What stands against a configuration, and where in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ConfigurationProblem)]
pub struct EntryProblem {
    /// Where, as in `oauth_clients[3].redirect_uris[0]`.
    pub field: String,
    /// The rule that is broken.
    pub code: String,
    /// What is wrong, and what would be right.
    pub message: String,
    /// A value that would keep the rule, where there is an obvious one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<String>,
}

impl EntryProblem {
    /// Of a field of the entry at `place`.
    pub(super) fn of_field(place: &str, problem: FieldProblem) -> Self {
        Self {
            field: format!("{place}.{}", named(problem.field)),
            code: problem.code,
            message: problem.message,
            suggestion: problem.suggestion,
        }
    }

    /// Of what stands at `field`.
    pub(super) fn at(field: impl Into<String>, problem: &impl Problem) -> Self {
        Self {
            field: field.into(),
            code: problem.code().to_owned(),
            message: problem.to_string(),
            suggestion: problem.suggestion(),
        }
    }
}

/// In a document the keys of a principal are a set.
fn named(field: Field) -> String {
    match field {
        Field::PublicKey | Field::KeyExpiresAt => "jwks".to_owned(),
        field => field.to_string(),
    }
}

/// What can be wrong with entries that are each right alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum EntryConflict {
    Version,
    TooMany { count: usize },
    Repeated { first: usize },
    UnknownApi,
    UnknownRole,
    SecondOfApi,
    TooManyRoles,
    SecurityTypeFixed,
    EnvironmentFixed,
    InUse { name: String, by: i64 },
    InProgress { name: String },
    TwoKeys,
    OnlyForSignedJwt,
    KeyMalformed,
    BuiltIn,
}

impl fmt::Display for EntryConflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Version => "This server reads version 1 of the document.",
            Self::TooMany { count } => {
                return write!(f, "There are {count} entries. Use at most {}.", super::MAX_ENTRIES);
            }
            Self::Repeated { first } => {
                return write!(f, "This is the same as entry {}. Remove one of them.", first + 1);
            }
            Self::UnknownApi => "There is no such API. Add it to apis, or choose another one.",
            Self::UnknownRole => "The API has no such role. Add it to the API, or choose another one.",
            Self::SecondOfApi => "There is a role of this API already. Keep one of them.",
            Self::TooManyRoles => "These are more roles than one can hold. Use at most 100.",
            Self::SecurityTypeFixed => {
                "The security type can never be changed. Delete the principal and add another one."
            }
            Self::EnvironmentFixed => {
                "The environment can never be changed. Delete the principal and add another one."
            }
            Self::InUse { name, by } => {
                return write!(f, "{by} depend on {name}. Change them first, or keep it.");
            }
            Self::InProgress { name } => {
                return write!(f, "{name} is being provisioned. Try again when its request has finished.");
            }
            Self::TwoKeys => "More than two keys would count. Use at most two.",
            Self::OnlyForSignedJwt => "This applies to signed_jwt only. Leave it out.",
            Self::BuiltIn => "This API is Gatehouse's own, and stays as it is. Leave it out.",
            Self::KeyMalformed => "The member exp of a key is a time in epoch seconds.",
        })
    }
}

impl Problem for EntryConflict {
    fn code(&self) -> &'static str {
        match self {
            Self::Version => "unknown_version",
            Self::TooMany { .. } | Self::TooManyRoles | Self::TwoKeys => "too_many",
            Self::Repeated { .. } | Self::SecondOfApi => "duplicate",
            Self::UnknownApi => "unknown_api",
            Self::UnknownRole => "unknown_role",
            Self::SecurityTypeFixed | Self::EnvironmentFixed => "fixed",
            Self::InUse { .. } => "in_use",
            Self::InProgress { .. } => "in_progress",
            Self::OnlyForSignedJwt => "not_applicable",
            Self::KeyMalformed => "malformed",
            Self::BuiltIn => "built_in",
        }
    }
}

/// Why a configuration was neither planned nor applied; nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ConfigurationError {
    /// It breaks rules, or what there is stands against it.
    #[error("configuration refused")]
    Refused(Vec<EntryProblem>),
    /// There is more than a document may hold.
    #[error("more entries than a configuration may have")]
    TooLarge,
    /// More secrets would have to be made than is done at once.
    #[error("more secrets than are made at once")]
    TooManySecrets,
    /// Something else.
    #[error(transparent)]
    Service(#[from] ServiceError),
}

impl From<store::StoreError> for ConfigurationError {
    fn from(error: store::StoreError) -> Self {
        Self::Service(error.into())
    }
}

impl ConfigurationError {
    pub(super) fn at(field: impl Into<String>, conflict: &EntryConflict) -> Self {
        Self::Refused(vec![EntryProblem::at(field, conflict)])
    }

    /// Why the entry at `place`, which people know by `name`, cannot be as it is to be.
    pub(super) fn of_entry(place: &str, name: &str, error: ServiceError) -> Self {
        let name = || name.to_owned();
        match error {
            ServiceError::Refused(problems) => Self::Refused(
                problems.into_iter().map(|problem| EntryProblem::of_field(place, problem)).collect(),
            ),
            ServiceError::Taken(taken) => {
                let problem = |field, message: &str| EntryProblem {
                    field: format!("{place}.{field}"),
                    code: "taken".to_owned(),
                    message: message.to_owned(),
                    suggestion: None,
                };
                let of_name = taken.name.then(|| {
                    problem(Field::ClientName, "Another client has this name, in this or another case.")
                });
                let of_id = taken
                    .client_id
                    .then(|| problem(Field::ClientId, "Another client or principal has this client ID."));
                Self::Refused(of_name.into_iter().chain(of_id).collect())
            }
            ServiceError::InUse(by) => Self::at(place, &EntryConflict::InUse { name: name(), by }),
            ServiceError::InProgress => Self::at(place, &EntryConflict::InProgress { name: name() }),
            ServiceError::TwoKeysValid => Self::at(format!("{place}.jwks"), &EntryConflict::TwoKeys),
            ServiceError::NotSigning => Self::at(format!("{place}.jwks"), &EntryConflict::OnlyForSignedJwt),
            ServiceError::TooMany => Self::at(format!("{place}.roles"), &EntryConflict::TooManyRoles),
            error => Self::Service(error),
        }
    }
}
