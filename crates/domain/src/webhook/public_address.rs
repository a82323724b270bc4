//! Which addresses are everybody's: where a server may be sent by who only typed a name.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address is one of the public internet: not of this machine, of the network around it, of a group, of a
/// document, or of no one (IANA's registries of special-purpose addresses, RFC 6890). What carries an IPv4 address is
/// judged by that.
pub fn is_public_address(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    match address.octets() {
        // "This network", private, loopback (RFC 791, RFC 1918, RFC 1122).
        [0 | 10 | 127, ..] => false,
        // Shared behind a carrier's NAT (RFC 6598).
        [100, 64..=127, ..] => false,
        // Link-local (RFC 3927), where clouds tell their secrets.
        [169, 254, ..] => false,
        [172, 16..=31, ..] => false,
        // Protocol assignments (RFC 6890), documents (RFC 5737), relays of 6to4 (RFC 7526).
        [192, 0, 0 | 2, _] | [192, 88, 99, _] => false,
        [192, 168, ..] => false,
        // Benchmarks (RFC 2544).
        [198, 18 | 19, ..] => false,
        [198, 51, 100, _] | [203, 0, 113, _] => false,
        // Groups, the future, and everybody at once.
        [224..=255, ..] => false,
        _ => true,
    }
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, c, d, e, f, g, h] = address.segments();
    let v4 = |high: u16, low: u16| Ipv4Addr::from(u32::from(high) << 16 | u32::from(low));
    match [a, b, c, d, e, f] {
        // IPv4-mapped (RFC 4291 §2.5.5.2), and translated to IPv4 on the way (RFC 6052 §2.1).
        [0, 0, 0, 0, 0, 0xffff] | [0x64, 0xff9b, 0, 0, 0, 0] => is_public_v4(v4(g, h)),
        // 6to4 (RFC 3056 §2).
        [0x2002, high, low, ..] => is_public_v4(v4(high, low)),
        // Protocol assignments, Teredo among them (RFC 2928, RFC 4380), and documents (RFC 3849, RFC 9637).
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => false,
        // All that is given out to anybody (RFC 3513 §4).
        [0x2000..=0x3fff, ..] => true,
        _ => false,
    }
}
