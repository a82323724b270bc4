//! Who a request is from, as the proxies in front tell: `X-Forwarded-For`, or `Forwarded` (RFC 7239).
//!
//! Each proxy adds the address that it was asked from at the right end. So the header is read from there, and only as far
//! as proxies wrote it that are trusted: what stands further left, anybody can have written.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use http::{HeaderMap, HeaderName, header};

use crate::config::{ForwardedHeader, NetworkSettings};

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// What only proxies send: a request with one of these came through one.
const OF_PROXIES: [HeaderName; 6] = [
    header::FORWARDED,
    X_FORWARDED_FOR,
    HeaderName::from_static("x-forwarded-host"),
    HeaderName::from_static("x-forwarded-proto"),
    HeaderName::from_static("x-real-ip"),
    header::VIA,
];

/// Whether a request came through a proxy, or pretends to.
pub(crate) fn is_forwarded(headers: &HeaderMap) -> bool {
    OF_PROXIES.iter().any(|name| headers.contains_key(name))
}

/// Where a request began: the right-most address that is not a trusted proxy's. Where what a trusted proxy wrote is no
/// address, or where it wrote nothing, it is that proxy.
pub(crate) fn client_address(peer: IpAddr, headers: &HeaderMap, network: &NetworkSettings) -> IpAddr {
    let mut nearest = peer.to_canonical();
    let mut told = match network.forwarded_header {
        ForwardedHeader::XForwardedFor => told(headers, X_FORWARDED_FOR, list_from_the_right, node),
        ForwardedHeader::Forwarded => {
            told(headers, header::FORWARDED, elements_from_the_right, for_parameter)
        }
    }
    .into_iter();
    while network.trusts(nearest) {
        match told.next() {
            Some(Some(address)) => nearest = address,
            Some(None) | None => break,
        }
    }
    nearest
}

/// What the header tells, the nearest first; none for what is no address.
fn told(
    headers: &HeaderMap,
    name: HeaderName,
    split: fn(&str) -> Vec<&str>,
    read: fn(&str) -> Option<IpAddr>,
) -> Vec<Option<IpAddr>> {
    let lines: Vec<_> = headers.get_all(name).iter().collect();
    // RFC 9110 §5.3: several lines are one list.
    lines
        .into_iter()
        .rev()
        .flat_map(|line| match line.to_str() {
            Ok(line) => split(line).into_iter().map(read).collect(),
            Err(_) => vec![None],
        })
        .collect()
}

/// The elements of a list, the last first. RFC 9110 §5.6.1.2: empty ones do not count.
fn list_from_the_right(line: &str) -> Vec<&str> {
    line.rsplit(',').map(str::trim).filter(|element| !element.is_empty()).collect()
}

/// The same where an element may have commas between quotes. Read from the right: a quote that is never closed can only
/// spoil what stands further left.
fn elements_from_the_right(line: &str) -> Vec<&str> {
    split_from_the_right(line, b',').into_iter().filter(|element| !element.is_empty()).collect()
}

fn split_from_the_right(text: &str, separator: u8) -> Vec<&str> {
    let bytes = text.as_bytes();
    let (mut parts, mut end, mut is_quoted) = (Vec::new(), bytes.len(), false);
    for place in (0..bytes.len()).rev() {
        let byte = bytes[place];
        if byte == b'"' {
            // RFC 9110 §5.6.4: a quote after a back-slash is part of the text.
            let escapes = bytes[..place].iter().rev().take_while(|byte| **byte == b'\\').count();
            is_quoted ^= !(is_quoted && escapes % 2 == 1);
        } else if byte == separator && !is_quoted {
            parts.push(text[place + 1..end].trim());
            end = place;
        }
    }
    parts.push(text[..end].trim());
    parts
}

/// The address in the parameter `for` of an element (RFC 7239 §5.2), where it is there once.
fn for_parameter(element: &str) -> Option<IpAddr> {
    let mut values = split_from_the_right(element, b';').into_iter().filter_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        name.eq_ignore_ascii_case("for").then_some(value)
    });
    let value = values.next().filter(|_| values.next().is_none())?;
    // No address has anything in it that would be escaped.
    node(value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value))
}

/// An address, with a port or without (RFC 7239 §6); none for `unknown` and for a name made up to hide one.
fn node(text: &str) -> Option<IpAddr> {
    let address = if let Some(rest) = text.strip_prefix('[') {
        let (address, port) = rest.split_once(']')?;
        is_port(port).then(|| address.parse::<Ipv6Addr>().ok())?.map(IpAddr::from)
    } else if let Ok(address) = text.parse::<IpAddr>() {
        Some(address)
    } else {
        let (address, _) = text.split_once(':').filter(|(address, _)| is_port(&text[address.len()..]))?;
        address.parse::<Ipv4Addr>().ok().map(IpAddr::from)
    };
    address.map(|address| address.to_canonical())
}

/// Nothing, or a colon and a port, which may be hidden, too.
fn is_port(text: &str) -> bool {
    let Some(port) = text.strip_prefix(':') else { return text.is_empty() };
    let is_number = !port.is_empty() && port.len() <= 5 && port.bytes().all(|byte| byte.is_ascii_digit());
    let is_hidden = port.strip_prefix('_').is_some_and(|name| {
        !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
    });
    is_number || is_hidden
}

#[cfg(test)]
mod tests;
