//! What can be wrong with a client as a whole, while each of its values may be right.

use std::fmt;

use crate::{MAX_ENTRIES, Problem};

/// A rule that ties one field of a client to another, or the entries of a list together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OAuthClientProblem {
    /// A Public client with a grant that needs a secret.
    PublicWithoutAuthorizationCode,
    /// A redirect URI or a web origin without the Authorization Code grant.
    OnlyForAuthorizationCode,
    /// A PKCE method for a client that is not Public.
    OnlyForPublic,
    /// No redirect URI for Authorization Code.
    NoRedirectUri,
    /// More than five entries.
    TooManyEntries {
        /// How many there are.
        count: usize,
    },
    /// An entry that stands further up already.
    Duplicate {
        /// Where it stands first, counted from 0.
        first: usize,
    },
}

impl fmt::Display for OAuthClientProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PublicWithoutAuthorizationCode => {
                "A Public client cannot keep a secret, so Client Credentials is not for it. Use \
                 Authorization Code."
            }
            Self::OnlyForAuthorizationCode => {
                "This applies to the Authorization Code grant only. Leave it out or change the grant type."
            }
            Self::OnlyForPublic => {
                "This applies to Public clients only. Leave it out or change the client type."
            }
            Self::NoRedirectUri => {
                "Authorization Code needs at least one redirect URI, such as https://myapp.com/callback."
            }
            Self::TooManyEntries { count } => {
                return write!(f, "There are {count} entries. Use at most {MAX_ENTRIES}.");
            }
            Self::Duplicate { first } => {
                return write!(f, "This is the same as entry {}. Remove one of them.", first + 1);
            }
        })
    }
}

impl std::error::Error for OAuthClientProblem {}

impl Problem for OAuthClientProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::PublicWithoutAuthorizationCode => "public_without_authorization_code",
            Self::OnlyForAuthorizationCode | Self::OnlyForPublic => "not_applicable",
            Self::NoRedirectUri => "required",
            Self::TooManyEntries { .. } => "too_many",
            Self::Duplicate { .. } => "duplicate",
        }
    }
}
