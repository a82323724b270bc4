//! Where messages to a webhook go.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::is_public_address;
use crate::character::Shown;
use crate::host::check_host;
use crate::port::parse_port;
use crate::{HostProblem, PortProblem, Problem};

const MAX_URL_LENGTH: usize = 2_000;

/// Where messages to a webhook go: https, or http to the server's own machine; at most 2,000 ASCII characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WebhookUrl(String);

impl WebhookUrl {
    /// Reads a URL as typed; white space around it is dropped.
    ///
    /// # Errors
    /// The first [`WebhookUrlProblem`] found.
    pub fn parse(typed: &str) -> Result<Self, WebhookUrlProblem> {
        let url = typed.trim();
        if url.is_empty() {
            return Err(WebhookUrlProblem::Empty);
        }
        let length = url.chars().count();
        if length > MAX_URL_LENGTH {
            return Err(WebhookUrlProblem::TooLong { length });
        }
        if url.contains('#') {
            return Err(WebhookUrlProblem::Fragment);
        }
        // RFC 3986 §2: what may stand in a URI at all.
        let is_allowed = |character: &char| {
            character.is_ascii_alphanumeric() || "-._~:/?[]@!$&'()*+,;=%".contains(*character)
        };
        if let Some(character) = url.chars().find(|character| !is_allowed(character)) {
            return Err(WebhookUrlProblem::ForbiddenCharacter { character });
        }
        let (default_port, authority, _) = parts(url).ok_or(WebhookUrlProblem::Scheme)?;
        if authority.contains('@') {
            return Err(WebhookUrlProblem::UserName);
        }
        let (host, port) = host_and_port(authority);
        if !is_ipv6(host) {
            check_host(host).map_err(WebhookUrlProblem::Host)?;
        }
        if let Some(port) = port {
            parse_port(port, default_port).map_err(WebhookUrlProblem::Port)?;
        }
        if default_port == HTTP_PORT && !is_this_machine(host) {
            return Err(WebhookUrlProblem::NotEncrypted);
        }
        Ok(Self(url.to_owned()))
    }

    /// The URL as it is shown, stored and asked.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host, and the port where it is not the scheme's own.
    pub fn authority(&self) -> &str {
        self.parts().1
    }

    /// Whether the host is, as far as its name says, one that only this machine or its network can reach.
    pub fn is_private(&self) -> bool {
        let host = host_and_port(self.authority()).0;
        is_this_machine(host) || address(host).is_some_and(|address| !is_public_address(address))
    }

    /// The URL without what follows the host: path and query may hold what proves to the webhook who is sending.
    pub fn shortened(&self) -> String {
        match self.parts().2 {
            "" | "/" => self.0.clone(),
            secret => format!("{}/…", &self.0[..self.0.len() - secret.len()]),
        }
    }

    fn parts(&self) -> (u16, &str, &str) {
        parts(&self.0).expect("a checked URL has a scheme")
    }
}

const HTTPS_PORT: u16 = 443;
const HTTP_PORT: u16 = 80;

/// The default port of the scheme, the authority, and what follows.
fn parts(url: &str) -> Option<(u16, &str, &str)> {
    let https = url.strip_prefix("https://").map(|rest| (HTTPS_PORT, rest));
    let (default_port, rest) = https.or_else(|| Some((HTTP_PORT, url.strip_prefix("http://")?)))?;
    let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    Some((default_port, authority, path))
}

fn host_and_port(authority: &str) -> (&str, Option<&str>) {
    let after_brackets = authority.rfind(']').map_or(0, |end| end + 1);
    match authority[after_brackets..].find(':') {
        Some(colon) => {
            let (host, port) = authority.split_at(after_brackets + colon);
            (host, Some(&port[1..]))
        }
        None => (authority, None),
    }
}

fn is_ipv6(host: &str) -> bool {
    ipv6(host).is_some()
}

fn ipv6(host: &str) -> Option<Ipv6Addr> {
    host.strip_prefix('[')?.strip_suffix(']')?.parse().ok()
}

fn address(host: &str) -> Option<IpAddr> {
    ipv6(host).map(IpAddr::from).or_else(|| host.parse::<Ipv4Addr>().ok().map(IpAddr::from))
}

/// RFC 6761 §6.3: these names are loopback, and nothing else.
fn is_this_machine(host: &str) -> bool {
    host == "localhost"
        || host.ends_with(".localhost")
        || address(host).is_some_and(|address| address.is_loopback())
}

impl fmt::Display for WebhookUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for WebhookUrl {
    type Error = WebhookUrlProblem;

    fn try_from(typed: String) -> Result<Self, WebhookUrlProblem> {
        Self::parse(&typed)
    }
}

impl From<WebhookUrl> for String {
    fn from(url: WebhookUrl) -> Self {
        url.0
    }
}

/// Why a text is no [`WebhookUrl`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WebhookUrlProblem {
    /// Nothing was typed.
    Empty,
    /// More than 2,000 characters.
    TooLong {
        /// How many there are.
        length: usize,
    },
    /// A `#`.
    Fragment,
    /// A character that no URI has.
    ForbiddenCharacter {
        /// The first such character.
        character: char,
    },
    /// Neither `https://` nor `http://` at its beginning.
    Scheme,
    /// A user name, or a password with it.
    UserName,
    /// The host.
    Host(HostProblem),
    /// The port.
    Port(PortProblem),
    /// `http` to another machine.
    NotEncrypted,
}

impl fmt::Display for WebhookUrlProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Enter a URL, such as https://hooks.example.com/gatehouse."),
            Self::TooLong { length } => {
                write!(f, "The URL has {length} characters. Use at most {MAX_URL_LENGTH}.")
            }
            Self::Fragment => f.write_str("The URL has a fragment. Leave out the “#” and what follows."),
            Self::ForbiddenCharacter { character } => write!(
                f,
                "The URL contains {}. Use what stands in a URL: ASCII letters, digits and punctuation.",
                Shown(*character)
            ),
            Self::Scheme => f.write_str("Begin with “https://”, in lower case."),
            Self::UserName => f.write_str(
                "The URL has a user name or a password. Leave it out: the signature proves who is sending.",
            ),
            Self::Host(problem) => problem.fmt(f),
            Self::Port(problem) => problem.fmt(f),
            Self::NotEncrypted => f.write_str("Use https, or http only for localhost."),
        }
    }
}

impl std::error::Error for WebhookUrlProblem {}

impl Problem for WebhookUrlProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "required",
            Self::TooLong { .. } => "too_long",
            Self::Fragment => "fragment",
            Self::ForbiddenCharacter { .. } => "forbidden_character",
            Self::Scheme => "scheme",
            Self::UserName => "user_name",
            Self::Host(problem) => problem.code(),
            Self::Port(problem) => problem.code(),
            Self::NotEncrypted => "not_encrypted",
        }
    }
}
