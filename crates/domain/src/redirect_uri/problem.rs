//! What can be wrong with a redirect URI.

use std::fmt;

use crate::character::Shown;
use crate::{HostProblem, MAX_LENGTH, PortProblem, Problem};

/// Why a text is no [`RedirectUri`](crate::RedirectUri). `right` is the right spelling, where there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RedirectUriProblem {
    /// Nothing was typed.
    Empty,
    /// More than 255 characters.
    TooLong {
        /// How many there are.
        length: usize,
    },
    /// White space or a control character.
    WhiteSpace {
        /// The first such character.
        character: char,
        /// The URI without it, where it stands at an end.
        right: Option<String>,
    },
    /// A character beyond ASCII outside the host.
    NotAscii {
        /// The first such character.
        character: char,
    },
    /// A character no redirect URI may have.
    ForbiddenCharacter {
        /// The first such character.
        character: char,
        /// The right spelling.
        right: Option<String>,
    },
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
    /// A scheme that must never receive a code, such as `javascript`.
    SchemeForbidden {
        /// The scheme as typed.
        scheme: String,
    },
    /// An application's own scheme that is no reversed domain name (RFC 8252 §7.1).
    SchemeWithoutDot {
        /// The scheme as typed.
        scheme: String,
    },
    /// A private-use scheme with other than one slash after its colon (RFC 8252 §7.1).
    PrivateUseForm {
        /// The right spelling.
        right: Option<String>,
    },
    /// A private-use scheme for a client that is not Public.
    PrivateUseNotPublic,
    /// `http` to another machine (RFC 9700 §2.6).
    HttpBeyondLoopback {
        /// The same with `https`.
        right: Option<String>,
    },
    /// No `//` after `https:` or `http:`.
    SlashesMissing {
        /// The right spelling.
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
    /// The port is wrong.
    Port {
        /// How.
        problem: PortProblem,
        /// The right spelling.
        right: Option<String>,
    },
    /// A segment `.` or `..`, which a browser resolves.
    DotSegment {
        /// The path as a browser resolves it.
        right: Option<String>,
    },
    /// A query parameter that the authorization response adds itself.
    ResponseParameter {
        /// Its name.
        name: &'static str,
    },
    /// A `*` elsewhere than at the end of a path, directly after a slash.
    WildcardPlace {
        /// The right spelling.
        right: Option<String>,
    },
    /// A wildcard where one certain URI is asked for.
    WildcardRequested,
}

impl RedirectUriProblem {
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
            | Self::ForbiddenCharacter { right, .. }
            | Self::SchemeMissing { right }
            | Self::SchemeUpperCase { right }
            | Self::PrivateUseForm { right }
            | Self::HttpBeyondLoopback { right }
            | Self::SlashesMissing { right }
            | Self::Host { right, .. }
            | Self::Port { right, .. }
            | Self::DotSegment { right }
            | Self::WildcardPlace { right } => Some(right),
            Self::Empty
            | Self::TooLong { .. }
            | Self::NotAscii { .. }
            | Self::SchemeForbidden { .. }
            | Self::SchemeWithoutDot { .. }
            | Self::PrivateUseNotPublic
            | Self::UserName
            | Self::ResponseParameter { .. }
            | Self::WildcardRequested => None,
        }
    }
}

