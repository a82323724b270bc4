//! A web origin is what a browser sends in `Origin`: the `url` crate is the judge.

use crate::typed;
use domain::{Problem, WebOrigin};
use proptest::prelude::*;
use url::Url;

/// `url`'s own origin of the text, if the text is spelled exactly so.
fn is_its_own_origin(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| url.origin().ascii_serialization() == text)
}

/// Names that a browser takes and DNS does not.
fn is_a_host_beyond_dns(text: &str) -> bool {
    let host = text.trim_start_matches("https://").trim_start_matches("http://");
    let host = host.split(':').next().unwrap_or_default();
    host.ends_with('.')
        || host.len() > 253
        || host.contains(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-'))
        || host.split('.').any(|label| {
            label.is_empty() || label.len() > 63 || label.starts_with('-') || label.ends_with('-')
        })
}

fn origin() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => typed::uri(),
        3 => typed::assembled().prop_map(|text| text.split('/').take(3).collect::<Vec<_>>().join("/")),
        1 => any::<[u16; 8]>().prop_map(|pieces| format!("https://[{}]", std::net::Ipv6Addr::from(pieces))),
        1 => pieces().prop_map(|pieces| format!("http://[{}]:8080", in_full(&pieces).to_lowercase())),
        1 => "https?://[0-9a-z.\\[\\]:_-]{1,20}",
    ]
}

/// The pieces of an IPv6 address, many of them zero.
fn pieces() -> impl Strategy<Value = Vec<u16>> {
    proptest::collection::vec(prop_oneof![Just(0u16), any::<u16>()], 8)
}

fn in_full(pieces: &[u16]) -> String {
    pieces.iter().map(|piece| format!("{piece:04X}")).collect::<Vec<_>>().join(":")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn an_origin_is_accepted_when_it_equals_its_own_serialised_origin(text in origin()) {
        match WebOrigin::parse(&text) {
            Ok(origin) => {
                prop_assert_eq!(origin.as_str(), &text);
                prop_assert!(is_its_own_origin(&text) || text.contains("xn--"), "{}", text);
            }
            Err(problem) => prop_assert!(
                !is_its_own_origin(&text)
                    || !text.starts_with("http")
                    || is_a_host_beyond_dns(&text)
                    || text.contains('*')
                    || text.ends_with(":0")
                    || text.len() > 255,
                "{}: {}", text, problem
            ),
        }
    }

    #[test]
    fn the_right_spelling_that_is_offered_is_right(text in origin()) {
        let Err(problem) = WebOrigin::parse(&text) else { return Ok(()) };
        prop_assert!(!problem.to_string().is_empty() && !problem.code().is_empty());
        if let Some(right) = problem.suggestion() {
            prop_assert_ne!(&right, &text);
            prop_assert!(WebOrigin::parse(&right).is_ok(), "{} for {}", right, text);
        }
    }

    #[test]
    fn an_ipv6_address_in_any_spelling_leads_to_the_one_of_browsers(pieces in pieces()) {
        let long = format!("https://[{}]", in_full(&pieces));
        let url = Url::parse(&long).unwrap();
        let right = url.origin().ascii_serialization();
        prop_assert!(WebOrigin::parse(&right).is_ok(), "{}", right);
        if let Err(problem) = WebOrigin::parse(&long) {
            prop_assert_eq!(problem.suggestion(), Some(right));
        }
    }

    #[test]
    fn an_accepted_origin_survives_the_wire(text in origin()) {
        let json = serde_json::to_string(&text).unwrap();
        prop_assert_eq!(serde_json::from_str::<WebOrigin>(&json).ok(), WebOrigin::parse(&text).ok());
    }
}
