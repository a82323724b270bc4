use crate::table::{Bad, accepts, refuses};
use domain::{Problem, RedirectUri};

#[test]
fn https_is_fine_anywhere() {
    accepts(
        &[
            "https://myapp.com",
            "https://myapp.com/",
            "https://myapp.com/callback",
            "https://myapp.com:8443/callback",
            "https://intranet/callback",
            "https://192.0.2.11/callback",
            "https://192.0.2.11:8080/callback",
            "https://localhost/callback",
            "https://xn--mller-kva.example/callback",
            "https://xn--fiqs8s",
            "https://xn--i-7iq.ws/",
            "https://a--b.example/",
            "https://1and1.example/",
            "https://0.example/",
            "https://1.2.3.4.example/",
            "https://myapp.com:1/",
            "https://myapp.com:65535/",
            "https://myapp.com:80/",
        ],
        RedirectUri::parse,
    );
}

#[test]
fn http_is_fine_on_loopback_only() {
    accepts(
        &[
            "http://localhost/callback",
            "http://localhost:3000",
            "http://127.0.0.1:8080/callback",
            "http://localhost:443/",
        ],
        RedirectUri::parse,
    );
    refuses(
        &[
            ("http://myapp.com/callback", "http_beyond_loopback", Some("https://myapp.com/callback")),
            ("http://myapp.com:80/callback", "http_beyond_loopback", Some("https://myapp.com/callback")),
            (
                "http://myapp.com:8080/callback",
                "http_beyond_loopback",
                Some("https://myapp.com:8080/callback"),
            ),
            ("http://localhost.evil.com/", "http_beyond_loopback", Some("https://localhost.evil.com/")),
            ("http://127.0.0.2/", "http_beyond_loopback", Some("https://127.0.0.2/")),
            ("http://0.0.0.0/", "http_beyond_loopback", Some("https://0.0.0.0/")),
        ],
        RedirectUri::parse,
    );
}

#[test]
fn a_private_use_scheme_is_a_reversed_domain_name_with_one_slash() {
    accepts(
        &[
            "com.example.app:/callback",
            "com.example.app:/",
            "com.example.my-app2:/a/b?x=1",
            "com.googleusercontent.apps.123-abc:/oauth2redirect",
        ],
        RedirectUri::parse,
    );
    refuses(
        &[
            ("com.example.app://callback", "private_use_form", Some("com.example.app:/callback")),
            ("com.example.app:///callback", "private_use_form", Some("com.example.app:/callback")),
            ("com.example.app:callback", "private_use_form", Some("com.example.app:/callback")),
            ("com.example.app:", "private_use_form", Some("com.example.app:/")),
            ("com.example.app:?x", "private_use_form", Some("com.example.app:/?x")),
            ("Com.Example.App:/callback", "scheme_upper_case", Some("com.example.app:/callback")),
            ("com.example.app:/*", "wildcard_place", None),
            ("com.example.app:/a/../b", "dot_segment", Some("com.example.app:/b")),
            ("com..app:/callback", "scheme_without_dot", None),
            ("com.:/callback", "scheme_without_dot", None),
            ("myapp:/callback", "scheme_without_dot", None),
            ("myapp://callback", "scheme_without_dot", None),
            ("htps://myapp.com", "scheme_without_dot", None),
        ],
        RedirectUri::parse,
    );
}

#[test]
fn a_dangerous_scheme_is_never_taken() {
    let texts = [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "vbscript:x",
        "ftp://myapp.com/",
        "blob:https://myapp.com/1",
        "about:blank",
        "ws://myapp.com/",
        "wss://myapp.com/",
        "mailto:a@b.example",
        "urn:ietf:wg:oauth:2.0:oob",
        "filesystem:https://myapp.com/",
    ];
    let rows: Vec<Bad<'_>> = texts.into_iter().map(|text| (text, "scheme_forbidden", None)).collect();
    refuses(&rows, RedirectUri::parse);
}

