//! Whatever is accepted means the same to a browser, and whatever matches stays on the registered origin.
//!
//! The input is two lines: a URI to register and a URI to request.

#![no_main]

use domain::{ClientType, Problem, RedirectUri, WebOrigin};
use libfuzzer_sys::fuzz_target;
use url::Url;

/// Asked with every request, so that the fuzzer need not find a wildcard by itself.
const WILDCARDS: [&str; 4] = [
    "https://myapp.com/*",
    "https://myapp.com/app/*",
    "https://10.0.0.1:8443/*",
    "http://localhost/*",
];

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let (registered, requested) = text.split_once('\n').unwrap_or((text, text));
    for text in [registered, requested] {
        a_redirect_uri_is_what_a_browser_sends(text);
        an_origin_is_its_own_serialised_origin(text);
    }
    for client_type in [ClientType::Confidential, ClientType::Public] {
        what_matches_has_the_origin_of_what_is_registered(registered, requested, client_type);
        for wildcard in WILDCARDS {
            let host = wildcard
                .split_at(wildcard.rfind('*').map_or(0, |star| star - 1))
                .0;
            what_matches_has_the_origin_of_what_is_registered(wildcard, requested, client_type);
            what_matches_has_the_origin_of_what_is_registered(
                wildcard,
                &[host, requested].concat(),
                client_type,
            );
        }
    }
});

fn a_redirect_uri_is_what_a_browser_sends(text: &str) {
    let uri = match RedirectUri::parse(text) {
        Ok(uri) => uri,
        Err(problem) => {
            assert!(!problem.to_string().is_empty());
            if let Some(right) = problem.suggestion() {
                assert!(
                    right != text && RedirectUri::parse(&right).is_ok(),
                    "{text:?} and its right spelling {right:?}"
                );
            }
            return;
        }
    };
    assert_eq!(uri.as_str(), text);
    let written = text.strip_suffix('*').unwrap_or(text);
    // Browsers alone hold the tables of international names; one they refuse is never reached.
    let url = match Url::parse(written) {
        Ok(url) => url,
        Err(_) if text.contains("xn--") => return,
        Err(error) => panic!("{text:?} was accepted and is no URL: {error}"),
    };
    let expected = match uri.origin() {
        Some(origin) if uri.path().is_empty() => [&origin, "/", &written[origin.len()..]].concat(),
        Some(_) | None => written.to_owned(),
    };
    assert_eq!(url.as_str(), expected);
    assert_eq!(
        (url.scheme(), url.host_str(), url.port()),
        (uri.scheme(), uri.host(), uri.port())
    );
    if let Some(origin) = uri.origin() {
        assert_eq!(url.origin().ascii_serialization(), origin);
        assert!(WebOrigin::parse(&origin).is_ok(), "{origin:?} is no web origin");
    }
}

fn an_origin_is_its_own_serialised_origin(text: &str) {
    match WebOrigin::parse(text) {
        Ok(_) => match Url::parse(text) {
            Ok(url) => assert_eq!(url.origin().ascii_serialization(), text),
            Err(error) => assert!(
                text.contains("xn--"),
                "{text:?} was accepted and is no URL: {error}"
            ),
        },
        Err(problem) => {
            if let Some(right) = problem.suggestion() {
                assert!(
                    right != text && WebOrigin::parse(&right).is_ok(),
                    "{text:?} and its right spelling {right:?}"
                );
            }
        }
    }
}

fn what_matches_has_the_origin_of_what_is_registered(
    registered: &str,
    requested: &str,
    client_type: ClientType,
) {
    let Ok(uri) = RedirectUri::parse(registered) else {
        return;
    };
    if uri.matches(requested, client_type).is_err() {
        return;
    }
    if !uri.is_wildcard() {
        assert!(registered == requested || (uri.is_loopback() && client_type == ClientType::Public));
    }
    let under = registered.strip_suffix('*').unwrap_or(registered);
    let (Ok(pattern), Ok(got)) = (Url::parse(under), Url::parse(requested)) else {
        assert!(registered.contains("xn--"), "{registered:?} and {requested:?}");
        return;
    };
    assert_eq!(
        (pattern.scheme(), pattern.host_str()),
        (got.scheme(), got.host_str())
    );
    if !(uri.is_loopback() && client_type == ClientType::Public) && !uri.is_private_use() {
        assert_eq!(pattern.origin(), got.origin());
    }
    assert!(
        got.path().starts_with(pattern.path()),
        "{registered:?} and {requested:?}"
    );
    assert_eq!(pattern.query(), got.query());
}
