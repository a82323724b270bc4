//! What people call an API or a role.

use serde::{Deserialize, Serialize};
use std::fmt;

use crate::character::Shown;
use crate::{Description, DescriptionProblem, Problem};

/// The most characters.
const MAX_TITLE_LENGTH: usize = 100;

/// The name of an API or of a role: one line of 1 to 100 letters, digits and everyday punctuation marks, with single spaces
/// between words.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Title(String);

impl Title {
    /// Reads a name as typed; white space around it is dropped.
    ///
    /// # Errors
    /// The first [`TitleProblem`] found.
    pub fn parse(typed: &str) -> Result<Self, TitleProblem> {
        let name = typed.trim();
        if name.is_empty() {
            return Err(TitleProblem::Empty);
        }
        if name.contains(['\n', '\r']) {
            return Err(TitleProblem::ManyLines);
        }
        let right = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if right != name {
            return Err(TitleProblem::WideSpace { right: Self::parse(&right).ok().map(Self::into) });
        }
        // A name that is unique has an accent together with its letter only.
        if let Some(character) = name.chars().find(|character| ('\u{0300}'..='\u{036F}').contains(character))
        {
            return Err(TitleProblem::ForbiddenCharacter { character });
        }
        match Description::parse(name) {
            Err(DescriptionProblem::ForbiddenCharacter { character, .. }) => {
                return Err(TitleProblem::ForbiddenCharacter { character });
            }
            Ok(_) | Err(DescriptionProblem::TooLong { .. }) => {}
        }
        let length = name.chars().count();
        if length > MAX_TITLE_LENGTH {
            return Err(TitleProblem::TooLong { length });
        }
        Ok(Self(name.to_owned()))
    }

    /// The name as it is shown and stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What must be unique: the name without regard to case.
    pub fn key(&self) -> String {
        // Upper case first: it folds letters that share a capital, such as `ς` and `σ`, `ß` and `ss`.
        self.0.to_uppercase().to_lowercase()
    }
}

impl fmt::Display for Title {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Title {
    type Error = TitleProblem;

    fn try_from(typed: String) -> Result<Self, TitleProblem> {
        Self::parse(&typed)
    }
}

impl From<Title> for String {
    fn from(title: Title) -> Self {
        title.0
    }
}

/// Why a text is no [`Title`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TitleProblem {
    /// Nothing was typed.
    Empty,
    /// More than 100 characters.
    TooLong {
        /// How many there are.
        length: usize,
    },
    /// A line break.
    ManyLines,
    /// More than a single plain space between two words.
    WideSpace {
        /// The name with single spaces, where nothing else is wrong with it.
        right: Option<String>,
    },
    /// A character that no [`Description`] has, or an accent apart from its letter.
    ForbiddenCharacter {
        /// The first such character.
        character: char,
    },
}

impl fmt::Display for TitleProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Enter a name."),
            Self::TooLong { length } => {
                write!(f, "The name has {length} characters. Use at most {MAX_TITLE_LENGTH}.")
            }
            Self::ManyLines => f.write_str("The name has a line break. Use a single line."),
            Self::WideSpace { .. } => {
                f.write_str("The name has more than one space between two words. Use a single space.")
            }
            Self::ForbiddenCharacter { character } => write!(
                f,
                "The name contains {}. Use letters, digits, spaces and punctuation other than “<” and “>”.",
                Shown(*character)
            ),
        }
    }
}

impl std::error::Error for TitleProblem {}

impl Problem for TitleProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "required",
            Self::TooLong { .. } => "too_long",
            Self::ManyLines => "line_break",
            Self::WideSpace { .. } => "wide_space",
            Self::ForbiddenCharacter { .. } => "forbidden_character",
        }
    }

    fn suggestion(&self) -> Option<String> {
        match self {
            Self::WideSpace { right } => right.clone(),
            Self::Empty | Self::TooLong { .. } | Self::ManyLines | Self::ForbiddenCharacter { .. } => None,
        }
    }
}
