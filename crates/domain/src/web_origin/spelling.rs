//! The right spelling of an origin that breaks a rule, where there is one.

use super::ipv6;

/// The origin that was meant, where it breaks no rule.
pub(super) fn corrected(text: &str) -> Option<String> {
    let right = respelled(text.trim())?;
    (right != text && super::read(&right).is_ok()).then_some(right)
}

fn respelled(text: &str) -> Option<String> {
    let (scheme, rest) = match text.split_once(':') {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("https") => ("https", rest),
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") => ("http", rest),
        Some((_, rest)) if rest.starts_with("//") => return None,
        Some(_) | None => ("", text),
    };
    let authority = rest.trim_start_matches(['/', '\\']).split(['/', '\\', '?', '#']).next()?;
    let authority = authority.to_ascii_lowercase();
    let host_end = match authority.find(']') {
        Some(end) => end + 1,
        None => authority.find(':').unwrap_or(authority.len()),
    };
    let (host, port) = authority.split_at(host_end);
    let host = if host.starts_with('[') {
        ipv6::canonical(host)?
    } else {
        host.strip_suffix('.').unwrap_or(host).to_owned()
    };
    let scheme = match (scheme, host.as_str()) {
        ("", "localhost" | "127.0.0.1" | "[::1]") => "http",
        ("", _) => "https",
        (scheme, _) => scheme,
    };
    let port = port.trim_start_matches(':').trim_start_matches('0');
    let is_default = matches!((scheme, port), ("https", "443") | ("http", "80"));
    let (colon, port) = if port.is_empty() || is_default { ("", "") } else { (":", port) };
    Some([scheme, "://", &host, colon, port].concat())
}