#[test]
fn a_missing_or_misspelled_scheme_is_told_with_the_right_one() {
    refuses(
        &[
            ("myapp.com/callback", "scheme_missing", Some("https://myapp.com/callback")),
            ("//myapp.com/callback", "scheme_missing", Some("https://myapp.com/callback")),
            ("myapp.com:8443/callback", "scheme_missing", Some("https://myapp.com:8443/callback")),
            ("localhost:3000/callback", "scheme_missing", Some("http://localhost:3000/callback")),
            ("localhost:80/callback", "scheme_missing", Some("http://localhost/callback")),
            ("127.0.0.1/callback", "scheme_missing", Some("http://127.0.0.1/callback")),
            ("https//myapp.com/callback", "scheme_missing", Some("https://myapp.com/callback")),
            ("/callback", "scheme_missing", None),
            ("*", "scheme_missing", None),
            (":", "scheme_missing", None),
            ("1a:/x", "scheme_missing", None),
            ("HTTPS://myapp.com/callback", "scheme_upper_case", Some("https://myapp.com/callback")),
            ("HTTPS://Example.COM.:443/x", "scheme_upper_case", Some("https://example.com/x")),
            ("Http://localhost:80/x", "scheme_upper_case", Some("http://localhost/x")),
            ("https:myapp.com", "slashes_missing", Some("https://myapp.com")),
            ("https:/myapp.com/callback", "slashes_missing", Some("https://myapp.com/callback")),
            ("https:8080", "slashes_missing", None),
            ("https:", "slashes_missing", None),
            ("https://", "host_missing", None),
            ("https:///myapp.com/", "host_missing", Some("https://myapp.com/")),
            ("https://?x", "host_missing", None),
        ],
        RedirectUri::parse,
    );
}

#[test]
fn a_uri_has_1_to_255_characters() {
    let longest = format!("https://myapp.com/{}", "x".repeat(237));
    assert_eq!(longest.len(), 255);
    accepts(&[&longest], RedirectUri::parse);
    let too_long = longest + "x";
    refuses(&[("", "empty", None), (&too_long, "too_long", None)], RedirectUri::parse);
}

#[test]
fn forbidden_characters_are_refused_wherever_they_stand() {
    for character in ['%', '^', '{', '}', '|', '[', ']', '"', '<', '>', '`'] {
        for text in [
            format!("https://myapp.com/a{character}b"),
            format!("https://my{character}app.com/"),
            format!("https://myapp.com/?a={character}"),
            format!("com.example.app:/{character}"),
        ] {
            refuses(&[(&text, "forbidden_character", None)], RedirectUri::parse);
            let message = RedirectUri::parse(&text).unwrap_err().to_string();
            assert!(message.contains(character) || message.contains("quote") || message.contains("brackets"));
        }
    }
    refuses(
        &[
            ("https://myapp.com/#top", "forbidden_character", Some("https://myapp.com/")),
            ("https://myapp.com\\callback", "forbidden_character", Some("https://myapp.com/callback")),
            ("https:\\\\myapp.com", "forbidden_character", Some("https://myapp.com")),
            ("https://myapp.com\\@evil.com", "forbidden_character", Some("https://myapp.com/@evil.com")),
            ("http://[::1]:8080/callback", "forbidden_character", Some("http://127.0.0.1:8080/callback")),
            ("https://[2001:db8::1]/", "forbidden_character", None),
            ("https://myapp.com/%2e%2e/", "forbidden_character", None),
            ("https://myapp.com%2eevil.com/", "forbidden_character", None),
            ("https://myapp.com/?x='", "forbidden_character", None),
        ],
        RedirectUri::parse,
    );
    accepts(
        &["https://myapp.com/it's", "https://myapp.com/!$&'()+,;=:@-._~/?!$()+,;=:@-._~/?"],
        RedirectUri::parse,
    );
}

