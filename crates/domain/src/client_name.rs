//! The name people know an OAuth client by.

use serde::{Deserialize, Serialize};
use std::fmt;

use crate::character::{Shown, is_letter_or_digit, is_sign};
use crate::{MAX_LENGTH, Problem};

/// A client's name: 1 to 255 letters and digits of any script, with single spaces between words.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ClientName(String);

impl ClientName {
    /// Reads a name as typed; white space around it is dropped.
    ///
    /// # Errors
    /// The first [`ClientNameProblem`] found.
    pub fn parse(typed: &str) -> Result<Self, ClientNameProblem> {
        let name = typed.trim();
        if name.is_empty() {
            return Err(ClientNameProblem::Empty);
        }
        let mut before = ' ';
        let mut has_wide_space = false;
        for character in name.chars() {
            if character.is_whitespace() {
                has_wide_space |= character != ' ' || before == ' ';
            } else if is_sign(character) {
                if !before.is_alphabetic() && !is_sign(before) {
                    return Err(ClientNameProblem::SignWithoutLetter { character });
                }
            } else if !is_letter_or_digit(character) {
                return Err(ClientNameProblem::ForbiddenCharacter { character });
            }
            before = if character.is_whitespace() { ' ' } else { character };
        }
        if has_wide_space {
            let right = name.split_whitespace().collect::<Vec<_>>().join(" ");
            return Err(ClientNameProblem::WideSpace { right: Self::parse(&right).ok().map(Self::into) });
        }
        let length = name.chars().count();
        if length > MAX_LENGTH {
            return Err(ClientNameProblem::TooLong { length });
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

impl fmt::Display for ClientName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for ClientName {
    type Error = ClientNameProblem;

    fn try_from(typed: String) -> Result<Self, ClientNameProblem> {
        Self::parse(&typed)
    }
}

impl From<ClientName> for String {
    fn from(name: ClientName) -> Self {
        name.0
    }
}

/// Why a text is no [`ClientName`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClientNameProblem {
    /// Nothing was typed.
    Empty,
    /// More than 255 characters.
    TooLong {
        /// How many there are.
        length: usize,
    },
    /// Neither a letter nor a digit nor a space.
    ForbiddenCharacter {
        /// The first such character.
        character: char,
    },
    /// A combining sign with no letter before it.
    SignWithoutLetter {
        /// The first such sign.
        character: char,
    },
    /// More than a single plain space between two words.
    WideSpace {
        /// The name with single spaces, where nothing else is wrong with it.
        right: Option<String>,
    },
}

impl fmt::Display for ClientNameProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Enter a name."),
            Self::TooLong { length } => {
                write!(f, "The name has {length} characters. Use at most {MAX_LENGTH}.")
            }
            Self::ForbiddenCharacter { character } => write!(
                f,
                "The name contains {}. Use letters and digits, with single spaces between words.",
                Shown(*character)
            ),
            Self::SignWithoutLetter { character } => {
                write!(
                    f,
                    "The name has {} with no letter before it. Put it after its letter.",
                    Shown(*character)
                )
            }
            Self::WideSpace { .. } => {
                f.write_str("The name has more than one space between two words. Use a single space.")
            }
        }
    }
}

impl std::error::Error for ClientNameProblem {}

impl Problem for ClientNameProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "required",
            Self::TooLong { .. } => "too_long",
            Self::ForbiddenCharacter { .. } => "forbidden_character",
            Self::SignWithoutLetter { .. } => "sign_without_letter",
            Self::WideSpace { .. } => "wide_space",
        }
    }

    fn suggestion(&self) -> Option<String> {
        match self {
            Self::WideSpace { right } => right.clone(),
            Self::Empty
            | Self::TooLong { .. }
            | Self::ForbiddenCharacter { .. }
            | Self::SignWithoutLetter { .. } => None,
        }
    }
}
