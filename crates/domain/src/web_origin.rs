//! Where a browser application is served from, for CORS.

use serde::{Deserialize, Serialize};
use std::fmt;

use crate::host::check_host;
use crate::port::parse_port;
use crate::{HostProblem, MAX_LENGTH};

mod ipv6;
mod problem;
mod spelling;

pub use problem::WebOriginProblem;

/// A web origin exactly as a browser sends it in `Origin` (RFC 6454 §6.2), at most 255 characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WebOrigin(String);

impl WebOrigin {
    /// Reads an origin; nothing is dropped or changed.
    ///
    /// # Errors
    /// The first [`WebOriginProblem`] found, with the right spelling where there is one.
    pub fn parse(text: &str) -> Result<Self, WebOriginProblem> {
        match read(text) {
            Ok(()) => Ok(Self(text.to_owned())),
            Err(problem) => Err(problem.with_right_spelling(|| spelling::corrected(text))),
        }
    }

    /// The origin as a browser sends it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Reads an origin without proposing a better spelling.
fn read(text: &str) -> Result<(), WebOriginProblem> {
    if text.is_empty() {
        return Err(WebOriginProblem::Empty);
    }
    if text.eq_ignore_ascii_case("null") {
        return Err(WebOriginProblem::Null);
    }
    let length = text.chars().count();
    if length > MAX_LENGTH {
        return Err(WebOriginProblem::TooLong { length });
    }
    if let Some(character) =
        text.chars().find(|character| character.is_whitespace() || character.is_control())
    {
        return Err(WebOriginProblem::WhiteSpace { character, right: None });
    }
    if text.contains('*') {
        return Err(WebOriginProblem::Wildcard);
    }
    let (authority, default_port) = read_scheme(text)?;
    match authority.find(['/', '\\', '?', '#']) {
        Some(end) if matches!(&authority[end..], "/" | "\\") => {
            return Err(WebOriginProblem::TrailingSlash { right: None });
        }
        Some(_) => return Err(WebOriginProblem::Path { right: None }),
        None => {}
    }
    if authority.contains('@') {
        return Err(WebOriginProblem::UserName);
    }
    let port = if authority.starts_with('[') { read_ipv6(authority)? } else { read_host(authority)? };
    if let Some(port) = port {
        parse_port(port, default_port).map_err(|problem| WebOriginProblem::Port { problem, right: None })?;
    }
    Ok(())
}

/// What follows the scheme and its slashes, and the default port of the scheme.
fn read_scheme(text: &str) -> Result<(&str, u16), WebOriginProblem> {
    if let Some(rest) = text.strip_prefix("https://") {
        return Ok((rest, 443));
    }
    if let Some(rest) = text.strip_prefix("http://") {
        return Ok((rest, 80));
    }
    let Some((scheme, rest)) = text.split_once(':') else {
        return Err(WebOriginProblem::SchemeMissing { right: None });
    };
    if scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http") {
        return Err(if scheme.bytes().any(|byte| byte.is_ascii_uppercase()) {
            WebOriginProblem::SchemeUpperCase { right: None }
        } else {
            WebOriginProblem::SlashesMissing { right: None }
        });
    }
    // `localhost:8080` is a host and a port.
    if rest.starts_with(|first: char| first.is_ascii_digit()) || text.starts_with('[') {
        return Err(WebOriginProblem::SchemeMissing { right: None });
    }
    Err(WebOriginProblem::SchemeForbidden { scheme: scheme.to_owned() })
}

/// Checks a name or an IPv4 address and answers the port as written.
fn read_host(authority: &str) -> Result<Option<&str>, WebOriginProblem> {
    let (host, port) = match authority.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (authority, None),
    };
    check_host(host).map_err(|problem| WebOriginProblem::Host { problem, right: None })?;
    Ok(port)
}

/// Checks an IPv6 address in brackets and answers the port as written.
fn read_ipv6(authority: &str) -> Result<Option<&str>, WebOriginProblem> {
    let (host, rest) = authority.split_at(authority.find(']').map_or(authority.len(), |end| end + 1));
    if ipv6::canonical(host).as_deref() != Some(host) {
        return Err(WebOriginProblem::Ipv6Spelling { right: None });
    }
    match rest.strip_prefix(':') {
        Some(port) => Ok(Some(port)),
        None if rest.is_empty() => Ok(None),
        None => Err(WebOriginProblem::Host {
            problem: HostProblem::ForbiddenCharacter { character: ']' },
            right: None,
        }),
    }
}

impl fmt::Display for WebOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for WebOrigin {
    type Error = WebOriginProblem;

    fn try_from(text: String) -> Result<Self, WebOriginProblem> {
        Self::parse(&text)
    }
}

impl From<WebOrigin> for String {
    fn from(origin: WebOrigin) -> Self {
        origin.0
    }
}
