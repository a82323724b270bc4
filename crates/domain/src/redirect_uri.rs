//! Where an authorization code may be sent, and whether a requested URI is such a place.

use serde::{Deserialize, Serialize};
use std::fmt;

mod grammar;
mod matching;
mod problem;
mod spelling;

use grammar::Anatomy;
pub use matching::{Mismatch, match_redirect_uri};
pub use problem::RedirectUriProblem;

/// A redirect URI (RFC 6749 §3.1.2) in the one spelling a browser sends, at most 255 ASCII characters.
///
/// `https` anywhere, `http` on loopback, or a private-use scheme such as `com.example.app:/callback`;
/// the path may end in the wildcard `/*`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RedirectUri {
    text: String,
    anatomy: Anatomy,
}

impl RedirectUri {
    /// Reads a redirect URI; nothing is dropped or changed.
    ///
    /// # Errors
    /// The first [`RedirectUriProblem`] found, with the right spelling where there is one.
    pub fn parse(text: &str) -> Result<Self, RedirectUriProblem> {
        match grammar::read(text) {
            Ok(anatomy) => Ok(Self { text: text.to_owned(), anatomy }),
            Err(problem) => Err(problem.with_right_spelling(|| spelling::corrected(text))),
        }
    }

    /// The URI as registered.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The scheme, without its colon.
    pub fn scheme(&self) -> &str {
        &self.text[..self.anatomy.scheme_end]
    }

    /// The host; a private-use scheme has none.
    pub fn host(&self) -> Option<&str> {
        self.anatomy.host_end.map(|end| &self.text[self.host_start()..end])
    }

    /// The port, where it is not the default of the scheme.
    pub fn port(&self) -> Option<u16> {
        self.anatomy.port
    }

    /// The path as written: empty or with its leading slash, with the `*` of a wildcard.
    pub fn path(&self) -> &str {
        &self.text[self.anatomy.path_start..self.anatomy.path_end]
    }

    /// What follows the `?`, where there is one.
    pub fn query(&self) -> Option<&str> {
        self.text[self.anatomy.path_end..].strip_prefix('?')
    }

    /// Whether the path stands for every path that begins like it.
    pub fn is_wildcard(&self) -> bool {
        // Nowhere else does the grammar let a star stand.
        self.text.ends_with('*')
    }

    /// Whether the scheme is an application's own (RFC 8252 §7.1).
    pub fn is_private_use(&self) -> bool {
        self.anatomy.host_end.is_none()
    }

    /// Whether the URI leads to the person's own machine by `http` (RFC 8252 §7.3).
    pub fn is_loopback(&self) -> bool {
        self.scheme() == "http"
    }

    /// The origin as a browser sends it; a private-use scheme has none.
    pub fn origin(&self) -> Option<String> {
        self.host().map(|_| self.text[..self.anatomy.path_start].to_owned())
    }

    fn host_start(&self) -> usize {
        self.anatomy.scheme_end + "://".len()
    }
}

impl fmt::Display for RedirectUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl TryFrom<String> for RedirectUri {
    type Error = RedirectUriProblem;

    fn try_from(text: String) -> Result<Self, RedirectUriProblem> {
        Self::parse(&text)
    }
}

impl From<RedirectUri> for String {
    fn from(uri: RedirectUri) -> Self {
        uri.text
    }
}
