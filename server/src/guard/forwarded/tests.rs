use http::HeaderValue;
use proptest::prelude::*;

use super::*;

const PEER: &str = "10.0.0.1";

fn network(forwarded_header: ForwardedHeader) -> NetworkSettings {
    NetworkSettings {
        trusted_proxies: ["10.0.0.0/8", "2001:db8:ffff::/48"].map(|network| network.parse().unwrap()).into(),
        forwarded_header,
        ..NetworkSettings::default()
    }
}

fn headers(name: &HeaderName, lines: &[&str]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for line in lines {
        headers.append(name, HeaderValue::try_from(line.as_bytes()).unwrap());
    }
    headers
}

fn by(header: ForwardedHeader, peer: &str, lines: &[&str]) -> String {
    let name = match header {
        ForwardedHeader::XForwardedFor => X_FORWARDED_FOR,
        ForwardedHeader::Forwarded => header::FORWARDED,
    };
    client_address(peer.parse().unwrap(), &headers(&name, lines), &network(header)).to_string()
}

#[test]
fn x_forwarded_for_is_read_from_the_right_as_far_as_proxies_are_trusted() {
    for (peer, lines, expected) in [
        (PEER, &[][..], PEER),
        (PEER, &["192.0.2.1"], "192.0.2.1"),
        ("::ffff:10.0.0.1", &["192.0.2.1"], "192.0.2.1"),
        (PEER, &["192.0.2.1:51234"], "192.0.2.1"),
        (PEER, &["2001:db8::1"], "2001:db8::1"),
        (PEER, &["[2001:db8::1]"], "2001:db8::1"),
        (PEER, &["[2001:db8::1]:443"], "2001:db8::1"),
        (PEER, &["::ffff:192.0.2.1"], "192.0.2.1"),
        (PEER, &["198.51.100.9, 192.0.2.1"], "192.0.2.1"),
        (PEER, &["198.51.100.9,192.0.2.1 , 10.1.2.3,2001:db8:ffff::7"], "192.0.2.1"),
        (PEER, &["198.51.100.9", "192.0.2.1"], "192.0.2.1"),
        (PEER, &["192.0.2.1", "10.9.9.9"], "192.0.2.1"),
        (PEER, &["192.0.2.1,, ,"], "192.0.2.1"),
        (PEER, &["10.1.1.1, 10.2.2.2"], "10.1.1.1"),
        (PEER, &["192.0.2.1, unknown"], PEER),
        (PEER, &["192.0.2.1, nonsense, 10.3.3.3"], "10.3.3.3"),
        (PEER, &["192.0.2.1:"], PEER),
        (PEER, &["192.0.2.1:x"], PEER),
        (PEER, &["[192.0.2.1]"], PEER),
        (PEER, &["[2001:db8::1]x"], PEER),
        (PEER, &["fe80::1%eth0"], PEER),
        (PEER, &["192.0.2.1, \u{e9}"], PEER),
        ("192.0.2.77", &["198.51.100.9"], "192.0.2.77"),
        ("::ffff:192.0.2.77", &["198.51.100.9"], "192.0.2.77"),
    ] {
        assert_eq!(by(ForwardedHeader::XForwardedFor, peer, lines), expected, "{peer} {lines:?}");
    }
}

#[test]
fn forwarded_is_read_from_the_right_as_far_as_proxies_are_trusted() {
    for (lines, expected) in [
        (&["for=192.0.2.1"][..], "192.0.2.1"),
        (&["For=\"192.0.2.1:4711\";proto=https;by=10.0.0.1"], "192.0.2.1"),
        (&["proto=https; for=\"[2001:db8:cafe::17]:4711\""], "2001:db8:cafe::17"),
        (&["for=\"192.0.2.1:_hidden\""], "192.0.2.1"),
        (&["for=198.51.100.9, for=192.0.2.1"], "192.0.2.1"),
        (&["for=192.0.2.1, for=\"[2001:db8:ffff::2]\", for=10.7.7.7"], "192.0.2.1"),
        (&["for=198.51.100.9", "for=192.0.2.1"], "192.0.2.1"),
        (&["for=unknown"], PEER),
        (&["for=_secret"], PEER),
        (&["for=192.0.2.1, for=_secret, for=10.7.7.7"], "10.7.7.7"),
        (&["proto=https"], PEER),
        (&["for=192.0.2.1;for=198.51.100.9"], PEER),
        (&["192.0.2.1"], PEER),
        // What a client sends in front of what the proxy adds.
        (&["for=\", for=192.0.2.1"], "192.0.2.1"),
        (&["for=\"a\\\", for=192.0.2.1"], "192.0.2.1"),
        (&["host=\"a, for=198.51.100.9\", for=192.0.2.1"], "192.0.2.1"),
        (&["for=192.0.2.1;host=\"x, for=198.51.100.9\""], "192.0.2.1"),
        (&["for=192.0.2.1;host=\"x\\\", for=198.51.100.9\""], "192.0.2.1"),
    ] {
        assert_eq!(by(ForwardedHeader::Forwarded, PEER, lines), expected, "{lines:?}");
    }
}

#[test]
fn the_header_that_was_not_chosen_says_nothing() {
    for (chosen, sent) in [
        (ForwardedHeader::Forwarded, headers(&X_FORWARDED_FOR, &["198.51.100.9"])),
        (ForwardedHeader::XForwardedFor, headers(&header::FORWARDED, &["for=198.51.100.9"])),
    ] {
        assert!(is_forwarded(&sent));
        assert_eq!(client_address(PEER.parse().unwrap(), &sent, &network(chosen)).to_string(), PEER);
    }
}

proptest! {
    #[test]
    fn nothing_that_a_client_sends_hides_where_it_is(
        sent in "[ -~]{0,80}",
        client in any::<[u8; 4]>().prop_map(Ipv4Addr::from).prop_filter("not a proxy", |ip| ip.octets()[0] != 10),
        hops in 0usize..4,
    ) {
        let proxies = ", 10.0.0.2".repeat(hops);
        let line = format!("{sent}, {client}{proxies}");
        prop_assert_eq!(by(ForwardedHeader::XForwardedFor, PEER, &[&line]), client.to_string());
        let proxies = ", for=10.0.0.2;proto=https".repeat(hops);
        let line = format!("{sent}, for={client};by=\"[2001:db8:ffff::1]\"{proxies}");
        prop_assert_eq!(by(ForwardedHeader::Forwarded, PEER, &[&line]), client.to_string());
    }

    #[test]
    fn from_a_stranger_nothing_is_believed(sent in "[ -~]{0,120}") {
        prop_assert_eq!(by(ForwardedHeader::XForwardedFor, "192.0.2.77", &[&sent]), "192.0.2.77");
        prop_assert_eq!(by(ForwardedHeader::Forwarded, "192.0.2.77", &[&sent]), "192.0.2.77");
    }
}
