//! IPv6 addresses in the one spelling a browser gives them (WHATWG URL, IPv6 serializer).

use std::fmt::Write;
use std::net::Ipv6Addr;

/// The spelling of an address in brackets, with its brackets.
pub(super) fn canonical(bracketed: &str) -> Option<String> {
    let address: Ipv6Addr = bracketed.strip_prefix('[')?.strip_suffix(']')?.parse().ok()?;
    let pieces = address.segments();
    let (gap_start, gap_length) = longest_gap(&pieces);
    let mut text = String::from("[");
    let mut index = 0;
    while index < pieces.len() {
        if gap_length > 1 && index == gap_start {
            text.push_str(if index == 0 { "::" } else { ":" });
            index += gap_length;
            continue;
        }
        // `Ipv6Addr` itself shows a mapped IPv4 address in decimals; a browser does not.
        write!(text, "{:x}", pieces[index]).ok()?;
        index += 1;
        if index < pieces.len() {
            text.push(':');
        }
    }
    text.push(']');
    Some(text)
}

/// Start and length of the first longest run of zeros.
fn longest_gap(pieces: &[u16; 8]) -> (usize, usize) {
    let (mut start, mut length) = (0, 0);
    let mut index = 0;
    while index < pieces.len() {
        let run = pieces[index..].iter().take_while(|piece| **piece == 0).count();
        if run > length {
            (start, length) = (index, run);
        }
        index += run.max(1);
    }
    (start, length)
}
