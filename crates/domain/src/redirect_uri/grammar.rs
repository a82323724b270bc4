//! The strict grammar of redirect URIs: every rule, in the order a URI is read.

use super::problem::RedirectUriProblem as Problem;
use crate::MAX_LENGTH;
use crate::host::check_host;
use crate::port::parse_port;

/// Schemes that run code, read files or lead away from the application.
const DANGEROUS_SCHEMES: [&str; 12] = [
    "about",
    "blob",
    "data",
    "file",
    "filesystem",
    "ftp",
    "javascript",
    "mailto",
    "urn",
    "vbscript",
    "ws",
    "wss",
];

/// What the authorization response itself adds (RFC 6749 §4.1.2, RFC 9207, JARM).
const RESPONSE_PARAMETERS: [&str; 6] = ["code", "state", "error", "error_description", "iss", "response"];

/// Where the components of a URI begin and end, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Anatomy {
    pub(super) scheme_end: usize,
    pub(super) host_end: Option<usize>,
    pub(super) port: Option<u16>,
    pub(super) path_start: usize,
    pub(super) path_end: usize,
}

/// Reads a URI without proposing a better spelling.
pub(super) fn read(text: &str) -> Result<Anatomy, Problem> {
    check_characters(text)?;
    let scheme_end = scheme_end(text).ok_or(Problem::SchemeMissing { right: None })?;
    let (scheme, rest) = (&text[..scheme_end], &text[scheme_end + 1..]);
    match scheme.to_ascii_lowercase().as_str() {
        "https" | "http" => read_web(text, scheme_end),
        known if DANGEROUS_SCHEMES.contains(&known) => {
            Err(Problem::SchemeForbidden { scheme: scheme.to_owned() })
        }
        _ if is_port(rest) => Err(Problem::SchemeMissing { right: None }),
        private if private.contains('.') => read_private_use(text, scheme_end),
        _ => Err(Problem::SchemeWithoutDot { scheme: scheme.to_owned() }),
    }
}

/// `localhost:8080/callback` is a host and a port, whatever RFC 3986 says.
pub(super) fn is_port(after_colon: &str) -> bool {
    after_colon.starts_with(|first: char| first.is_ascii_digit())
}

fn check_characters(text: &str) -> Result<(), Problem> {
    if text.is_empty() {
        return Err(Problem::Empty);
    }
    let length = text.chars().count();
    if length > MAX_LENGTH {
        return Err(Problem::TooLong { length });
    }
    for (position, character) in text.char_indices() {
        match character {
            character if character.is_whitespace() || character.is_control() => {
                return Err(Problem::WhiteSpace { character, right: None });
            }
            character if !character.is_ascii() => {
                return Err(not_ascii(&text[..position], character));
            }
            '#' | '%' | '^' | '{' | '}' | '|' | '[' | ']' | '\\' | '"' | '<' | '>' | '`' => {
                return Err(Problem::ForbiddenCharacter { character, right: None });
            }
            _ => {}
        }
    }
    Ok(())
}

fn not_ascii(before: &str, character: char) -> Problem {
    let is_in_host = before.split_once("://").is_some_and(|(_, rest)| !rest.contains(['/', '?']));
    if is_in_host {
        Problem::Host { problem: crate::HostProblem::NotAscii { character }, right: None }
    } else {
        Problem::NotAscii { character }
    }
}

/// Where the colon after the scheme is (RFC 3986 §3.1).
pub(super) fn scheme_end(text: &str) -> Option<usize> {
    let end = text.find(':')?;
    let is_scheme = text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text[..end].bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    is_scheme.then_some(end)
}

fn read_web(text: &str, scheme_end: usize) -> Result<Anatomy, Problem> {
    let scheme = &text[..scheme_end];
    if scheme.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Err(Problem::SchemeUpperCase { right: None });
    }
    let authority = text[scheme_end..].strip_prefix("://").ok_or(Problem::SlashesMissing { right: None })?;
    let authority_start = text.len() - authority.len();
    let authority = authority.split(['/', '?']).next().unwrap_or_default();
    let path_start = authority_start + authority.len();
    if authority.contains('@') {
        return Err(Problem::UserName);
    }
    if authority.contains('*') {
        return Err(Problem::WildcardPlace { right: None });
    }
    let (host, port) = match authority.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (authority, None),
    };
    check_host(host).map_err(|problem| Problem::Host { problem, right: None })?;
    let is_http = scheme == "http";
    if is_http && !matches!(host, "localhost" | "127.0.0.1") {
        return Err(Problem::HttpBeyondLoopback { right: None });
    }
    let port = port
        .map(|port| parse_port(port, if is_http { 80 } else { 443 }))
        .transpose()
        .map_err(|problem| Problem::Port { problem, right: None })?;
    let path_end = read_path_and_query(text, path_start)?;
    check_wildcard(text, path_start)?;
    Ok(Anatomy { scheme_end, host_end: Some(authority_start + host.len()), port, path_start, path_end })
}

fn read_private_use(text: &str, scheme_end: usize) -> Result<Anatomy, Problem> {
    let scheme = &text[..scheme_end];
    if scheme.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Err(Problem::SchemeUpperCase { right: None });
    }
    if scheme.split('.').any(str::is_empty) {
        return Err(Problem::SchemeWithoutDot { scheme: scheme.to_owned() });
    }
    let path_start = scheme_end + 1;
    let path = &text[path_start..];
    if !path.starts_with('/') || path.starts_with("//") {
        return Err(Problem::PrivateUseForm { right: None });
    }
    if text.contains('*') {
        return Err(Problem::WildcardPlace { right: None });
    }
    let path_end = read_path_and_query(text, path_start)?;
    Ok(Anatomy { scheme_end, host_end: None, port: None, path_start, path_end })
}

/// Where the path ends.
fn read_path_and_query(text: &str, path_start: usize) -> Result<usize, Problem> {
    let rest = &text[path_start..];
    let (path, query) = match rest.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (rest, None),
    };
    // Some servers drop what follows a `;` and then find the dots.
    let is_dots = |segment: &str| matches!(segment.split(';').next(), Some("." | ".."));
    if path.split('/').any(is_dots) {
        return Err(Problem::DotSegment { right: None });
    }
    if let Some(query) = query {
        check_query(query)?;
    }
    Ok(path_start + path.len())
}

fn check_query(query: &str) -> Result<(), Problem> {
    if query.contains('\'') {
        // A browser percent-encodes it in a query (WHATWG URL, special-query percent-encode set).
        return Err(Problem::ForbiddenCharacter { character: '\'', right: None });
    }
    for parameter in query.split('&') {
        let name = parameter.split('=').next().unwrap_or_default();
        if let Some(&name) = RESPONSE_PARAMETERS.iter().find(|&&reserved| reserved == name) {
            return Err(Problem::ResponseParameter { name });
        }
    }
    Ok(())
}

fn check_wildcard(text: &str, path_start: usize) -> Result<(), Problem> {
    let rest = &text[path_start..];
    match rest.find('*') {
        None => Ok(()),
        Some(star) if star + 1 == rest.len() && rest[..star].ends_with('/') && !rest.contains('?') => Ok(()),
        Some(_) => Err(Problem::WildcardPlace { right: None }),
    }
}
