//! Whether a requested redirect URI is a registered one: component by component, nothing normalised.

use std::fmt;

use super::{RedirectUri, RedirectUriProblem};
use crate::ClientType;

impl RedirectUri {
    /// Whether an authorization request of a client of this type may name `requested` by this registered URI.
    ///
    /// # Errors
    /// The first component that differs, or the rule `requested` itself breaks.
    pub fn matches(&self, requested: &str, client_type: ClientType) -> Result<(), Mismatch> {
        self.compare(&read_requested(requested, client_type)?, client_type)
    }

    fn compare(&self, requested: &Self, client_type: ClientType) -> Result<(), Mismatch> {
        if self.scheme() != requested.scheme() {
            return Err(Mismatch::Scheme {
                expected: self.scheme().to_owned(),
                got: requested.scheme().to_owned(),
            });
        }
        if self.host() != requested.host() {
            return Err(Mismatch::Host {
                expected: self.host().unwrap_or_default().to_owned(),
                got: requested.host().unwrap_or_default().to_owned(),
            });
        }
        // RFC 8252 §7.3: a native app listens on whatever port it was given.
        let is_any_port = self.is_loopback() && client_type == ClientType::Public;
        if self.port() != requested.port() && !is_any_port {
            return Err(Mismatch::Port { expected: self.effective_port(), got: requested.effective_port() });
        }
        match self.path().strip_suffix('*') {
            Some(prefix) if requested.path().starts_with(prefix) => {}
            None if requested.path() == self.path() => {}
            Some(_) | None => {
                return Err(Mismatch::Path {
                    expected: self.path().to_owned(),
                    got: requested.path().to_owned(),
                });
            }
        }
        if self.query() != requested.query() {
            return Err(Mismatch::Query {
                expected: self.query().map(str::to_owned),
                got: requested.query().map(str::to_owned),
            });
        }
        Ok(())
    }

    fn effective_port(&self) -> u16 {
        self.port().unwrap_or(if self.is_loopback() { 80 } else { 443 })
    }
}

/// The first registered URI that `requested` matches.
///
/// # Errors
/// The mismatch of the registered URI that came closest, or the rule `requested` itself breaks.
pub fn match_redirect_uri<'a>(
    registered: &'a [RedirectUri],
    requested: &str,
    client_type: ClientType,
) -> Result<&'a RedirectUri, Mismatch> {
    let requested = read_requested(requested, client_type)?;
    let mut closest = Mismatch::NothingRegistered;
    for uri in registered {
        match uri.compare(&requested, client_type) {
            Ok(()) => return Ok(uri),
            Err(mismatch) if mismatch.closeness() > closest.closeness() => closest = mismatch,
            Err(_) => {}
        }
    }
    Err(closest)
}

fn read_requested(requested: &str, client_type: ClientType) -> Result<RedirectUri, Mismatch> {
    let requested = RedirectUri::parse(requested).map_err(Mismatch::Invalid)?;
    if requested.is_wildcard() {
        return Err(Mismatch::Invalid(RedirectUriProblem::WildcardRequested));
    }
    if requested.is_private_use() && client_type != ClientType::Public {
        return Err(Mismatch::Invalid(RedirectUriProblem::PrivateUseNotPublic));
    }
    Ok(requested)
}

/// Why a requested redirect URI is not the registered one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mismatch {
    /// The requested URI breaks a rule itself, so it is not compared.
    Invalid(RedirectUriProblem),
    /// The schemes differ.
    Scheme {
        /// As registered.
        expected: String,
        /// As requested.
        got: String,
    },
    /// The hosts differ.
    Host {
        /// As registered.
        expected: String,
        /// As requested.
        got: String,
    },
    /// The ports differ.
    Port {
        /// As registered, or the default of the scheme.
        expected: u16,
        /// As requested, or the default of the scheme.
        got: u16,
    },
    /// The paths differ, or the requested one is not under the wildcard.
    Path {
        /// As registered, with the `*` of a wildcard.
        expected: String,
        /// As requested.
        got: String,
    },
    /// The queries differ; a wildcard covers none.
    Query {
        /// As registered.
        expected: Option<String>,
        /// As requested.
        got: Option<String>,
    },
    /// The client has no redirect URI.
    NothingRegistered,
}

impl Mismatch {
    /// The component that differs: `scheme`, `host`, `port`, `path`, `query`, or `uri` where it is the whole.
    pub fn component(&self) -> &'static str {
        match self {
            Self::Invalid(_) | Self::NothingRegistered => "uri",
            Self::Scheme { .. } => "scheme",
            Self::Host { .. } => "host",
            Self::Port { .. } => "port",
            Self::Path { .. } => "path",
            Self::Query { .. } => "query",
        }
    }

    /// How many components agreed before this one.
    fn closeness(&self) -> u8 {
        match self {
            Self::Invalid(_) | Self::NothingRegistered => 0,
            Self::Scheme { .. } => 1,
            Self::Host { .. } => 2,
            Self::Port { .. } => 3,
            Self::Path { .. } => 4,
            Self::Query { .. } => 5,
        }
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(problem) => problem.fmt(f),
            Self::Scheme { expected, got } => {
                write!(f, "The scheme differs: “{expected}” is registered, this is “{got}”.")
            }
            Self::Host { expected, got } => {
                write!(f, "The host differs: “{expected}” is registered, this is “{got}”.")
            }
            Self::Port { expected, got } => {
                write!(f, "The port differs: {expected} is registered, this is {got}.")
            }
            Self::Path { expected, got } if expected.ends_with('*') => {
                write!(f, "The path is not covered: “{expected}” is registered, this is {}.", ShownPath(got))
            }
            Self::Path { expected, got } => write!(
                f,
                "The path differs: {} is registered, this is {}.",
                ShownPath(expected),
                ShownPath(got)
            ),
            Self::Query { expected: None, got } => write!(
                f,
                "The query differs: none is registered, this has “{}”.",
                got.as_deref().unwrap_or_default()
            ),
            Self::Query { expected: Some(expected), got: None } => {
                write!(f, "The query differs: “{expected}” is registered, this has none.")
            }
            Self::Query { expected: Some(expected), got: Some(got) } => {
                write!(f, "The query differs: “{expected}” is registered, this is “{got}”.")
            }
            Self::NothingRegistered => f.write_str("No redirect URI is registered. Add one first."),
        }
    }
}

impl std::error::Error for Mismatch {}

/// A path in quotes, or in words where there is none to see.
struct ShownPath<'a>(&'a str);

impl fmt::Display for ShownPath<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            "" => f.write_str("no path"),
            path => write!(f, "“{path}”"),
        }
    }
}