#[test]
fn white_space_and_characters_beyond_ascii_are_refused() {
    refuses(
        &[
            (" https://myapp.com/", "white_space", Some("https://myapp.com/")),
            ("https://myapp.com/\n", "white_space", Some("https://myapp.com/")),
            ("https://myapp.com/\u{A0}", "white_space", Some("https://myapp.com/")),
            ("https://myapp.com/a b", "white_space", None),
            ("https://my\tapp.com/", "white_space", None),
            ("java\nscript:alert(1)", "white_space", None),
            ("https://myapp.com/\u{0}", "white_space", None),
            ("https://myapp.com/\u{7F}", "white_space", None),
            ("https://myapp.com/\u{85}x", "white_space", None),
            ("https://myapp.com/ä", "not_ascii", None),
            ("https://myapp.com/\u{200B}", "not_ascii", None),
            ("https://myapp.com/?x=\u{2025}", "not_ascii", None),
            ("ｈttps://myapp.com/", "not_ascii", None),
            ("https://müller.example/", "host_not_ascii", None),
            ("https://myаpp.com/", "host_not_ascii", None),
            ("https://myapp\u{3002}com/", "host_not_ascii", None),
            ("https://myapp.com\u{FF0F}evil/", "host_not_ascii", None),
        ],
        RedirectUri::parse,
    );
}

#[test]
fn a_host_has_the_one_spelling_of_browsers() {
    let long_label = format!("https://{}.example/", "x".repeat(64));
    let long_host = format!("https://{}", ["abcdefg"; 30].join("."));
    assert_eq!(long_host.len(), 247);
    accepts(&[&long_host, &format!("https://{}.example/", "x".repeat(63))], RedirectUri::parse);
    refuses(
        &[
            ("https://MyApp.com/", "host_upper_case", Some("https://myapp.com/")),
            ("https://myapp.com./", "host_trailing_dot", Some("https://myapp.com/")),
            ("https://myapp.com..", "host_trailing_dot", None),
            ("https://my_app.com/", "host_forbidden_character", None),
            ("https://my!app.com/", "host_forbidden_character", None),
            ("https://my~app.com/", "host_forbidden_character", None),
            ("https://myapp.com;evil.com/", "host_forbidden_character", None),
            ("https://myapp.com,evil.com/", "host_forbidden_character", None),
            ("https://.myapp.com/", "host_empty_label", None),
            ("https://my..app.com/", "host_empty_label", None),
            ("https://-myapp.com/", "host_hyphen", None),
            ("https://myapp-.com/", "host_hyphen", None),
            ("https://-/", "host_hyphen", None),
            (&long_label, "host_label_too_long", None),
            ("https://xn--/", "host_hyphen", None),
            ("https://xn--a/", "host_punycode", None),
            ("https://xn--abc-.com/", "host_hyphen", None),
            ("https://xn--99999999.com/", "host_punycode", None),
            ("https://xn--zz.com/", "host_punycode", None),
            ("https://xn--mller-kva-.com/", "host_hyphen", None),
            ("https://a.xn--mller-kv.com/", "host_punycode", None),
        ],
        RedirectUri::parse,
    );
}

#[test]
fn a_host_that_ends_in_a_number_is_a_dotted_decimal_address() {
    accepts(
        &["https://0.0.0.0/", "https://255.255.255.255/", "https://10.0.0.1:8443/cb"],
        RedirectUri::parse,
    );
    let texts = [
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f.0.0.1/",
        "https://0x7f000001/",
        "https://0x/",
        "https://a.0x1/",
        "https://010.0.0.1/",
        "https://1.2.3.04/",
        "https://1.2.3.256/",
        "https://1.2.3.4.5/",
        "https://1.2.3/",
        "https://myapp.1/",
        "https://1.2.3.99999999999/",
    ];
    let rows: Vec<Bad<'_>> = texts.into_iter().map(|text| (text, "host_ipv4_spelling", None)).collect();
    refuses(&rows, RedirectUri::parse);
}