impl fmt::Display for RedirectUriProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "Enter a redirect URI, such as https://myapp.com/callback.",
            Self::TooLong { length } => {
                return write!(f, "The redirect URI has {length} characters. Use at most {MAX_LENGTH}.");
            }
            Self::WhiteSpace { character, .. } => {
                return write!(f, "The redirect URI contains {}. Leave it out.", Shown(*character));
            }
            Self::NotAscii { character } => {
                return write!(
                    f,
                    "The redirect URI contains {}. Use ASCII letters and digits only.",
                    Shown(*character)
                );
            }
            Self::ForbiddenCharacter { character: '#', .. } => {
                "A redirect URI cannot have a fragment. Leave out “#” and what follows it."
            }
            Self::ForbiddenCharacter { character: '%', .. } => {
                "A redirect URI cannot have percent-encoded characters. Use a path without “%”."
            }
            Self::ForbiddenCharacter { character: '\\', .. } => {
                "The redirect URI contains a backslash. Use “/”."
            }
            Self::ForbiddenCharacter { character: '[' | ']', .. } => {
                "A redirect URI cannot have brackets, so no IPv6 address. Use a host name or an IPv4 \
                 address."
            }
            Self::ForbiddenCharacter { character, .. } => {
                return write!(f, "A redirect URI cannot contain {}. Leave it out.", Shown(*character));
            }
            Self::SchemeMissing { .. } => {
                "The scheme is missing. Begin with https://, or http:// for localhost and 127.0.0.1."
            }
            Self::SchemeUpperCase { .. } => {
                "The scheme has capital letters, and a browser never sends them. Use lower case."
            }
            Self::SchemeForbidden { scheme } => {
                return write!(
                    f,
                    "The scheme “{scheme}:” cannot receive an authorization code. Use https, or http only \
                     for localhost and 127.0.0.1."
                );
            }
            Self::SchemeWithoutDot { scheme } => {
                return write!(
                    f,
                    "The scheme “{scheme}:” is neither https nor a reversed domain name. Use https, or \
                     for an app a scheme of your own such as com.example.app:/callback."
                );
            }
            Self::PrivateUseForm { .. } => {
                "An application's own scheme is followed by one slash, as in com.example.app:/callback."
            }
            Self::PrivateUseNotPublic => {
                "Only a Public client may have an application's own scheme. Use https, or make the client \
                 Public."
            }
            Self::HttpBeyondLoopback { .. } => {
                "Use https. http is only for localhost and 127.0.0.1, where nothing crosses a network."
            }
            Self::SlashesMissing { .. } => "Two slashes must follow the scheme, as in https://myapp.com.",
            Self::UserName => {
                "A redirect URI cannot have a user name or a password. Leave out everything up to “@”."
            }
            Self::Host { problem, .. } => return problem.fmt(f),
            Self::Port { problem, .. } => return problem.fmt(f),
            Self::DotSegment { .. } => {
                "The path has a segment “.” or “..”, which a browser resolves before it asks. Write the \
                 path it leads to."
            }
            Self::ResponseParameter { name } => {
                return write!(
                    f,
                    "The query names “{name}”, which the answer to your application adds itself. Use \
                     another name."
                );
            }
            Self::WildcardPlace { .. } => {
                "A “*” may only be the last character of a path, directly after a “/”, as in \
                 https://myapp.com/*. Nothing else can be a wildcard."
            }
            Self::WildcardRequested => {
                "An application asks for one certain redirect URI. Replace the “*” with the rest of the \
                 path."
            }
        })
    }
}

impl std::error::Error for RedirectUriProblem {}

impl Problem for RedirectUriProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong { .. } => "too_long",
            Self::WhiteSpace { .. } => "white_space",
            Self::NotAscii { .. } => "not_ascii",
            Self::ForbiddenCharacter { .. } => "forbidden_character",
            Self::SchemeMissing { .. } => "scheme_missing",
            Self::SchemeUpperCase { .. } => "scheme_upper_case",
            Self::SchemeForbidden { .. } => "scheme_forbidden",
            Self::SchemeWithoutDot { .. } => "scheme_without_dot",
            Self::PrivateUseForm { .. } => "private_use_form",
            Self::PrivateUseNotPublic => "private_use_not_public",
            Self::HttpBeyondLoopback { .. } => "http_beyond_loopback",
            Self::SlashesMissing { .. } => "slashes_missing",
            Self::UserName => "user_name",
            Self::Host { problem, .. } => problem.code(),
            Self::Port { problem, .. } => problem.code(),
            Self::DotSegment { .. } => "dot_segment",
            Self::ResponseParameter { .. } => "response_parameter",
            Self::WildcardPlace { .. } => "wildcard_place",
            Self::WildcardRequested => "wildcard_requested",
        }
    }

    fn suggestion(&self) -> Option<String> {
        self.clone().right().and_then(Option::take)
    }
}
