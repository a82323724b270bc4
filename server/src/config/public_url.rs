//! The URL that people and clients use.

use std::str::FromStr;

const HTTP: &str = "http://";

/// An `http` or `https` URL of an origin, without a path: the issuer identifier (RFC 8414 §2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(String);

/// The text is not the URL of an origin.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} Example: https://gatehouse.example.com")]
pub struct PublicUrlMalformed(String);

impl PublicUrl {
    /// The URL, without a trailing slash.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether only this machine can use it.
    pub(super) fn is_of_this_machine(&self) -> bool {
        self.0.split_once("://").is_some_and(|(_, authority)| is_this_machine(authority))
    }
}

fn is_this_machine(authority: &str) -> bool {
    ["localhost", "127.0.0.1", "[::1]"]
        .iter()
        .any(|host| authority.strip_prefix(host).is_some_and(|port| port.is_empty() || port.starts_with(':')))
}

impl FromStr for PublicUrl {
    type Err = PublicUrlMalformed;

    fn from_str(text: &str) -> Result<Self, PublicUrlMalformed> {
        let origin = text.strip_suffix('/').unwrap_or(text);
        domain::WebOrigin::parse(origin).map_err(|problem| PublicUrlMalformed(problem.to_string()))?;
        // The session cookie is Secure: over plain HTTP a browser keeps it for this machine only.
        if origin.strip_prefix(HTTP).is_some_and(|authority| !is_this_machine(authority)) {
            return Err(PublicUrlMalformed("Use https, or http only for localhost.".to_owned()));
        }
        Ok(Self(origin.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_url_is_the_url_of_an_origin() {
        for (text, expected) in [
            ("http://localhost:3000", Some("http://localhost:3000")),
            ("http://localhost:3000/", Some("http://localhost:3000")),
            ("https://gatehouse.example.com", Some("https://gatehouse.example.com")),
            ("http://127.0.0.1:8080", Some("http://127.0.0.1:8080")),
            ("http://[::1]:8080", Some("http://[::1]:8080")),
            ("http://[::1]", Some("http://[::1]")),
            ("http://localhost.example.com", None),
            ("http://gatehouse.example.com", None),
            ("https://gatehouse.example.com/portal", None),
            ("https://Gatehouse.example.com", None),
            ("gatehouse.example.com", None),
            ("", None),
        ] {
            assert_eq!(text.parse::<PublicUrl>().ok().as_ref().map(PublicUrl::as_str), expected, "{text}");
        }
    }
}
