//! The name of a service principal.

use serde::{Deserialize, Serialize};
use std::fmt;

use crate::character::Shown;
use crate::{MAX_LENGTH, Problem};

/// The fewest characters.
const MIN_LENGTH: usize = 5;

/// A service principal's name: 5 to 255 ASCII letters, digits and underscores, so that scripts can use it as it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PrincipalName(String);

impl PrincipalName {
    /// Reads a name as typed; white space around it is dropped.
    ///
    /// # Errors
    /// The first [`PrincipalNameProblem`] found: a forbidden character before a length, since it is told while a person
    /// types.
    pub fn parse(typed: &str) -> Result<Self, PrincipalNameProblem> {
        let name = typed.trim();
        let is_allowed = |character: &char| character.is_ascii_alphanumeric() || *character == '_';
        if let Some(character) = name.chars().find(|character| !is_allowed(character)) {
            return Err(PrincipalNameProblem::ForbiddenCharacter { character });
        }
        match name.len() {
            0 => Err(PrincipalNameProblem::Empty),
            length if length < MIN_LENGTH => {
                Err(PrincipalNameProblem::TooShort { missing: MIN_LENGTH - length })
            }
            length if length > MAX_LENGTH => Err(PrincipalNameProblem::TooLong { length }),
            _ => Ok(Self(name.to_owned())),
        }
    }

    /// The name as it is shown and stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What must be unique in an environment: the name without regard to case.
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

impl fmt::Display for PrincipalName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for PrincipalName {
    type Error = PrincipalNameProblem;

    fn try_from(typed: String) -> Result<Self, PrincipalNameProblem> {
        Self::parse(&typed)
    }
}

impl From<PrincipalName> for String {
    fn from(name: PrincipalName) -> Self {
        name.0
    }
}

/// Why a text is no [`PrincipalName`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrincipalNameProblem {
    /// Nothing was typed.
    Empty,
    /// Fewer than 5 characters.
    TooShort {
        /// How many are missing.
        missing: usize,
    },
    /// More than 255 characters.
    TooLong {
        /// How many there are.
        length: usize,
    },
    /// Neither a letter nor a digit nor an underscore.
    ForbiddenCharacter {
        /// The first such character.
        character: char,
    },
}

impl fmt::Display for PrincipalNameProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "Enter a name of at least {MIN_LENGTH} characters."),
            Self::TooShort { missing: 1 } => f.write_str("One more character."),
            Self::TooShort { missing } => write!(f, "{missing} more characters."),
            Self::TooLong { length } => {
                write!(f, "The name has {length} characters. Use at most {MAX_LENGTH}.")
            }
            Self::ForbiddenCharacter { character } => write!(
                f,
                "The name contains {}. Use the letters A to Z, digits and underscores.",
                Shown(*character)
            ),
        }
    }
}

impl std::error::Error for PrincipalNameProblem {}

impl Problem for PrincipalNameProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "required",
            Self::TooShort { .. } => "too_short",
            Self::TooLong { .. } => "too_long",
            Self::ForbiddenCharacter { .. } => "forbidden_character",
        }
    }
}
