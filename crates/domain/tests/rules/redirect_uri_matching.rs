use domain::ClientType::{Confidential, Public};
use domain::{ClientType, Mismatch, Problem, RedirectUri, match_redirect_uri};

fn component(registered: &str, requested: &str, client_type: ClientType) -> &'static str {
    let registered = RedirectUri::parse(registered).expect("the registered URI of a row is right");
    match registered.matches(requested, client_type) {
        Ok(()) => "matches",
        Err(mismatch) => mismatch.component(),
    }
}

fn agree(rows: &[(&str, &str, ClientType, &str)]) {
    for (registered, requested, client_type, expected) in rows {
        let found = component(registered, requested, *client_type);
        assert_eq!(found, *expected, "{registered} and {requested} for {client_type:?}");
    }
}

#[test]
fn components_are_compared_exactly() {
    agree(&[
        ("https://myapp.com/cb", "https://myapp.com/cb", Confidential, "matches"),
        ("https://myapp.com/cb", "https://myapp.com/cb/", Confidential, "path"),
        ("https://myapp.com/cb", "https://myapp.com/CB", Confidential, "path"),
        ("https://myapp.com/cb", "https://myapp.com/", Confidential, "path"),
        ("https://myapp.com", "https://myapp.com/", Confidential, "path"),
        ("https://myapp.com/", "https://myapp.com", Confidential, "path"),
        ("https://myapp.com/cb", "https://myapp.com/cb?x=1", Confidential, "query"),
        ("https://myapp.com/cb", "https://myapp.com/cb?", Confidential, "query"),
        ("https://myapp.com/cb?x=1", "https://myapp.com/cb", Confidential, "query"),
        ("https://myapp.com/cb?x=1&y=2", "https://myapp.com/cb?y=2&x=1", Confidential, "query"),
        ("https://myapp.com/cb?x=1", "https://myapp.com/cb?x=1", Confidential, "matches"),
        ("https://myapp.com/cb", "https://myapp.com:8443/cb", Confidential, "port"),
        ("https://myapp.com:8443/cb", "https://myapp.com/cb", Confidential, "port"),
        ("https://myapp.com/cb", "https://www.myapp.com/cb", Confidential, "host"),
        ("https://myapp.com/cb", "https://myapp.com.evil.com/cb", Confidential, "host"),
        ("https://localhost/cb", "http://localhost/cb", Confidential, "scheme"),
        ("http://localhost/cb", "http://127.0.0.1/cb", Confidential, "host"),
    ]);
}

#[test]
fn a_requested_uri_that_breaks_a_rule_is_never_compared() {
    for requested in [
        "https://myapp.com:443/cb",
        "HTTPS://myapp.com/cb",
        "https://MYAPP.com/cb",
        "https://myapp.com/a/../cb",
        "https://myapp.com/cb#",
        " https://myapp.com/cb",
        "https://user@myapp.com/cb",
        "https://myapp.com/%63b",
        "",
    ] {
        agree(&[
            ("https://myapp.com/cb", requested, Confidential, "uri"),
            ("https://myapp.com/*", requested, Confidential, "uri"),
        ]);
    }
}

#[test]
fn a_wildcard_covers_whole_segments_of_its_own_origin_only() {
    agree(&[
        ("https://myapp.com/*", "https://myapp.com/", Confidential, "matches"),
        ("https://myapp.com/*", "https://myapp.com/a/b/c", Confidential, "matches"),
        ("https://myapp.com/*", "https://myapp.com", Confidential, "path"),
        ("https://myapp.com/*", "https://myapp.com/a?x=1", Confidential, "query"),
        ("https://myapp.com/*", "https://myapp.com/a?", Confidential, "query"),
        ("https://myapp.com/*", "https://myapp.com/*", Confidential, "uri"),
        ("https://myapp.com/*", "https://myapp.com:8443/a", Confidential, "port"),
        ("https://myapp.com/*", "https://evil.com/", Confidential, "host"),
        ("https://myapp.com/*", "https://myapp.com.evil.com/", Confidential, "host"),
        ("https://myapp.com/*", "https://myapp.comevil.com/", Confidential, "host"),
        ("https://myapp.com/*", "https://myapp.com@evil.com/", Confidential, "uri"),
        ("https://myapp.com/*", "https://myapp.com\\@evil.com/", Confidential, "uri"),
        ("https://myapp.com/*", "https://myapp.com//evil.com", Confidential, "matches"),
        ("https://myapp.com/*", "http://localhost/a", Confidential, "scheme"),
        ("https://myapp.com/app/*", "https://myapp.com/app/", Confidential, "matches"),
        ("https://myapp.com/app/*", "https://myapp.com/app/x", Confidential, "matches"),
        ("https://myapp.com/app/*", "https://myapp.com/app", Confidential, "path"),
        ("https://myapp.com/app/*", "https://myapp.com/application", Confidential, "path"),
        ("https://myapp.com/app/*", "https://myapp.com/App/x", Confidential, "path"),
        ("https://myapp.com/app/*", "https://myapp.com/app/../admin", Confidential, "uri"),
        ("https://myapp.com/app/*", "https://myapp.com/app/..;/admin", Confidential, "uri"),
        ("https://myapp.com/app/*", "https://myapp.com/app/%2e%2e/admin", Confidential, "uri"),
    ]);
}

