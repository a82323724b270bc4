//! Initial access tokens: with what a program registers clients (RFC 7591 §3).

use serde::{Deserialize, Serialize};
use std::fmt;

use crate::{Field, FieldProblem, Problem, Title};

/// How long an initial access token may count, in seconds: a year.
pub const MAX_INITIAL_TOKEN_LIFE: i64 = 365 * 24 * 60 * 60;
/// The most clients that may be registered with one.
pub const MAX_INITIAL_TOKEN_USES: i64 = 10_000;

/// Whether an initial access token counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InitialAccessTokenState {
    /// It counts.
    Valid,
    /// Its time is over.
    Expired,
    /// As many clients as it was for are registered.
    UsedUp,
    /// Somebody ended it.
    Revoked,
}

impl InitialAccessTokenState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Valid, Self::Expired, Self::UsedUp, Self::Revoked];

    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Expired => "expired",
            Self::UsedUp => "used_up",
            Self::Revoked => "revoked",
        }
    }
}

/// An initial access token as asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InitialAccessTokenDraft {
    /// See [`Title`].
    pub name: String,
    /// Until when it counts, epoch seconds; none means without an end.
    #[serde(default)]
    pub expires_at: Option<i64>,
    /// How many clients may be registered with it; none means as many as it is used for.
    #[serde(default)]
    pub uses: Option<i64>,
}

/// An initial access token that may be made; made by [`InitialAccessTokenDraft::check`] only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewInitialAccessToken {
    name: Title,
    expires_at: Option<i64>,
    uses: Option<i64>,
}

impl InitialAccessTokenDraft {
    /// Checks what was asked for at `now`, in epoch seconds.
    ///
    /// # Errors
    /// All problems, in the order of the fields.
    pub fn check(&self, now: i64) -> Result<NewInitialAccessToken, Vec<FieldProblem>> {
        let name = Title::parse(&self.name).map_err(|problem| FieldProblem::new(Field::Name, &problem));
        let end = match self.expires_at {
            Some(end) if end <= now => Some(InitialAccessTokenProblem::ExpiresInThePast),
            Some(end) if end > now.saturating_add(MAX_INITIAL_TOKEN_LIFE) => {
                Some(InitialAccessTokenProblem::ExpiresTooLate)
            }
            Some(_) | None => None,
        };
        let end = end.map(|problem| FieldProblem::new(Field::KeyExpiresAt, &problem));
        let uses = self.uses.filter(|uses| !(1..=MAX_INITIAL_TOKEN_USES).contains(uses));
        let uses = uses.map(|_| FieldProblem::new(Field::Uses, &InitialAccessTokenProblem::UsesOutOfRange));
        match (name, end, uses) {
            (Ok(name), None, None) => {
                Ok(NewInitialAccessToken { name, expires_at: self.expires_at, uses: self.uses })
            }
            (name, end, uses) => Err(name.err().into_iter().chain(end).chain(uses).collect()),
        }
    }
}

impl NewInitialAccessToken {
    /// What people call it.
    pub fn name(&self) -> &Title {
        &self.name
    }

    /// Until when it counts, epoch seconds; none means without an end.
    pub fn expires_at(&self) -> Option<i64> {
        self.expires_at
    }

    /// How many clients may be registered with it; none means as many as it is used for.
    pub fn uses(&self) -> Option<i64> {
        self.uses
    }
}

/// What can be wrong with an initial access token beside its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InitialAccessTokenProblem {
    /// Another token that was not revoked has this name.
    NameTaken,
    /// The end has passed.
    ExpiresInThePast,
    /// The end is more than a year away.
    ExpiresTooLate,
    /// For no client, or for very many.
    UsesOutOfRange,
}

impl fmt::Display for InitialAccessTokenProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NameTaken => f.write_str(
                "Another initial access token has this name, in this or another case. Choose a different one, or revoke \
                 that token.",
            ),
            Self::ExpiresInThePast => f.write_str("This time has passed. Choose a later one, or none."),
            Self::ExpiresTooLate => {
                f.write_str("This is more than a year away. Choose an end within the next year, or none.")
            }
            Self::UsesOutOfRange => {
                write!(f, "Choose a number of clients from 1 to {MAX_INITIAL_TOKEN_USES}, or none.")
            }
        }
    }
}

impl std::error::Error for InitialAccessTokenProblem {}

impl Problem for InitialAccessTokenProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::NameTaken => "taken",
            Self::ExpiresInThePast => "in_the_past",
            Self::ExpiresTooLate => "too_late",
            Self::UsesOutOfRange => "out_of_range",
        }
    }
}
