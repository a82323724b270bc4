//! Webhooks: where they are, what they are told of, and which addresses are public.

use std::net::IpAddr;

use domain::{
    AuditAction, DeliveryState, Field, WebhookDraft, WebhookUrl, WebhookUrlProblem, is_public_address,
};
use proptest::prelude::*;

use crate::table::{accepts, refuses};

fn draft(url: &str, events: &[&str]) -> WebhookDraft {
    WebhookDraft {
        url: url.to_owned(),
        description: String::new(),
        events: events.iter().map(|event| (*event).to_owned()).collect(),
    }
}

#[test]
fn a_url_is_https_or_http_to_this_machine() {
    accepts(
        &[
            "https://hooks.example.com",
            " https://hooks.example.com/gatehouse?key=1&x=%20 ",
            "https://hooks.example.com:8443/",
            "https://192.0.2.1/hook",
            "https://[2001:db8::1]:8443/hook",
            "https://a.b?x",
            "http://localhost",
            "http://localhost:9000/hook",
            "http://receiver.localhost/hook",
            "http://127.0.0.1:9000/hook",
            "http://[::1]:9000/hook",
            &format!("https://a.b/{}", "a".repeat(1_988)),
        ],
        WebhookUrl::parse,
    );
    refuses(
        &[
            ("", "required", None),
            (" \n ", "required", None),
            ("hooks.example.com", "scheme", None),
            ("//hooks.example.com", "scheme", None),
            ("HTTPS://hooks.example.com", "scheme", None),
            ("ftp://hooks.example.com", "scheme", None),
            ("file:///etc/passwd", "scheme", None),
            ("http://hooks.example.com", "not_encrypted", None),
            ("http://10.0.0.1/", "not_encrypted", None),
            ("http://localhost.example.com/", "not_encrypted", None),
            ("http://notlocalhost/", "not_encrypted", None),
            ("https://ada:secret@hooks.example.com/", "user_name", None),
            ("https://ada@hooks.example.com/", "user_name", None),
            ("https://127.0.0.1@hooks.example.com/", "user_name", None),
            ("https://hooks.example.com/#part", "fragment", None),
            ("https://hooks.example.com/a b", "forbidden_character", None),
            ("https://hooks.example.com\\@evil.example/", "forbidden_character", None),
            ("https://hooks.example.com/\u{e9}", "forbidden_character", None),
            ("https://hooks.example.com/\u{0}", "forbidden_character", None),
            ("https://", "host_missing", None),
            ("https:///hook", "host_missing", None),
            ("https://:8443/", "host_missing", None),
            ("https://Hooks.example.com/", "host_upper_case", None),
            ("https://hooks_example/", "host_forbidden_character", None),
            ("https://0x7f.1/", "host_ipv4_spelling", None),
            ("https://2130706433/", "host_ipv4_spelling", None),
            ("https://[::1/", "host_forbidden_character", None),
            ("https://[]/", "host_forbidden_character", None),
            ("https://[fe80::1%25eth0]/", "host_forbidden_character", None),
            ("https://hooks.example.com:/", "port_missing", None),
            ("https://hooks.example.com:443/", "default_port", None),
            ("https://hooks.example.com:0/", "port_out_of_range", None),
            ("https://hooks.example.com:65536/", "port_out_of_range", None),
        ],
        WebhookUrl::parse,
    );
    assert_eq!(
        WebhookUrl::parse(&format!("https://a.b/{}", "a".repeat(1_989))),
        Err(WebhookUrlProblem::TooLong { length: 2_001 })
    );
}

#[test]
fn a_url_says_whom_it_names_and_keeps_the_rest_to_itself() {
    for (url, authority, shortened, is_private) in [
        ("https://hooks.example.com/a?key=1", "hooks.example.com", "https://hooks.example.com/…", false),
        ("https://hooks.example.com/T0/B0/key", "hooks.example.com", "https://hooks.example.com/…", false),
        ("https://hooks.example.com?key=1", "hooks.example.com", "https://hooks.example.com/…", false),
        ("https://a.example/https://a.example/", "a.example", "https://a.example/…", false),
        ("https://hooks.example.com:8443", "hooks.example.com:8443", "https://hooks.example.com:8443", false),
        ("https://1.1.1.1/", "1.1.1.1", "https://1.1.1.1/", false),
        ("https://10.0.0.1/", "10.0.0.1", "https://10.0.0.1/", true),
        ("https://169.254.169.254/x", "169.254.169.254", "https://169.254.169.254/…", true),
        ("https://[fd00::1]:8443/", "[fd00::1]:8443", "https://[fd00::1]:8443/", true),
        ("https://[::ffff:10.0.0.1]/", "[::ffff:10.0.0.1]", "https://[::ffff:10.0.0.1]/", true),
        ("https://localhost/", "localhost", "https://localhost/", true),
        ("http://a.localhost:1/", "a.localhost:1", "http://a.localhost:1/", true),
    ] {
        let url = WebhookUrl::parse(url).unwrap();
        assert_eq!(
            (url.authority(), url.shortened().as_str(), url.is_private()),
            (authority, shortened, is_private)
        );
    }
}

