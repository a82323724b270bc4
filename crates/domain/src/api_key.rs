//! API keys: with what a program comes to the management API.

use serde::{Deserialize, Serialize};
use std::fmt;

use crate::{Field, FieldProblem, Problem, Role, Title};

/// How long a key may count, in seconds: five years.
pub const MAX_KEY_LIFE: i64 = 5 * 365 * 24 * 60 * 60;

/// Whether an API key counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApiKeyState {
    /// It counts.
    Valid,
    /// Its time is over.
    Expired,
    /// Somebody ended it.
    Revoked,
}

impl ApiKeyState {
    /// The state at `now` of a key that counts while `now < expires_at`, unless it was revoked. Epoch seconds.
    pub fn at(now: i64, expires_at: Option<i64>, revoked_at: Option<i64>) -> Self {
        if revoked_at.is_some() {
            Self::Revoked
        } else if expires_at.is_some_and(|expires_at| now >= expires_at) {
            Self::Expired
        } else {
            Self::Valid
        }
    }

    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
        }
    }

    /// The name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Valid => "Valid",
            Self::Expired => "Expired",
            Self::Revoked => "Revoked",
        }
    }
}

/// An API key as asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApiKeyDraft {
    /// See [`Title`].
    pub name: String,
    /// What whoever has the key may do: administrator or auditor.
    pub role: Role,
    /// Until when it counts, epoch seconds; none means without an end.
    #[serde(default)]
    pub expires_at: Option<i64>,
}

/// An API key that may be made; made by [`ApiKeyDraft::check`] only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewApiKey {
    name: Title,
    role: Role,
    expires_at: Option<i64>,
}

impl ApiKeyDraft {
    /// Checks what was asked for at `now`, in epoch seconds.
    ///
    /// # Errors
    /// All problems, in the order of the fields.
    pub fn check(&self, now: i64) -> Result<NewApiKey, Vec<FieldProblem>> {
        let mut problems = Vec::new();
        if !self.role.can_read() {
            problems.push(FieldProblem::new(Field::Role, &ApiKeyProblem::RoleWithoutRights));
        }
        let problem = match self.expires_at {
            Some(end) if end <= now => Some(ApiKeyProblem::ExpiresInThePast),
            Some(end) if end > now.saturating_add(MAX_KEY_LIFE) => Some(ApiKeyProblem::ExpiresTooLate),
            Some(_) | None => None,
        };
        problems.extend(problem.map(|problem| FieldProblem::new(Field::KeyExpiresAt, &problem)));
        let name = Title::parse(&self.name)
            .map_err(|problem| problems.push(FieldProblem::new(Field::Name, &problem)));
        match name {
            Ok(name) if problems.is_empty() => {
                Ok(NewApiKey { name, role: self.role, expires_at: self.expires_at })
            }
            Ok(_) | Err(()) => Err(problems),
        }
    }
}

impl NewApiKey {
    /// What people call it.
    pub fn name(&self) -> &Title {
        &self.name
    }

    /// What whoever has it may do: never that of a Member.
    pub fn role(&self) -> Role {
        self.role
    }

    /// Until when it counts, epoch seconds; none means without an end.
    pub fn expires_at(&self) -> Option<i64> {
        self.expires_at
    }
}

/// What can be wrong with an API key beside its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiKeyProblem {
    /// Another key that was not revoked has this name.
    NameTaken,
    /// The role allows nothing of what a key is for.
    RoleWithoutRights,
    /// The end has passed.
    ExpiresInThePast,
    /// The end is more than five years away.
    ExpiresTooLate,
}

impl fmt::Display for ApiKeyProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NameTaken => {
                "Another API key has this name, in this or another case. Choose a different one, or revoke that key."
            }
            Self::RoleWithoutRights => "A key of a member could do nothing. Choose administrator or auditor.",
            Self::ExpiresInThePast => "This time has passed. Choose a later one, or none.",
            Self::ExpiresTooLate => {
                "This is more than five years away. Choose an end within the next five years, or none."
            }
        })
    }
}

impl std::error::Error for ApiKeyProblem {}

impl Problem for ApiKeyProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::NameTaken => "taken",
            Self::RoleWithoutRights => "not_applicable",
            Self::ExpiresInThePast => "in_the_past",
            Self::ExpiresTooLate => "too_late",
        }
    }
}
