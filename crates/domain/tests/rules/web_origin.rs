use crate::table::{accepts, refuses};
use domain::{Problem, WebOrigin};

#[test]
fn an_origin_is_scheme_host_and_port() {
    accepts(
        &[
            "https://myapp.com",
            "http://myapp.com",
            "https://192.0.2.11:8080",
            "http://localhost:3000",
            "https://intranet",
            "https://xn--mller-kva.example",
            "https://[2001:db8::1]",
            "https://[::1]:8443",
            "https://[::]",
            "https://[::ffff:102:304]",
            "https://[1:0:2::3]",
            "https://[1:0:2:0:3:0:4:0]",
            "http://myapp.com:443",
            "https://myapp.com:80",
        ],
        WebOrigin::parse,
    );
}

#[test]
fn an_origin_breaks_a_rule_and_is_told_which() {
    let too_long = format!("https://{}.example", ["abcdefg"; 31].join("."));
    assert_eq!(too_long.len(), 263);
    refuses(
        &[
            ("", "empty", None),
            (&too_long, "too_long", None),
            ("null", "null_origin", None),
            ("Null", "null_origin", None),
            ("*", "wildcard", None),
            ("https://*.myapp.com", "wildcard", None),
            ("https://myapp.com:*", "wildcard", None),
            ("https://myapp.com/", "trailing_slash", Some("https://myapp.com")),
            ("https://MyApp.com:443/", "trailing_slash", Some("https://myapp.com")),
            ("https://myapp.com/callback", "path", Some("https://myapp.com")),
            ("https://myapp.com//", "path", Some("https://myapp.com")),
            ("https://myapp.com?x", "path", Some("https://myapp.com")),
            ("https://myapp.com#x", "path", Some("https://myapp.com")),
            ("https://myapp.com\\x", "path", Some("https://myapp.com")),
            ("https://user@myapp.com", "user_name", None),
            ("https://myapp.com@evil.com", "user_name", None),
            (" https://myapp.com", "white_space", Some("https://myapp.com")),
            ("https://my app.com", "white_space", None),
            ("https://myapp.com\u{0}", "white_space", None),
            ("HTTPS://myapp.com", "scheme_upper_case", Some("https://myapp.com")),
            ("https:myapp.com", "slashes_missing", Some("https://myapp.com")),
            ("https:/myapp.com", "slashes_missing", Some("https://myapp.com")),
            ("myapp.com", "scheme_missing", Some("https://myapp.com")),
            ("myapp.com:8443", "scheme_missing", Some("https://myapp.com:8443")),
            ("localhost:3000", "scheme_missing", Some("http://localhost:3000")),
            ("[::1]:3000", "scheme_missing", Some("http://[::1]:3000")),
            ("//myapp.com", "scheme_missing", Some("https://myapp.com")),
            ("ftp://myapp.com", "scheme_forbidden", None),
            ("file://", "scheme_forbidden", None),
            ("com.example.app:/", "scheme_forbidden", None),
            ("chrome-extension://abc", "scheme_forbidden", None),
            ("https://", "host_missing", None),
            ("https://:8080", "host_missing", None),
            ("https://MyApp.com", "host_upper_case", Some("https://myapp.com")),
            ("https://myapp.com.", "host_trailing_dot", Some("https://myapp.com")),
            ("https://müller.example", "host_not_ascii", None),
            ("https://my_app.com", "host_forbidden_character", None),
            ("https://a,https://b", "path", None),
            ("https://a,b", "host_forbidden_character", None),
            ("https://127.1", "host_ipv4_spelling", None),
            ("https://xn--a.com", "host_punycode", None),
            ("https://myapp.com:443", "default_port", Some("https://myapp.com")),
            ("http://myapp.com:80", "default_port", Some("http://myapp.com")),
            ("https://myapp.com:", "port_missing", Some("https://myapp.com")),
            ("https://myapp.com:08080", "port_leading_zero", Some("https://myapp.com:8080")),
            ("https://myapp.com:65536", "port_out_of_range", None),
            ("https://myapp.com:0", "port_out_of_range", Some("https://myapp.com")),
            ("https://myapp.com:x", "port_not_a_number", None),
            ("https://[2001:DB8::1]", "ipv6_spelling", Some("https://[2001:db8::1]")),
            ("https://[2001:db8:0:0:0:0:0:1]", "ipv6_spelling", Some("https://[2001:db8::1]")),
            ("https://[::ffff:1.2.3.4]:8443", "ipv6_spelling", Some("https://[::ffff:102:304]:8443")),
            ("https://[1::2:0:3:4:5:6]", "ipv6_spelling", Some("https://[1:0:2:0:3:4:5:6]")),
            ("https://[::1%25eth0]", "ipv6_spelling", None),
            ("https://[1:2]", "ipv6_spelling", None),
            ("https://[::1", "ipv6_spelling", None),
            ("https://[::1]x", "host_forbidden_character", None),
            ("https://[::1]:443", "default_port", Some("https://[::1]")),
        ],
        WebOrigin::parse,
    );
}

#[test]
fn a_trailing_slash_is_told_with_the_right_and_the_wrong_form() {
    let problem = WebOrigin::parse("https://myapp.com/").unwrap_err();
    assert_eq!(
        problem.to_string(),
        "A web origin does not end in a slash. Use https://myapp.com, not https://myapp.com/."
    );
    assert_eq!(problem.suggestion().as_deref(), Some("https://myapp.com"));
}
