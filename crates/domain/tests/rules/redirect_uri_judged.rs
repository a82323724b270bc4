//! What parses here means the same to a browser: the `url` crate is the judge.

use crate::typed;
use domain::{ClientType, Problem, RedirectUri};
use proptest::prelude::*;
use url::Url;

/// What a browser makes of a URI that was accepted.
///
/// Browsers alone hold the tables that say which letters an international name may have; a name they do not
/// look up can never be reached, so refusing it is theirs.
fn judged(uri: &RedirectUri) -> Option<Url> {
    let written = uri.as_str().strip_suffix('*').unwrap_or(uri.as_str());
    match Url::parse(written) {
        Ok(url) => Some(url),
        Err(_) if uri.host().is_some_and(|host| host.contains("xn--")) => None,
        Err(error) => panic!("{uri} was accepted and is no URL: {error}"),
    }
}

/// The text as a browser writes it: with the slash it adds where there is no path.
fn as_browsers_write(uri: &RedirectUri) -> String {
    let text = uri.as_str().strip_suffix('*').unwrap_or(uri.as_str());
    match uri.origin() {
        Some(origin) if uri.path().is_empty() => [&origin, "/", &text[origin.len()..]].concat(),
        Some(_) | None => text.to_owned(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn an_accepted_uri_is_what_a_browser_sends(text in typed::uri()) {
        let Ok(uri) = RedirectUri::parse(&text) else { return Ok(()) };
        prop_assert_eq!(uri.as_str(), &text);
        let Some(url) = judged(&uri) else { return Ok(()) };
        prop_assert_eq!(url.as_str(), as_browsers_write(&uri));
        prop_assert_eq!(url.scheme(), uri.scheme());
        prop_assert_eq!(url.host_str(), uri.host());
        prop_assert_eq!(url.port(), uri.port());
        prop_assert_eq!(url.query(), uri.query());
        prop_assert!(url.username().is_empty() && url.password().is_none() && url.fragment().is_none());
        match uri.origin() {
            Some(origin) => prop_assert_eq!(url.origin().ascii_serialization(), origin),
            None => prop_assert!(uri.is_private_use()),
        }
    }

    #[test]
    fn what_matches_under_a_wildcard_has_the_origin_of_the_pattern(
        path in "(/[a-z.]{0,3}){0,2}/\\*",
        host in prop::sample::select(vec![
            "https://myapp.com", "http://localhost", "https://myapp.com:8443", "https://a.b",
        ]),
        requested in prop_oneof![typed::uri(), typed::assembled()],
        rest in "[ -~]{0,20}",
        is_public: bool,
    ) {
        let client_type = if is_public { ClientType::Public } else { ClientType::Confidential };
        let Ok(registered) = RedirectUri::parse(&[host, &path].concat()) else { return Ok(()) };
        let under = registered.as_str().trim_end_matches('*');
        for requested in [requested, [under, &rest].concat(), [host, &rest].concat()] {
            if registered.matches(&requested, client_type).is_err() {
                continue;
            }
            let (pattern, got) = (Url::parse(under).unwrap(), Url::parse(&requested).unwrap());
            if is_public && pattern.scheme() == "http" {
                prop_assert_eq!((pattern.scheme(), pattern.host_str()), (got.scheme(), got.host_str()));
            } else {
                prop_assert_eq!(pattern.origin(), got.origin());
            }
            prop_assert!(got.path().starts_with(pattern.path()));
            prop_assert_eq!(got.query(), None);
        }
    }

    #[test]
    fn an_exact_uri_matches_itself_and_nothing_else(one in typed::uri(), other in typed::uri()) {
        let Ok(registered) = RedirectUri::parse(&one) else { return Ok(()) };
        if registered.is_wildcard() {
            return Ok(());
        }
        prop_assert_eq!(registered.matches(&one, ClientType::Public), Ok(()));
        if registered.matches(&other, ClientType::Confidential).is_ok() {
            prop_assert_eq!(&one, &other);
        }
    }

    #[test]
    fn the_right_spelling_that_is_offered_is_right(text in typed::uri()) {
        let Err(problem) = RedirectUri::parse(&text) else { return Ok(()) };
        prop_assert!(!problem.to_string().is_empty() && !problem.code().is_empty());
        if let Some(right) = problem.suggestion() {
            prop_assert_ne!(&right, &text);
            prop_assert!(RedirectUri::parse(&right).is_ok(), "{} for {}", right, text);
        }
    }

    #[test]
    fn an_accepted_uri_survives_the_wire(text in typed::uri()) {
        let json = serde_json::to_string(&text).unwrap();
        let read = serde_json::from_str::<RedirectUri>(&json).ok();
        prop_assert_eq!(&read, &RedirectUri::parse(&text).ok());
        if let Some(uri) = read {
            prop_assert_eq!(serde_json::to_string(&uri).unwrap(), json);
        }
    }

    #[test]
    fn an_international_name_that_browsers_know_is_accepted(
        label in "[а-яё]{1,12}|[äöüßéèñç]{1,6}|[一-龥]{1,6}|[ぁ-ゔ]{1,6}|[क-ह]{1,5}|[ا-ي]{1,5}|[☀-☆]{1,2}",
    ) {
        let Ok(url) = Url::parse(&format!("https://{label}.example/callback")) else { return Ok(()) };
        prop_assert!(RedirectUri::parse(url.as_str()).is_ok(), "{}", url);
    }
}