#[test]
fn a_port_is_written_as_browsers_write_it() {
    refuses(
        &[
            ("https://myapp.com:443/x", "default_port", Some("https://myapp.com/x")),
            ("http://localhost:80/x", "default_port", Some("http://localhost/x")),
            ("https://myapp.com:/x", "port_missing", Some("https://myapp.com/x")),
            ("https://myapp.com:08443/x", "port_leading_zero", Some("https://myapp.com:8443/x")),
            ("https://myapp.com:00443/x", "port_leading_zero", Some("https://myapp.com/x")),
            ("https://myapp.com:0/x", "port_out_of_range", Some("https://myapp.com/x")),
            ("https://myapp.com:65536/x", "port_out_of_range", None),
            ("https://myapp.com:99999999999/x", "port_out_of_range", None),
            ("https://myapp.com:80a/x", "port_not_a_number", None),
            ("https://myapp.com:-1/x", "port_not_a_number", None),
            ("https://myapp.com:+1/x", "port_not_a_number", None),
            ("https://myapp.com:8080:9090/x", "port_not_a_number", None),
        ],
        RedirectUri::parse,
    );
}

#[test]
fn a_user_name_is_refused_and_no_other_spelling_offered() {
    refuses(
        &[
            ("https://user@myapp.com/", "user_name", None),
            ("https://user:secret@myapp.com/", "user_name", None),
            ("https://myapp.com@evil.com/", "user_name", None),
            ("https://myapp.com:443@evil.com/", "user_name", None),
            ("https://@myapp.com/", "user_name", None),
        ],
        RedirectUri::parse,
    );
    accepts(&["https://myapp.com/@user", "https://myapp.com/?to=a@b"], RedirectUri::parse);
}

#[test]
fn a_path_has_no_dot_segments() {
    refuses(
        &[
            ("https://myapp.com/.", "dot_segment", Some("https://myapp.com/")),
            ("https://myapp.com/..", "dot_segment", Some("https://myapp.com/")),
            ("https://myapp.com/a/./b", "dot_segment", Some("https://myapp.com/a/b")),
            ("https://myapp.com/a/../b", "dot_segment", Some("https://myapp.com/b")),
            ("https://myapp.com/a/b/..", "dot_segment", Some("https://myapp.com/a/")),
            ("https://myapp.com/../../b", "dot_segment", Some("https://myapp.com/b")),
            ("https://myapp.com/a/..?x=1", "dot_segment", Some("https://myapp.com/?x=1")),
            ("https://myapp.com/a/..;/b", "dot_segment", None),
            ("https://myapp.com/a/..;x=1/b", "dot_segment", None),
            ("https://myapp.com/.;/b", "dot_segment", None),
            ("https://myapp.com/a/../*", "dot_segment", Some("https://myapp.com/*")),
        ],
        RedirectUri::parse,
    );
    accepts(
        &[
            "https://myapp.com/...",
            "https://myapp.com/.well-known/callback",
            "https://myapp.com/a..b/..c/d..",
            "https://myapp.com/;..",
            "https://myapp.com/a;b=c/d",
            "https://myapp.com//double",
            "https://myapp.com/x?next=../y",
        ],
        RedirectUri::parse,
    );
}

#[test]
fn a_query_leaves_the_names_of_the_response_alone() {
    accepts(
        &[
            "https://myapp.com/cb?",
            "https://myapp.com?x=1",
            "https://myapp.com/cb?tenant=7&mode=b",
            "https://myapp.com/cb?x=code&y=state",
            "https://myapp.com/cb?codes=1&my_state=2&Code=3",
            "https://myapp.com/cb?a?b&&=c",
        ],
        RedirectUri::parse,
    );
    refuses(
        &[
            ("https://myapp.com/cb?code=1", "response_parameter", None),
            ("https://myapp.com/cb?x=1&state=2", "response_parameter", None),
            ("https://myapp.com/cb?error", "response_parameter", None),
            ("https://myapp.com/cb?error_description=", "response_parameter", None),
            ("https://myapp.com/cb?iss=a", "response_parameter", None),
            ("https://myapp.com/cb?response=a", "response_parameter", None),
            ("com.example.app:/cb?code", "response_parameter", None),
        ],
        RedirectUri::parse,
    );
}

