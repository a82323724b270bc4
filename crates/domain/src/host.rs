//! Host names and IPv4 addresses in the one spelling a browser gives them (WHATWG URL, host serializing).

use std::fmt;

use crate::Problem;
use crate::character::Shown;

mod punycode;

/// Reads a host name or an IPv4 address; refuses whatever a browser would spell differently or not look up.
pub(crate) fn check_host(host: &str) -> Result<(), HostProblem> {
    if host.is_empty() {
        return Err(HostProblem::Missing);
    }
    for character in host.chars() {
        match character {
            'a'..='z' | '0'..='9' | '-' | '.' => {}
            'A'..='Z' => return Err(HostProblem::UpperCase),
            character if !character.is_ascii() => return Err(HostProblem::NotAscii { character }),
            character => return Err(HostProblem::ForbiddenCharacter { character }),
        }
    }
    if host.ends_with('.') {
        return Err(HostProblem::TrailingDot);
    }
    if host.len() > 253 {
        return Err(HostProblem::TooLong);
    }
    let mut last = "";
    for label in host.split('.') {
        check_label(label)?;
        last = label;
    }
    if is_number(last) && !is_dotted_decimal(host) {
        return Err(HostProblem::Ipv4Spelling);
    }
    Ok(())
}

fn check_label(label: &str) -> Result<(), HostProblem> {
    if label.is_empty() {
        return Err(HostProblem::EmptyLabel);
    }
    if label.len() > 63 {
        return Err(HostProblem::LabelTooLong);
    }
    if label.starts_with('-') || label.ends_with('-') {
        return Err(HostProblem::Hyphen);
    }
    match label.strip_prefix("xn--") {
        Some(encoded) if !punycode::is_valid(encoded) => Err(HostProblem::Punycode),
        Some(_) | None => Ok(()),
    }
}

/// Whether a browser takes a host with this last label for an IPv4 address (WHATWG URL, "ends in a number").
fn is_number(label: &str) -> bool {
    match label.strip_prefix("0x") {
        Some(digits) => digits.bytes().all(|byte| byte.is_ascii_hexdigit()),
        None => label.bytes().all(|byte| byte.is_ascii_digit()),
    }
}

fn is_dotted_decimal(host: &str) -> bool {
    host.split('.').count() == 4
        && host.split('.').all(|part| {
            part.len() <= 3
                && (part == "0" || !part.starts_with('0'))
                && part.bytes().all(|byte| byte.is_ascii_digit())
                && part.parse::<u8>().is_ok()
        })
}

/// What is wrong with a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostProblem {
    /// There is none.
    Missing,
    /// A capital letter, which a browser makes small.
    UpperCase,
    /// A letter beyond ASCII.
    NotAscii {
        /// The first such character.
        character: char,
    },
    /// Neither a letter nor a digit nor a hyphen nor a dot.
    ForbiddenCharacter {
        /// The first such character.
        character: char,
    },
    /// A dot at the end.
    TrailingDot,
    /// More than 253 characters.
    TooLong,
    /// Two dots in a row, or one at the start.
    EmptyLabel,
    /// More than 63 characters between dots.
    LabelTooLong,
    /// A hyphen beside a dot or at either end.
    Hyphen,
    /// A label that begins with `xn--` and does not decode (RFC 3492).
    Punycode,
    /// Ends in a number and is not four decimal numbers from 0 to 255.
    Ipv4Spelling,
}

impl fmt::Display for HostProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "The host is missing. Name one, such as myapp.com.",
            Self::UpperCase => {
                "The host has capital letters, and a browser never sends them. Use lower \
                 case."
            }
            Self::NotAscii { character } => {
                return write!(
                    f,
                    "The host contains {}. Write an international name in punycode, as in \
                     xn--mller-kva.example.",
                    Shown(*character)
                );
            }
            Self::ForbiddenCharacter { character } => {
                return write!(
                    f,
                    "The host contains {}. Use letters, digits, hyphens and dots.",
                    Shown(*character)
                );
            }
            Self::TrailingDot => "The host ends in a dot. Leave the dot out.",
            Self::TooLong => "The host is longer than 253 characters. Use a shorter one.",
            Self::EmptyLabel => {
                "The host has a dot at its start or two dots in a row. Put a name between \
                 the dots."
            }
            Self::LabelTooLong => {
                "A part of the host is longer than 63 characters. Use at most 63 \
                 between dots."
            }
            Self::Hyphen => "A part of the host begins or ends with a hyphen. Use a letter or digit there.",
            Self::Punycode => {
                "A part of the host begins with “xn--” and is no valid punycode. Copy the \
                 name from its registration."
            }
            Self::Ipv4Spelling => {
                "The host ends in a number. Write an IPv4 address as four numbers from \
                 0 to 255, as in 192.0.2.11."
            }
        })
    }
}

impl std::error::Error for HostProblem {}

impl Problem for HostProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::Missing => "host_missing",
            Self::UpperCase => "host_upper_case",
            Self::NotAscii { .. } => "host_not_ascii",
            Self::ForbiddenCharacter { .. } => "host_forbidden_character",
            Self::TrailingDot => "host_trailing_dot",
            Self::TooLong => "host_too_long",
            Self::EmptyLabel => "host_empty_label",
            Self::LabelTooLong => "host_label_too_long",
            Self::Hyphen => "host_hyphen",
            Self::Punycode => "host_punycode",
            Self::Ipv4Spelling => "host_ipv4_spelling",
        }
    }
}
