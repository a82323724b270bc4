//! What people note about a client.

use serde::{Deserialize, Serialize};
use std::fmt;

use crate::character::{Shown, is_letter_or_digit, is_sign};
use crate::{MAX_LENGTH, Problem};

/// A description: at most 255 letters, digits, spaces, line breaks and everyday punctuation marks of any script.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Description(String);

impl Description {
    /// Reads a description as typed: line breaks become `\n`, white space around the text is dropped.
    ///
    /// # Errors
    /// The first [`DescriptionProblem`] found.
    pub fn parse(typed: &str) -> Result<Self, DescriptionProblem> {
        let text = typed.replace("\r\n", "\n").replace('\r', "\n");
        let text = text.trim();
        let mut before = ' ';
        for character in text.chars() {
            let is_fine = match character {
                ' ' | '\n' => true,
                '<' | '>' => false,
                // Nothing is unique here, so an accent may also stand apart from its letter.
                '\u{0300}'..='\u{034E}' | '\u{0350}'..='\u{036F}' => !before.is_whitespace(),
                character if is_sign(character) => !before.is_whitespace(),
                character => {
                    character.is_ascii_punctuation()
                        || is_letter_or_digit(character)
                        || is_everyday_mark(character)
                }
            };
            if !is_fine {
                return Err(DescriptionProblem::ForbiddenCharacter { character, right: plain_spaces(text) });
            }
            before = character;
        }
        let length = text.chars().count();
        if length > MAX_LENGTH {
            return Err(DescriptionProblem::TooLong { length });
        }
        Ok(Self(text.to_owned()))
    }

    /// The text as it is shown and stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The text with a plain space for every other white space, where that is all it lacks.
fn plain_spaces(text: &str) -> Option<String> {
    let is_other = |character: char| character.is_whitespace() && !matches!(character, ' ' | '\n');
    let right = text.contains(is_other).then(|| text.replace(is_other, " "))?;
    Description::parse(&right).ok().map(Description::into)
}

/// Punctuation, currency and everyday signs beyond ASCII, by blocks.
fn is_everyday_mark(character: char) -> bool {
    matches!(
        character,
        // Latin-1 without the soft hyphen, × ÷.
        '\u{00A1}'..='\u{00AC}' | '\u{00AE}'..='\u{00BF}' | '\u{00D7}' | '\u{00F7}'
            // Greek, Armenian, Hebrew, Arabic, Devanagari, Thai, Ethiopic, Khmer.
            | '\u{037E}' | '\u{0387}' | '\u{0589}' | '\u{05BE}' | '\u{05F3}' | '\u{05F4}'
            | '\u{060C}' | '\u{061B}' | '\u{061F}' | '\u{066A}'..='\u{066D}' | '\u{06D4}'
            | '\u{0964}' | '\u{0965}' | '\u{0E3F}' | '\u{1361}'..='\u{1368}' | '\u{17D4}'..='\u{17DB}'
            // Dashes, quotes, bullets, ellipsis, primes, currencies; not the line separators between them.
            | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205E}' | '\u{20A0}'..='\u{20C0}'
            // № ™ arrows − √ ∞ ≈ ≠ ≤ ≥ ✓ ✔
            | '\u{2116}' | '\u{2122}' | '\u{2190}'..='\u{2195}' | '\u{2212}' | '\u{221A}' | '\u{221E}'
            | '\u{2248}' | '\u{2260}' | '\u{2264}' | '\u{2265}' | '\u{2713}' | '\u{2714}'
            // Chinese and Japanese marks; the wide forms of ASCII without those of < and >.
            | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301F}' | '\u{30FB}'
            | '\u{FF01}'..='\u{FF1B}' | '\u{FF1D}' | '\u{FF1F}'..='\u{FF65}' | '\u{FFE0}'..='\u{FFE6}'
    )
}

impl fmt::Display for Description {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Description {
    type Error = DescriptionProblem;

    fn try_from(typed: String) -> Result<Self, DescriptionProblem> {
        Self::parse(&typed)
    }
}

impl From<Description> for String {
    fn from(description: Description) -> Self {
        description.0
    }
}

/// Why a text is no [`Description`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DescriptionProblem {
    /// More than 255 characters.
    TooLong {
        /// How many there are; a line break counts as one.
        length: usize,
    },
    /// A character that is no letter, digit, space, line break or everyday mark.
    ForbiddenCharacter {
        /// The first such character.
        character: char,
        /// The text with plain spaces, where only other white space is wrong with it.
        right: Option<String>,
    },
}

impl fmt::Display for DescriptionProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { length } => {
                write!(f, "The description has {length} characters. Use at most {MAX_LENGTH}.")
            }
            Self::ForbiddenCharacter { character, .. } => write!(
                f,
                "The description contains {}. Use letters, digits, spaces, line breaks and punctuation \
                 other than “<” and “>”.",
                Shown(*character)
            ),
        }
    }
}

impl std::error::Error for DescriptionProblem {}

impl Problem for DescriptionProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::TooLong { .. } => "too_long",
            Self::ForbiddenCharacter { .. } => "forbidden_character",
        }
    }

    fn suggestion(&self) -> Option<String> {
        match self {
            Self::ForbiddenCharacter { right, .. } => right.clone(),
            Self::TooLong { .. } => None,
        }
    }
}
