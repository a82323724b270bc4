//! The e-mail address a portal user signs in with.

use serde::{Deserialize, Serialize};
use std::fmt;

use crate::Problem;
use crate::character::Shown;
use crate::host::{HostProblem, check_host};

const MAX_EMAIL_LENGTH: usize = 254;
const MAX_LOCAL_LENGTH: usize = 64;

/// An e-mail address: ASCII, at most 254 characters (RFC 5321 §4.5.3.1), one `@`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Reads an address as typed; white space around it is dropped.
    ///
    /// # Errors
    /// The first [`EmailAddressProblem`] found.
    pub fn parse(typed: &str) -> Result<Self, EmailAddressProblem> {
        let address = typed.trim();
        if address.is_empty() {
            return Err(EmailAddressProblem::Empty);
        }
        if let Some(character) = address.chars().find(|character| !character.is_ascii_graphic()) {
            return Err(EmailAddressProblem::ForbiddenCharacter { character });
        }
        if address.len() > MAX_EMAIL_LENGTH {
            return Err(EmailAddressProblem::TooLong { length: address.len() });
        }
        let (local, host) = address.split_once('@').ok_or(EmailAddressProblem::AtSign)?;
        if host.contains('@') {
            return Err(EmailAddressProblem::AtSign);
        }
        check_local_part(local)?;
        check_host(&host.to_ascii_lowercase()).map_err(EmailAddressProblem::Host)?;
        Ok(Self(address.to_owned()))
    }

    /// The address as typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What must be unique and what a sign-in looks for: the address without regard to case.
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

/// RFC 5322 §3.2.3: a dot-atom. Quoted local parts exist on paper only.
fn check_local_part(local: &str) -> Result<(), EmailAddressProblem> {
    if local.is_empty() || local.len() > MAX_LOCAL_LENGTH || local.split('.').any(str::is_empty) {
        return Err(EmailAddressProblem::LocalPart);
    }
    let is_fine =
        |character: char| character.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(character);
    match local.chars().find(|character| !is_fine(*character)) {
        Some(character) => Err(EmailAddressProblem::ForbiddenCharacter { character }),
        None => Ok(()),
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = EmailAddressProblem;

    fn try_from(typed: String) -> Result<Self, EmailAddressProblem> {
        Self::parse(&typed)
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0
    }
}

/// Why a text is no [`EmailAddress`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EmailAddressProblem {
    /// Nothing was typed.
    Empty,
    /// More than 254 characters.
    TooLong {
        /// How many there are.
        length: usize,
    },
    /// A character an address cannot have.
    ForbiddenCharacter {
        /// The first such character.
        character: char,
    },
    /// None or more than one `@`.
    AtSign,
    /// What stands before the `@` is missing, too long or has misplaced dots.
    LocalPart,
    /// What stands after the `@` is no host.
    Host(HostProblem),
}

impl fmt::Display for EmailAddressProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Enter an e-mail address."),
            Self::TooLong { length } => {
                write!(f, "The e-mail address has {length} characters. Use at most {MAX_EMAIL_LENGTH}.")
            }
            Self::ForbiddenCharacter { character } => write!(
                f,
                "The e-mail address contains {}. Use an address such as name@example.com.",
                Shown(*character)
            ),
            Self::AtSign => f.write_str("An e-mail address has exactly one “@”, as in name@example.com."),
            Self::LocalPart => f.write_str(
                "Before the “@” there must be 1 to 64 characters, with no dot at either end and no two \
                 dots in a row.",
            ),
            Self::Host(problem) => problem.fmt(f),
        }
    }
}

impl std::error::Error for EmailAddressProblem {}

impl Problem for EmailAddressProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "required",
            Self::TooLong { .. } => "too_long",
            Self::ForbiddenCharacter { .. } => "forbidden_character",
            Self::AtSign => "at_sign",
            Self::LocalPart => "local_part",
            Self::Host(problem) => problem.code(),
        }
    }
}
