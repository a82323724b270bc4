//! The pairs the browser test reads are the ones of today's matcher.

#[path = "../../examples/redirect_uri_vectors/vectors.rs"]
mod vectors;

use domain::{ClientType, RedirectUri};
use url::Url;

const FIXTURE: &str = include_str!("../../../../end2end/fixtures/redirect-uris.json");

#[test]
fn the_fixture_of_the_browser_test_is_up_to_date() {
    assert_eq!(FIXTURE, vectors::json(), "run `cargo run -p domain --example redirect_uri_vectors`");
}

#[test]
fn every_registered_uri_of_the_fixture_is_right_and_no_pair_is_there_twice() {
    let mut seen = std::collections::HashSet::new();
    for vector in vectors::all() {
        assert!(RedirectUri::parse(vector.registered).is_ok(), "{}", vector.registered);
        assert!(
            seen.insert((vector.registered, vector.requested, vector.client_type)),
            "{} and {} twice",
            vector.registered,
            vector.requested
        );
    }
    assert!(seen.len() >= 150, "{}", seen.len());
}

#[test]
fn every_pair_of_the_fixture_that_matches_under_a_wildcard_shares_its_origin() {
    for vector in vectors::all().into_iter().filter(|vector| vector.matches) {
        let Some(under) = vector.registered.strip_suffix('*') else {
            continue;
        };
        let (registered, requested) = (Url::parse(under).unwrap(), Url::parse(vector.requested).unwrap());
        assert_eq!(registered.host_str(), requested.host_str());
        if vector.client_type == ClientType::Confidential || registered.scheme() == "https" {
            assert_eq!(registered.origin(), requested.origin());
        }
    }
}
