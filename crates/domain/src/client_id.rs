//! The identifier a client presents to the token service.

use serde::{Deserialize, Serialize};
use std::fmt;

use crate::character::Shown;
use crate::{MAX_LENGTH, Problem};

const PREFIX: &str = "app-";

/// The `client_id` of RFC 6749 §2.2: `app-`, then ASCII letters, digits, `_` and `-`; at most 255 in all.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ClientId(String);

impl ClientId {
    /// Reads an id as typed, with or without the prefix; white space around it is dropped.
    ///
    /// # Errors
    /// The first [`ClientIdProblem`] found.
    pub fn parse(typed: &str) -> Result<Self, ClientIdProblem> {
        let typed = typed.trim();
        let own = typed.strip_prefix(PREFIX).unwrap_or(typed);
        if own.is_empty() {
            return Err(ClientIdProblem::Empty);
        }
        if let Some(character) = own
            .chars()
            .find(|character| !character.is_ascii_alphanumeric() && !matches!(character, '_' | '-'))
        {
            return Err(ClientIdProblem::ForbiddenCharacter { character });
        }
        if let Some(rest) = without_prefix(own) {
            return Err(ClientIdProblem::PrefixDoubled { right: Self::parse(rest).ok().map(Self::into) });
        }
        // Everything is ASCII here: bytes are characters.
        let length = PREFIX.len() + own.len();
        if length > MAX_LENGTH {
            return Err(ClientIdProblem::TooLong { length });
        }
        Ok(Self([PREFIX, own].concat()))
    }

    /// An id made from 128 random bits.
    pub fn generated(random: &[u8; 16]) -> Self {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut id = String::with_capacity(PREFIX.len() + 2 * random.len());
        id.push_str(PREFIX);
        for byte in random {
            id.push(char::from(DIGITS[usize::from(byte >> 4)]));
            id.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
        Self(id)
    }

    /// The id with its prefix.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What follows every prefix in whatever case, if there is one.
fn without_prefix(own: &str) -> Option<&str> {
    let (mut rest, mut found) = (own, None);
    while rest.get(..PREFIX.len()).is_some_and(|start| start.eq_ignore_ascii_case(PREFIX)) {
        rest = &rest[PREFIX.len()..];
        found = Some(rest);
    }
    found
}

impl fmt::Display for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for ClientId {
    type Error = ClientIdProblem;

    fn try_from(typed: String) -> Result<Self, ClientIdProblem> {
        Self::parse(&typed)
    }
}

impl From<ClientId> for String {
    fn from(id: ClientId) -> Self {
        id.0
    }
}

/// Why a text is no [`ClientId`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClientIdProblem {
    /// Nothing, or nothing but the prefix.
    Empty,
    /// More than 255 characters with the prefix.
    TooLong {
        /// How many there are, with the prefix.
        length: usize,
    },
    /// Neither an ASCII letter nor a digit nor `_` nor `-`.
    ForbiddenCharacter {
        /// The first such character.
        character: char,
    },
    /// The prefix stands twice, or in capitals.
    PrefixDoubled {
        /// The id with one prefix, where something follows it.
        right: Option<String>,
    },
}

impl fmt::Display for ClientIdProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str(
                "Nothing follows the prefix “app-”. Enter letters, digits, “_” or “-”, or leave the field \
                 empty.",
            ),
            Self::TooLong { length } => write!(
                f,
                "The client ID has {length} characters with its prefix “app-”. Use at most {MAX_LENGTH}."
            ),
            Self::ForbiddenCharacter { character } => write!(
                f,
                "The client ID contains {}. Use letters from A to Z, digits, “_” and “-”.",
                Shown(*character)
            ),
            Self::PrefixDoubled { .. } => {
                f.write_str("The prefix “app-” is added for you, once and in lower case. Leave it out.")
            }
        }
    }
}

impl std::error::Error for ClientIdProblem {}

impl Problem for ClientIdProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong { .. } => "too_long",
            Self::ForbiddenCharacter { .. } => "forbidden_character",
            Self::PrefixDoubled { .. } => "prefix_doubled",
        }
    }

    fn suggestion(&self) -> Option<String> {
        match self {
            Self::PrefixDoubled { right } => right.clone(),
            Self::Empty | Self::TooLong { .. } | Self::ForbiddenCharacter { .. } => None,
        }
    }
}
