//! What can be wrong with a web origin.

use std::fmt;

use crate::character::Shown;
use crate::{HostProblem, MAX_LENGTH, PortProblem, Problem};

/// Why a text is no [`WebOrigin`](crate::WebOrigin). `right` is the right spelling, where there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WebOriginProblem {
    /// Nothing was typed.
    Empty,
    /// More than 255 characters.
    TooLong {
        /// How many there are.
        length: usize,
    },
    /// The origin of pages that have none; anyone can send it.
    Null,
    /// White space or a control character.
    WhiteSpace {
        /// The first such character.
        character: char,
        /// The origin without it, where it stands at an end.
        right: Option<String>,
    },
    /// A `*`.
    Wildcard,
    /// No scheme.
    SchemeMissing {
        /// The right spelling.
        right: Option<String>,
    },
    /// Capital letters in the scheme.
    SchemeUpperCase {
        /// The right spelling.
        right: Option<String>,
    },
    /// A scheme other than `https` and `http`.
    SchemeForbidden {
        /// The scheme as typed.
        scheme: String,
    },
    /// No `//` after the scheme.
    SlashesMissing {
        /// The right spelling.
        right: Option<String>,
    },
    /// A slash at the end.
    TrailingSlash {
        /// The origin without it.
        right: Option<String>,
    },
    /// A path, a query or a fragment.
    Path {
        /// The origin without it.
        right: Option<String>,
    },
    /// A user name or a password before the host.
    UserName,
    /// The host is wrong.
    Host {
        /// How.
        problem: HostProblem,
        /// The right spelling.
        right: Option<String>,
    },
    /// Brackets with something else than an IPv6 address in its shortest spelling.
    Ipv6Spelling {
        /// The right spelling.
        right: Option<String>,
    },
    /// The port is wrong.
    Port {
        /// How.
        problem: PortProblem,
        /// The right spelling.
        right: Option<String>,
    },
}

impl WebOriginProblem {
    /// The same problem with the right spelling, if this kind of problem can have one.
    pub(super) fn with_right_spelling(mut self, spelling: impl FnOnce() -> Option<String>) -> Self {
        if let Some(right) = self.right() {
            *right = spelling();
        }
        self
    }

    fn right(&mut self) -> Option<&mut Option<String>> {
        match self {
            Self::WhiteSpace { right, .. }
            | Self::SchemeMissing { right }
            | Self::SchemeUpperCase { right }
            | Self::SlashesMissing { right }
            | Self::TrailingSlash { right }
            | Self::Path { right }
            | Self::Host { right, .. }
            | Self::Ipv6Spelling { right }
            | Self::Port { right, .. } => Some(right),
            Self::Empty
            | Self::TooLong { .. }
            | Self::Null
            | Self::Wildcard
            | Self::SchemeForbidden { .. }
            | Self::UserName => None,
        }
    }
}

impl fmt::Display for WebOriginProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "Enter a web origin, such as https://myapp.com.",
            Self::TooLong { length } => {
                return write!(f, "The web origin has {length} characters. Use at most {MAX_LENGTH}.");
            }
            Self::Null => {
                "“null” is what every page without an origin sends. Name the origin, such as \
                 https://myapp.com."
            }
            Self::WhiteSpace { character, .. } => {
                return write!(f, "The web origin contains {}. Leave it out.", Shown(*character));
            }
            Self::Wildcard => "A web origin cannot have a wildcard. Add each origin by itself.",
            Self::SchemeMissing { .. } => "The scheme is missing. Begin with https:// or http://.",
            Self::SchemeUpperCase { .. } => {
                "The scheme has capital letters, and a browser never sends them. Use lower case."
            }
            Self::SchemeForbidden { scheme } => {
                return write!(f, "The scheme “{scheme}:” is no web origin's. Use https or http.");
            }
            Self::SlashesMissing { .. } => "Two slashes must follow the scheme, as in https://myapp.com.",
            Self::TrailingSlash { .. } => {
                "A web origin does not end in a slash. Use https://myapp.com, \
                 not https://myapp.com/."
            }
            Self::Path { .. } => {
                "A web origin is scheme, host and port only. Leave out the path and what follows it."
            }
            Self::UserName => {
                "A web origin cannot have a user name or a password. Leave out everything up to “@”."
            }
            Self::Host { problem, .. } => return problem.fmt(f),
            Self::Ipv6Spelling { .. } => {
                "Write an IPv6 address in brackets in its shortest spelling, as in https://[2001:db8::1]."
            }
            Self::Port { problem, .. } => return problem.fmt(f),
        })
    }
}

impl std::error::Error for WebOriginProblem {}

impl Problem for WebOriginProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong { .. } => "too_long",
            Self::Null => "null_origin",
            Self::WhiteSpace { .. } => "white_space",
            Self::Wildcard => "wildcard",
            Self::SchemeMissing { .. } => "scheme_missing",
            Self::SchemeUpperCase { .. } => "scheme_upper_case",
            Self::SchemeForbidden { .. } => "scheme_forbidden",
            Self::SlashesMissing { .. } => "slashes_missing",
            Self::TrailingSlash { .. } => "trailing_slash",
            Self::Path { .. } => "path",
            Self::UserName => "user_name",
            Self::Host { problem, .. } => problem.code(),
            Self::Ipv6Spelling { .. } => "ipv6_spelling",
            Self::Port { problem, .. } => problem.code(),
        }
    }

    fn suggestion(&self) -> Option<String> {
        self.clone().right().and_then(Option::take)
    }
}
