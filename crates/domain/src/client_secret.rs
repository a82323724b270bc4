//! Client secrets, as far as they may be spoken of: what they are called, how long they count.

use serde::{Deserialize, Serialize};
use std::fmt;

use crate::character::Shown;
use crate::{Description, DescriptionProblem, Field, FieldProblem, Problem};

/// The most secrets of one client that count at the same time: the one in use and the one that takes its place.
pub const MAX_VALID_SECRETS: usize = 2;
/// The most characters of a secret's label.
pub const MAX_LABEL_LENGTH: usize = 60;
/// How long the secrets before it may count beside a new one, in seconds: 30 days.
pub const MAX_OVERLAP: i64 = 30 * 24 * 60 * 60;

/// Whether a secret counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecretState {
    /// It counts, with no end set.
    Valid,
    /// It counts until a time that is set.
    Ending,
    /// Its time is over.
    Expired,
    /// Somebody ended it.
    Retired,
}

impl SecretState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Valid, Self::Ending, Self::Expired, Self::Retired];

    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Ending => "ending",
            Self::Expired => "expired",
            Self::Retired => "retired",
        }
    }

    /// The state at `now` of a secret that counts while `now < expires_at`, unless it was retired. Epoch seconds.
    pub fn at(now: i64, expires_at: Option<i64>, retired_at: Option<i64>) -> Self {
        match (retired_at, expires_at) {
            (Some(_), _) => Self::Retired,
            (None, Some(expires_at)) if now >= expires_at => Self::Expired,
            (None, Some(_)) => Self::Ending,
            (None, None) => Self::Valid,
        }
    }

    /// Whether a client can authenticate with it.
    pub fn is_valid(self) -> bool {
        match self {
            Self::Valid | Self::Ending => true,
            Self::Expired | Self::Retired => false,
        }
    }

    /// The name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Valid => "Valid",
            Self::Ending => "Valid until it expires",
            Self::Expired => "Expired",
            Self::Retired => "Retired",
        }
    }
}

/// A new secret as asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewSecretDraft {
    /// What people call it; empty means that the server numbers it.
    #[serde(default)]
    pub label: String,
    /// Until when the secrets before it count, epoch seconds; none means no longer than now.
    #[serde(default)]
    pub old_secrets_end_at: Option<i64>,
}

/// A new secret that may be made; made by [`NewSecretDraft::check`] only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSecret {
    label: Option<String>,
    old_secrets_end_at: Option<i64>,
}

impl NewSecret {
    /// What people call it; none means that the server numbers it.
    pub fn label(&self) -> Option<&str> {
        self.label.as_deref()
    }

    /// Until when the secrets before it count, epoch seconds; none means no longer than now.
    pub fn old_secrets_end_at(&self) -> Option<i64> {
        self.old_secrets_end_at
    }
}

impl NewSecretDraft {
    /// Checks what was asked for at `now`, in epoch seconds.
    ///
    /// # Errors
    /// All problems.
    pub fn check(&self, now: i64) -> Result<NewSecret, Vec<FieldProblem>> {
        let mut problems = Vec::new();
        let label = label(&self.label)
            .map_err(|problem| problems.push(FieldProblem::new(Field::SecretLabel, &problem)));
        let end = self.old_secrets_end_at;
        let problem = match end {
            Some(end) if end <= now => Some(NewSecretProblem::EndsInThePast),
            Some(end) if end > now.saturating_add(MAX_OVERLAP) => Some(NewSecretProblem::EndsTooLate),
            Some(_) | None => None,
        };
        problems.extend(problem.map(|problem| FieldProblem::new(Field::OldSecretsEndAt, &problem)));
        match label {
            Ok(label) if problems.is_empty() => Ok(NewSecret { label, old_secrets_end_at: end }),
            Ok(_) | Err(()) => Err(problems),
        }
    }
}

fn label(typed: &str) -> Result<Option<String>, NewSecretProblem> {
    let text = Description::parse(typed).map_err(|problem| match problem {
        DescriptionProblem::TooLong { length } => NewSecretProblem::LabelTooLong { length },
        DescriptionProblem::ForbiddenCharacter { character, .. } => {
            NewSecretProblem::ForbiddenCharacter { character }
        }
    })?;
    if text.as_str().contains('\n') {
        return Err(NewSecretProblem::LabelOfManyLines);
    }
    let length = text.as_str().chars().count();
    if length > MAX_LABEL_LENGTH {
        return Err(NewSecretProblem::LabelTooLong { length });
    }
    Ok((!text.is_empty()).then(|| text.into()))
}

/// What can be wrong with what is asked of a new secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewSecretProblem {
    /// The label has a character that no [`Description`] has.
    ForbiddenCharacter {
        /// The first such character.
        character: char,
    },
    /// The label has a line break.
    LabelOfManyLines,
    /// The label has more than 60 characters.
    LabelTooLong {
        /// How many there are.
        length: usize,
    },
    /// The overlap would be over already.
    EndsInThePast,
    /// The overlap is longer than 30 days.
    EndsTooLate,
}

impl fmt::Display for NewSecretProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ForbiddenCharacter { character } => write!(
                f,
                "The label contains {}. Use letters, digits, spaces and punctuation other than “<” and “>”.",
                Shown(*character)
            ),
            Self::LabelOfManyLines => f.write_str("The label has a line break. Use a single line."),
            Self::LabelTooLong { length } => {
                write!(f, "The label has {length} characters. Use at most {MAX_LABEL_LENGTH}.")
            }
            Self::EndsInThePast => {
                f.write_str("This time has passed. Choose a later one, or retire the old secrets at once.")
            }
            Self::EndsTooLate => {
                f.write_str("This is more than 30 days away. Choose an end within the next 30 days.")
            }
        }
    }
}

impl std::error::Error for NewSecretProblem {}

impl Problem for NewSecretProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::ForbiddenCharacter { .. } => "forbidden_character",
            Self::LabelOfManyLines => "line_break",
            Self::LabelTooLong { .. } => "too_long",
            Self::EndsInThePast => "in_the_past",
            Self::EndsTooLate => "too_late",
        }
    }
}