#[test]
fn events_are_changes_each_once_and_in_their_order() {
    let new = draft("https://a.b", &["environment.added", "oauth_client.edited", "environment.added"]);
    let new = new.check().unwrap();
    assert_eq!(new.events(), [AuditAction::ClientEdited, AuditAction::EnvironmentAdded]);
    assert!(draft("https://a.b", &[]).check().unwrap().events().is_empty());
    for unknown in ["session.started", "session.ended", "client.edited", "OAUTH_CLIENT.EDITED", ""] {
        let refused = draft("http://a.b", &["environment.added", unknown]).check().unwrap_err();
        let problems: Vec<_> = refused.iter().map(|problem| (problem.field, problem.code.as_str())).collect();
        assert_eq!(problems, [(Field::Url, "not_encrypted"), (Field::Events, "unknown_event")]);
    }
    let description = WebhookDraft { description: "<b>".to_owned(), ..draft("https://a.b", &[]) };
    assert_eq!(description.check().unwrap_err()[0].field, Field::Description);
}

#[test]
fn coming_and_going_is_no_change() {
    let others: Vec<_> = AuditAction::ALL.into_iter().filter(|action| !action.is_change()).collect();
    assert_eq!(others, [AuditAction::SessionStarted, AuditAction::SessionEnded]);
}

#[test]
fn a_state_is_found_by_its_name() {
    for state in DeliveryState::ALL {
        assert_eq!(DeliveryState::parse(state.as_str()), Some(state));
        assert_eq!(serde_json::to_value(state).unwrap(), state.as_str());
    }
    assert_eq!(DeliveryState::parse("lost"), None);
}

#[test]
fn an_address_is_public_where_it_is_nobodys_in_particular() {
    for (address, expected) in [
        ("1.1.1.1", true),
        ("9.255.255.255", true),
        ("11.0.0.0", true),
        ("100.63.255.255", true),
        ("100.128.0.0", true),
        ("172.15.255.255", true),
        ("172.32.0.0", true),
        ("192.0.1.1", true),
        ("192.167.255.255", true),
        ("198.17.255.255", true),
        ("223.255.255.255", true),
        ("2606:4700::1111", true),
        ("2001:200::1", true),
        ("::ffff:1.1.1.1", true),
        ("64:ff9b::1.1.1.1", true),
        ("2002:101:101::1", true),
        ("0.0.0.0", false),
        ("0.1.2.3", false),
        ("10.255.255.255", false),
        ("100.64.0.1", false),
        ("100.127.255.255", false),
        ("127.0.0.1", false),
        ("127.255.255.254", false),
        ("169.254.169.254", false),
        ("172.16.0.1", false),
        ("172.31.255.255", false),
        ("192.0.0.8", false),
        ("192.0.2.1", false),
        ("192.88.99.1", false),
        ("192.168.1.1", false),
        ("198.18.0.1", false),
        ("198.19.255.255", false),
        ("198.51.100.1", false),
        ("203.0.113.1", false),
        ("224.0.0.1", false),
        ("239.255.255.255", false),
        ("240.0.0.1", false),
        ("255.255.255.255", false),
        ("::", false),
        ("::1", false),
        ("::7f00:1", false),
        ("::ffff:127.0.0.1", false),
        ("::ffff:10.0.0.1", false),
        ("::ffff:0:10.0.0.1", false),
        ("64:ff9b::10.0.0.1", false),
        ("64:ff9b:1::1", false),
        ("100::1", false),
        ("2001::1", false),
        ("2001:10::1", false),
        ("2001:db8::1", false),
        ("2002:7f00:1::", false),
        ("2002:c0a8:101::1", false),
        ("3fff::1", false),
        ("5f00::1", false),
        ("fc00::1", false),
        ("fd12:3456::1", false),
        ("fe80::1", false),
        ("fec0::1", false),
        ("ff02::1", false),
    ] {
        let address: IpAddr = address.parse().unwrap();
        assert_eq!(is_public_address(address), expected, "{address}");
    }
}

proptest! {
    /// Whatever is accepted, other readers of URLs find the same host in it, and nobody's name.
    #[test]
    fn an_accepted_url_is_read_alike_by_others(
        text in "https?://[a-z0-9.:\\[\\]@%-]{0,24}[a-z0-9/?#&=\\[\\]@!$'()*+,;:._~%\\\\ -]{0,24}",
    ) {
        if let Ok(url) = WebhookUrl::parse(&text) {
            let read = url::Url::parse(url.as_str()).unwrap();
            prop_assert_eq!((read.username(), read.password(), read.fragment()), ("", None, None));
            let port = read.port().map(|port| format!(":{port}")).unwrap_or_default();
            let authority = format!("{}{port}", read.host_str().unwrap());
            if !authority.starts_with('[') {
                prop_assert_eq!(authority, url.authority());
            }
            prop_assert_eq!(read.scheme() == "https" || url.is_private(), true);
        }
    }

    #[test]
    fn no_text_makes_the_rules_fail(url in any::<String>(), event in any::<String>()) {
        _ = draft(&url, &[&event]).check();
    }

    /// An IPv4 address in the clothes of IPv6 is as public as it is.
    #[test]
    fn clothes_make_no_address_public(bits in any::<u32>()) {
        let v4 = std::net::Ipv4Addr::from(bits);
        let [a, b, c, d] = v4.octets();
        let expected = is_public_address(v4.into());
        let [high, low] = [u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d])];
        for v6 in [
            v4.to_ipv6_mapped(),
            std::net::Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, high, low),
            std::net::Ipv6Addr::new(0x2002, high, low, 0, 0, 0, 0, 1),
        ] {
            prop_assert_eq!(is_public_address(v6.into()), expected);
        }
    }
}
