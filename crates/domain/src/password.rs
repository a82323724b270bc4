//! The password a portal user signs in with.

mod common;

use std::fmt;

use crate::{EmailAddress, Problem};

const MIN_PASSWORD_LENGTH: usize = 12;
const MAX_PASSWORD_LENGTH: usize = 256;

/// A password that may be set: 12 to 256 characters, no control characters, not one of the most common ones. Never shown,
/// logged or serialised.
pub struct Password(String);

impl Password {
    /// Reads a password as typed; nothing is dropped or changed.
    ///
    /// # Errors
    /// The first [`PasswordProblem`] found.
    pub fn parse(typed: &str) -> Result<Self, PasswordProblem> {
        if typed.is_empty() {
            return Err(PasswordProblem::Empty);
        }
        if typed.chars().any(char::is_control) {
            return Err(PasswordProblem::ControlCharacter);
        }
        match typed.chars().count() {
            length if length < MIN_PASSWORD_LENGTH => Err(PasswordProblem::TooShort { length }),
            length if length > MAX_PASSWORD_LENGTH => Err(PasswordProblem::TooLong { length }),
            _ if common::is_common(typed) => Err(PasswordProblem::Common),
            _ => Ok(Self(typed.to_owned())),
        }
    }

    /// Reads the password of the person with this e-mail, which it may not be.
    ///
    /// # Errors
    /// The first [`PasswordProblem`] found.
    pub fn parse_for(typed: &str, email: &EmailAddress) -> Result<Self, PasswordProblem> {
        let password = Self::parse(typed)?;
        if typed.trim().eq_ignore_ascii_case(email.as_str()) {
            return Err(PasswordProblem::SameAsEmail);
        }
        Ok(password)
    }

    /// The password itself, to be hashed and nothing else.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// Why a text may not be a [`Password`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordProblem {
    /// Nothing was typed.
    Empty,
    /// Fewer than 12 characters.
    TooShort {
        /// How many there are.
        length: usize,
    },
    /// More than 256 characters.
    TooLong {
        /// How many there are.
        length: usize,
    },
    /// A tab, a line break or the like.
    ControlCharacter,
    /// One of those that are tried first by whoever guesses.
    Common,
    /// The e-mail address again.
    SameAsEmail,
}

impl fmt::Display for PasswordProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Enter a password of at least 12 characters."),
            Self::TooShort { length } => write!(
                f,
                "The password has too few characters: {length}. Use at least {MIN_PASSWORD_LENGTH}; a few \
                 words are fine."
            ),
            Self::TooLong { length } => {
                write!(f, "The password has {length} characters. Use at most {MAX_PASSWORD_LENGTH}.")
            }
            Self::ControlCharacter => f.write_str(
                "The password contains a tab, a line break or another control character. Leave it out.",
            ),
            Self::Common => f.write_str(
                "This password is among the most common ones and would be guessed soon. Use a few unrelated words.",
            ),
            Self::SameAsEmail => {
                f.write_str("The password is the e-mail address. Use something others cannot guess.")
            }
        }
    }
}

impl std::error::Error for PasswordProblem {}

impl Problem for PasswordProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "required",
            Self::TooShort { .. } => "too_short",
            Self::TooLong { .. } => "too_long",
            Self::ControlCharacter => "control_character",
            Self::Common => "common",
            Self::SameAsEmail => "same_as_email",
        }
    }
}