#[test]
fn a_public_clients_loopback_uri_matches_any_port() {
    agree(&[
        ("http://127.0.0.1/cb", "http://127.0.0.1:51004/cb", Public, "matches"),
        ("http://127.0.0.1:8080/cb", "http://127.0.0.1:51004/cb", Public, "matches"),
        ("http://127.0.0.1:8080/cb", "http://127.0.0.1/cb", Public, "matches"),
        ("http://localhost/*", "http://localhost:51004/x", Public, "matches"),
        ("http://localhost/cb", "http://127.0.0.1:51004/cb", Public, "host"),
        ("http://127.0.0.1/cb", "http://127.0.0.1:51004/other", Public, "path"),
        ("http://127.0.0.1/cb", "http://127.0.0.1:0/cb", Public, "uri"),
        ("https://localhost/cb", "https://localhost:51004/cb", Public, "port"),
        ("https://myapp.com/cb", "https://myapp.com:51004/cb", Public, "port"),
        ("http://127.0.0.1/cb", "http://127.0.0.1:51004/cb", Confidential, "port"),
    ]);
}

#[test]
fn a_private_use_scheme_matches_for_public_clients_only() {
    agree(&[
        ("com.example.app:/cb", "com.example.app:/cb", Public, "matches"),
        ("com.example.app:/cb", "com.example.app:/cb", Confidential, "uri"),
        ("com.example.app:/cb", "com.example.app://cb", Public, "uri"),
        ("com.example.app:/cb", "com.example.other:/cb", Public, "scheme"),
        ("com.example.app:/cb", "com.example.app:/cb/x", Public, "path"),
        ("com.example.app:/cb", "https://myapp.com/cb", Public, "scheme"),
    ]);
}

#[test]
fn the_matching_one_of_several_is_found() {
    let registered =
        ["https://a.example/cb", "https://b.example/*"].map(|text| RedirectUri::parse(text).unwrap());
    let found = match_redirect_uri(&registered, "https://b.example/x", Confidential);
    assert_eq!(found, Ok(&registered[1]));
}

#[test]
fn the_closest_of_several_tells_why_none_matches() {
    let registered = ["http://localhost/cb", "https://myapp.com:8443/cb", "https://other.example/cb"]
        .map(|text| RedirectUri::parse(text).unwrap());
    let mismatch = |requested: &str| match_redirect_uri(&registered, requested, Confidential).unwrap_err();
    assert_eq!(
        mismatch("https://myapp.com:8443/"),
        Mismatch::Path { expected: "/cb".into(), got: "/".into() }
    );
    assert_eq!(mismatch("https://myapp.com/cb"), Mismatch::Port { expected: 8443, got: 443 });
    assert_eq!(mismatch("https://third.example/cb").component(), "host");
    assert_eq!(mismatch("nonsense").component(), "uri");
    let nothing = match_redirect_uri(&[], "https://myapp.com/", Confidential);
    assert_eq!(nothing, Err(Mismatch::NothingRegistered));
}

#[test]
fn a_mismatch_tells_what_is_registered_and_what_came() {
    let told = |registered: &str, requested: &str| {
        RedirectUri::parse(registered).unwrap().matches(requested, Confidential).unwrap_err().to_string()
    };
    for (registered, requested, message) in [
        (
            "https://localhost/",
            "http://localhost/",
            "The scheme differs: “https” is registered, this is “http”.",
        ),
        (
            "https://a.example/",
            "https://b.example/",
            "The host differs: “a.example” is registered, this is “b.example”.",
        ),
        (
            "https://a.example/",
            "https://a.example:8443/",
            "The port differs: 443 is registered, this is 8443.",
        ),
        ("http://localhost:3000/", "http://localhost/", "The port differs: 3000 is registered, this is 80."),
        ("https://a.example/x", "https://a.example/y", "The path differs: “/x” is registered, this is “/y”."),
        (
            "https://a.example/x/*",
            "https://a.example/x",
            "The path is not covered: “/x/*” is registered, this is “/x”.",
        ),
        (
            "https://a.example/*",
            "https://a.example/?x",
            "The query differs: none is registered, this has “x”.",
        ),
        (
            "https://a.example/?x",
            "https://a.example/",
            "The query differs: “x” is registered, this has none.",
        ),
        (
            "https://a.example/?x",
            "https://a.example/?y",
            "The query differs: “x” is registered, this is “y”.",
        ),
    ] {
        assert_eq!(told(registered, requested), message);
    }
    assert_eq!(
        told("https://a.example/", "https://A.example/"),
        "The host has capital letters, and a browser never sends them. Use lower case."
    );
    assert_eq!(Mismatch::NothingRegistered.to_string(), "No redirect URI is registered. Add one first.");
}

#[test]
fn an_empty_path_is_told_in_words() {
    let mismatch =
        RedirectUri::parse("https://a.example").unwrap().matches("https://a.example/", Confidential);
    assert_eq!(mismatch.unwrap_err().to_string(), "The path differs: no path is registered, this is “/”.");
}

#[test]
fn an_invalid_requested_uri_carries_its_problem() {
    let registered = RedirectUri::parse("https://a.example/").unwrap();
    let Err(Mismatch::Invalid(problem)) = registered.matches("https://A.example/", Confidential) else {
        panic!("a host in capitals was compared");
    };
    assert_eq!(problem.code(), "host_upper_case");
    assert_eq!(problem.suggestion().as_deref(), Some("https://a.example/"));
}
