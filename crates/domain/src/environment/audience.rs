//! The audience of an environment's tokens.

use serde::{Deserialize, Serialize};
use std::fmt;

use crate::character::Shown;
use crate::{MAX_LENGTH, Problem};

/// The `aud` of an environment's tokens (RFC 9068 §2.2): an absolute URI without a fragment, as RFC 8707 §2 has resources
/// named; at most 255 ASCII characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Audience(String);

impl Audience {
    /// Reads an audience as typed; white space around it is dropped.
    ///
    /// # Errors
    /// The first [`AudienceProblem`] found.
    pub fn parse(typed: &str) -> Result<Self, AudienceProblem> {
        let uri = typed.trim();
        // RFC 3986 §2: what may stand in a URI at all.
        let is_allowed = |character: &char| {
            character.is_ascii_alphanumeric() || "-._~:/?[]@!$&'()*+,;=%".contains(*character)
        };
        if uri.contains('#') {
            return Err(AudienceProblem::Fragment);
        }
        if let Some(character) = uri.chars().find(|character| !is_allowed(character)) {
            return Err(AudienceProblem::ForbiddenCharacter { character });
        }
        if uri.is_empty() {
            return Err(AudienceProblem::Empty);
        }
        if uri.len() > MAX_LENGTH {
            return Err(AudienceProblem::TooLong { length: uri.len() });
        }
        let (scheme, rest) = uri.split_once(':').ok_or(AudienceProblem::NotAbsolute)?;
        let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.chars().all(|character| character.is_ascii_alphanumeric() || "+-.".contains(character));
        if !is_scheme || rest.trim_matches('/').is_empty() {
            return Err(AudienceProblem::NotAbsolute);
        }
        Ok(Self(uri.to_owned()))
    }

    /// The audience as it is shown, stored and put into tokens.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Audience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Audience {
    type Error = AudienceProblem;

    fn try_from(typed: String) -> Result<Self, AudienceProblem> {
        Self::parse(&typed)
    }
}

impl From<Audience> for String {
    fn from(audience: Audience) -> Self {
        audience.0
    }
}

/// Why a text is no [`Audience`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AudienceProblem {
    /// Nothing was typed.
    Empty,
    /// More than 255 characters.
    TooLong {
        /// How many there are.
        length: usize,
    },
    /// A character that no URI has.
    ForbiddenCharacter {
        /// The first such character.
        character: char,
    },
    /// No scheme, or nothing behind it.
    NotAbsolute,
    /// A `#`.
    Fragment,
}

impl fmt::Display for AudienceProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Enter an audience, such as https://api.example.com."),
            Self::TooLong { length } => {
                write!(f, "The audience has {length} characters. Use at most {MAX_LENGTH}.")
            }
            Self::ForbiddenCharacter { character } => write!(
                f,
                "The audience contains {}. Use what stands in a URI: ASCII letters, digits and punctuation.",
                Shown(*character)
            ),
            Self::NotAbsolute => f.write_str(
                "The audience is no absolute URI. Begin with a scheme, as in https://api.example.com.",
            ),
            Self::Fragment => f.write_str("The audience has a fragment. Leave out the “#” and what follows."),
        }
    }
}

impl std::error::Error for AudienceProblem {}

impl Problem for AudienceProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "required",
            Self::TooLong { .. } => "too_long",
            Self::ForbiddenCharacter { .. } => "forbidden_character",
            Self::NotAbsolute => "not_absolute",
            Self::Fragment => "fragment",
        }
    }
}
