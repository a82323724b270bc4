//! The right spelling of a URI that breaks a rule, where there is one.

use super::grammar;

/// A spelling that breaks no rule and leads where this one was meant to, where there is one.
pub(super) fn corrected(text: &str) -> Option<String> {
    let meant = text.trim().replace('\\', "/").replace("[::1]", "127.0.0.1");
    let meant = meant.split('#').next().unwrap_or_default();
    let right = respelled(meant)?;
    (right != text && grammar::read(&right).is_ok()).then_some(right)
}

fn respelled(text: &str) -> Option<String> {
    let (scheme, rest) = split_scheme(text);
    if scheme.is_empty() && rest.starts_with('/') && !rest.starts_with("//") {
        // A path alone does not tell the host.
        return None;
    }
    let rest = rest.trim_start_matches('/');
    if scheme.contains('.') {
        return Some([&scheme, ":", &tail(&["/", rest].concat())].concat());
    }
    let (authority, rest) = rest.split_at(rest.find(['/', '?', '*']).unwrap_or(rest.len()));
    let is_star_in_authority = rest.starts_with('*') && authority.ends_with(['.', ':']);
    let is_odd_scheme = scheme.is_empty() && authority.ends_with(':');
    if is_star_in_authority || is_odd_scheme {
        return None;
    }
    let (host, port) = authority.split_once(':').unwrap_or((authority, ""));
    let host = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    let is_loopback = matches!(host.as_str(), "localhost" | "127.0.0.1");
    let right_scheme = match scheme.as_str() {
        "http" | "" if is_loopback => "http",
        "http" | "https" | "" => "https",
        _ => return None,
    };
    let port = port.trim_start_matches('0');
    // Who wrote `http` and its default port meant the default, also where `https` is right.
    let default = if scheme == "http" || right_scheme == "http" { "80" } else { "443" };
    let (colon, port) =
        if port == default { ("", "") } else { (if port.is_empty() { "" } else { ":" }, port) };
    Some([right_scheme, "://", &host, colon, port, &tail(rest)].concat())
}

/// The scheme in lower case, empty where there is none, and what follows its colon.
fn split_scheme(text: &str) -> (String, &str) {
    for forgotten_colon in ["https//", "http//"] {
        if let Some(rest) = text.strip_prefix(forgotten_colon) {
            return (forgotten_colon.trim_end_matches('/').to_owned(), rest);
        }
    }
    let Some(end) = grammar::scheme_end(text) else {
        return (String::new(), text);
    };
    let (scheme, rest) = (text[..end].to_ascii_lowercase(), &text[end + 1..]);
    if grammar::is_port(rest) && scheme != "https" && scheme != "http" {
        return (String::new(), text);
    }
    (scheme, rest)
}

/// Path and query without dot segments, the star of a wildcard directly after a slash.
fn tail(rest: &str) -> String {
    let (path, query) = rest.split_at(rest.find('?').unwrap_or(rest.len()));
    let path = without_dot_segments(path);
    match path.strip_suffix('*') {
        Some(before) => [before.trim_end_matches(['*', '/']), "/*", query].concat(),
        None => [&path, query].concat(),
    }
}

/// RFC 3986 §5.2.4, for a path that is empty or begins with a slash.
fn without_dot_segments(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut segments = path.split('/').peekable();
    while let Some(segment) = segments.next() {
        if !matches!(segment, "." | "..") {
            kept.push(segment);
            continue;
        }
        if segment == ".." && kept.len() > 1 {
            kept.pop();
        }
        if segments.peek().is_none() {
            kept.push("");
        }
    }
    kept.join("/")
}
