//! URIs and origins as people and attackers type them.

use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Mostly near a right URI, so that most rules are reached, and sometimes anything at all.
pub fn uri() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => assembled(),
        3 => (assembled(), any::<Index>(), spice()).prop_map(|(text, at, spice)| spiced(&text, at, &spice)),
        1 => "[ -~]{0,40}",
        1 => "(https?|com\\.example):[ -~]{0,40}",
        1 => "\\PC{0,40}",
        1 => any::<String>(),
    ]
}

/// A URI that tends to be right.
pub fn assembled() -> impl Strategy<Value = String> {
    let scheme = prop_oneof![
        6 => Just("https://"),
        2 => Just("http://"),
        1 => Just("com.example.app:/"),
        1 => select(vec![
            "HTTPS://", "https:/", "https:", "//", "", "ftp://", "com.example.app://", "myapp:/",
        ]),
    ];
    (scheme, authority(), path(), query())
        .prop_map(|(scheme, authority, path, query)| [scheme, &authority, &path, &query].concat())
}

fn authority() -> impl Strategy<Value = String> {
    let host = prop_oneof![
        3 => select(vec![
            "myapp.com", "localhost", "127.0.0.1", "192.0.2.11", "intranet", "xn--mller-kva.example",
            "xn--fiqs8s", "xn--p1ai", "xn--80akhbyknj4f", "a-b.c--d.example", "0.example", "a.0x", "1.2.3.4.5", "127.1",
            "[::1]", "[2001:DB8:0::1]", "[::ffff:1.2.3.4]", "my_app.com", "myapp.com.", "MyApp.com",
        ]).prop_map(str::to_owned),
        2 => "[a-z0-9-]{1,8}(\\.[a-z0-9-]{1,8}){0,3}",
        1 => "xn--[a-z0-9]{1,4}-?[a-z0-9]{1,8}\\.com",
        1 => "[0-9a-fx]{1,4}(\\.[0-9a-fx]{1,4}){0,4}",
    ];
    let port = prop_oneof![
        4 => Just(String::new()),
        2 => (0u32..70000).prop_map(|port| format!(":{port}")),
        1 => select(vec![":443", ":80", ":", ":080", ":x", ":8080"]).prop_map(str::to_owned),
    ];
    (host, port).prop_map(|(host, port)| host + &port)
}

fn path() -> impl Strategy<Value = String> {
    let segment = prop_oneof![
        5 => "[a-z]{0,4}",
        2 => "[!$&'()+,;=:@._~a-zA-Z0-9-]{0,6}",
        1 => select(vec![".", "..", "..;", ".;x", "...", "", "*"]).prop_map(str::to_owned),
    ];
    let segments = proptest::collection::vec(segment, 0..4)
        .prop_map(|segments| segments.into_iter().map(|segment| format!("/{segment}")).collect::<String>());
    (segments, prop_oneof![2 => Just(""), 1 => Just("/*"), 1 => Just("/")]).prop_map(|(path, end)| path + end)
}

fn query() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => Just(String::new()),
        1 => "\\?[a-z]{0,3}=[a-z'?/:@]{0,4}(&[a-z=]{0,4}){0,2}",
        1 => select(vec!["?", "?code=1", "?a&state", "?x=code"]).prop_map(str::to_owned),
    ]
}

fn spice() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => "[ -~]",
        2 => select(vec![
            "\\", "@", "//", "/../", "/..;/", "%2e", "%2F", "\t", "\n", "\u{0}", "#", "?", "*", "\u{2024}", "\u{FF0E}",
            "\u{3002}", "\u{FF0F}", "ä", "\u{200B}", "\u{202E}", ":", "evil.com", ".evil.com", "@evil.com", "A",
        ]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ]
}

fn spiced(text: &str, at: Index, spice: &str) -> String {
    let places: Vec<usize> = text.char_indices().map(|(place, _)| place).chain([text.len()]).collect();
    let (before, after) = text.split_at(places[at.index(places.len())]);
    [before, spice, after].concat()
}