#[test]
fn a_wildcard_is_the_last_character_directly_after_a_slash_of_the_path() {
    accepts(
        &[
            "https://myapp.com/*",
            "https://myapp.com/app/*",
            "http://localhost:3000/*",
            "https://myapp.com//*",
        ],
        RedirectUri::parse,
    );
    refuses(
        &[
            ("https://myapp.com*", "wildcard_place", Some("https://myapp.com/*")),
            ("https://myapp.com/app*", "wildcard_place", Some("https://myapp.com/app/*")),
            ("https://myapp.com/**", "wildcard_place", Some("https://myapp.com/*")),
            ("https://myapp.com/*/", "wildcard_place", None),
            ("https://myapp.com/*/callback", "wildcard_place", None),
            ("https://myapp.com/*/*", "wildcard_place", Some("https://myapp.com/*")),
            ("https://myapp.com/*?x=1", "wildcard_place", None),
            ("https://myapp.com/?x=*", "wildcard_place", None),
            ("https://myapp.com/?x=/*", "wildcard_place", None),
            ("https://myapp.com?/*", "wildcard_place", None),
            ("https://*.myapp.com/callback", "wildcard_place", None),
            ("https://*", "wildcard_place", None),
            ("https://*/", "wildcard_place", None),
            ("https://myapp.*", "wildcard_place", None),
            ("https://localhost:*", "wildcard_place", None),
            ("http://localhost:*/callback", "wildcard_place", None),
            ("*://myapp.com/", "scheme_missing", None),
            ("http*://myapp.com/", "scheme_missing", None),
        ],
        RedirectUri::parse,
    );
}

#[test]
fn a_uri_is_taken_apart_into_its_components() {
    let uri = RedirectUri::parse("https://myapp.com:8443/a/b?x=1").unwrap();
    assert_eq!((uri.scheme(), uri.host(), uri.port()), ("https", Some("myapp.com"), Some(8443)));
    assert_eq!((uri.path(), uri.query()), ("/a/b", Some("x=1")));
    assert_eq!(uri.origin().as_deref(), Some("https://myapp.com:8443"));
    assert!(!uri.is_wildcard() && !uri.is_private_use() && !uri.is_loopback());

    let uri = RedirectUri::parse("http://localhost/app/*").unwrap();
    assert_eq!((uri.host(), uri.port(), uri.path(), uri.query()), (Some("localhost"), None, "/app/*", None));
    assert!(uri.is_wildcard() && uri.is_loopback());

    let uri = RedirectUri::parse("com.example.app:/callback?").unwrap();
    assert_eq!((uri.scheme(), uri.host(), uri.port()), ("com.example.app", None, None));
    assert_eq!((uri.path(), uri.query(), uri.origin()), ("/callback", Some(""), None));
    assert!(uri.is_private_use());

    let uri = RedirectUri::parse("https://myapp.com").unwrap();
    assert_eq!((uri.path(), uri.query(), uri.to_string().as_str()), ("", None, "https://myapp.com"));
}

#[test]
fn a_message_says_what_is_wrong_and_what_would_be_right() {
    let message = |text: &str| RedirectUri::parse(text).unwrap_err().to_string();
    assert_eq!(
        message("http://myapp.com/"),
        "Use https. http is only for localhost and 127.0.0.1, where nothing crosses a network."
    );
    assert_eq!(
        message("https://myapp.com/?code=1"),
        "The query names “code”, which the answer to your application adds itself. Use another name."
    );
    assert_eq!(
        message("https://müller.example/"),
        "The host contains “ü”. Write an international name in punycode, as in xn--mller-kva.example."
    );
    assert_eq!(
        message("https://myapp.com:443/"),
        "Port 443 is the default, and a browser never sends it. Leave it out."
    );
    assert!(RedirectUri::parse("https://myapp.com/%41").unwrap_err().suggestion().is_none());
}
