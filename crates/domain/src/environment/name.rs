//! The name of an environment.

use serde::{Deserialize, Serialize};
use std::fmt;

use crate::Problem;
use crate::character::Shown;

/// The most characters.
const MAX_LENGTH: usize = 63;

/// An environment's name, as it stands in tokens: 1 to 63 lower-case ASCII letters, digits, hyphens and underscores.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EnvironmentName(String);

impl EnvironmentName {
    /// Reads a name as typed; white space around it is dropped.
    ///
    /// # Errors
    /// The first [`EnvironmentNameProblem`] found.
    pub fn parse(typed: &str) -> Result<Self, EnvironmentNameProblem> {
        let name = typed.trim();
        let is_allowed = |character: &char| {
            character.is_ascii_lowercase() || character.is_ascii_digit() || matches!(character, '-' | '_')
        };
        if let Some(character) = name.chars().find(|character| !is_allowed(character)) {
            let right = name.to_ascii_lowercase().replace(' ', "-");
            let right = (right != name).then(|| Self::parse(&right).ok()).flatten().map(Self::into);
            return Err(EnvironmentNameProblem::ForbiddenCharacter { character, right });
        }
        match name.len() {
            0 => Err(EnvironmentNameProblem::Empty),
            length if length > MAX_LENGTH => Err(EnvironmentNameProblem::TooLong { length }),
            _ => Ok(Self(name.to_owned())),
        }
    }

    /// The name as it is shown, stored and put into tokens.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EnvironmentName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for EnvironmentName {
    type Error = EnvironmentNameProblem;

    fn try_from(typed: String) -> Result<Self, EnvironmentNameProblem> {
        Self::parse(&typed)
    }
}

impl From<EnvironmentName> for String {
    fn from(name: EnvironmentName) -> Self {
        name.0
    }
}

/// Why a text is no [`EnvironmentName`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EnvironmentNameProblem {
    /// Nothing was typed.
    Empty,
    /// More than 63 characters.
    TooLong {
        /// How many there are.
        length: usize,
    },
    /// A character that does not stand in such a name.
    ForbiddenCharacter {
        /// The first such character.
        character: char,
        /// The name in lower case, with hyphens for spaces, where that is all it lacks.
        right: Option<String>,
    },
}

impl fmt::Display for EnvironmentNameProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Enter a name, such as staging."),
            Self::TooLong { length } => {
                write!(f, "The name has {length} characters. Use at most {MAX_LENGTH}.")
            }
            Self::ForbiddenCharacter { character, .. } => write!(
                f,
                "The name contains {}. Use lower-case letters a to z, digits, hyphens and underscores.",
                Shown(*character)
            ),
        }
    }
}

impl std::error::Error for EnvironmentNameProblem {}

impl Problem for EnvironmentNameProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "required",
            Self::TooLong { .. } => "too_long",
            Self::ForbiddenCharacter { .. } => "forbidden_character",
        }
    }

    fn suggestion(&self) -> Option<String> {
        match self {
            Self::ForbiddenCharacter { right, .. } => right.clone(),
            Self::Empty | Self::TooLong { .. } => None,
        }
    }
}
