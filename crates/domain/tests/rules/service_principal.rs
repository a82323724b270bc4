//! Service principals as typed, and the keys that come with them.

use domain::{
    EnvironmentName, Field, KeyDraft, PrincipalDraft, PrincipalEditDraft, PrincipalName, PrincipalProblem,
    Problem as _, PublicKey, SecurityType,
};
use proptest::prelude::*;

const NOW: i64 = 1_700_000_000;

/// RFC 7517 Appendix A.1, the first key, with another name.
fn ec(kid: Option<&str>) -> String {
    let kid = kid.map_or_else(String::new, |kid| format!(r#""kid":"{kid}","#));
    format!(
        r#"{{{kid}"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}}"#
    )
}

/// RFC 8037 Appendix A.2.
fn ed25519(kid: Option<&str>) -> String {
    let kid = kid.map_or_else(String::new, |kid| format!(r#""kid":"{kid}","#));
    format!(r#"{{{kid}"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}}"#)
}

fn set(keys: &[String]) -> String {
    format!(r#"{{"keys":[{}]}}"#, keys.join(","))
}

fn key(public_key: String, expires_at: Option<i64>) -> KeyDraft {
    KeyDraft { public_key, expires_at }
}

fn with_secret() -> PrincipalDraft {
    PrincipalDraft {
        client_name: "billing_export".to_owned(),
        security_type: SecurityType::ClientSecret,
        environment: "production".to_owned(),
        key: KeyDraft::default(),
    }
}

fn signing(key: KeyDraft) -> PrincipalDraft {
    PrincipalDraft { security_type: SecurityType::SignedJwt, key, ..with_secret() }
}

/// Field and code of every problem, in the order they are told.
fn told(problems: &[domain::FieldProblem]) -> Vec<(Field, &str)> {
    problems.iter().map(|problem| (problem.field, problem.code.as_str())).collect()
}

#[test]
fn every_security_type_has_a_name_and_a_label() {
    for (security_type, name, label) in [
        (SecurityType::ClientSecret, "client_secret", "Client Secret (OAUTH)"),
        (SecurityType::SignedJwt, "signed_jwt", "Signed JWT (FAPI)"),
    ] {
        assert_eq!((security_type.as_str(), security_type.label()), (name, label));
        assert_eq!(SecurityType::parse(name), Some(security_type));
        assert_eq!(serde_json::to_value(security_type).unwrap(), name);
    }
    for unknown in ["", "Client_Secret", "jwt"] {
        assert_eq!(SecurityType::parse(unknown), None);
    }
}

#[test]
fn a_principal_has_a_secret_or_one_or_two_keys() {
    let new = with_secret().check(NOW).unwrap();
    assert_eq!((new.name().as_str(), new.environment().as_str()), ("billing_export", "production"));
    assert_eq!((new.security_type(), new.keys()), (SecurityType::ClientSecret, None));

    for (pasted, kids) in [
        (ec(None), vec![None]),
        (ec(Some("one")), vec![Some("one")]),
        (set(&[ec(Some("one")), ed25519(None)]), vec![Some("one"), None]),
        (set(&[ec(None), ed25519(None)]), vec![None, None]),
    ] {
        let new = signing(key(pasted, Some(NOW + 1))).check(NOW).unwrap();
        assert_eq!(new.security_type(), SecurityType::SignedJwt);
        let keys = new.keys().unwrap();
        assert_eq!(keys.keys().iter().map(|key| key.kid.as_deref()).collect::<Vec<_>>(), kids);
        assert_eq!(keys.expires_at(), Some(NOW + 1));
    }
}

#[test]
fn what_is_wrong_is_told_field_by_field_in_the_order_of_the_form() {
    let name = |client_name: &str| PrincipalDraft { client_name: client_name.to_owned(), ..with_secret() };
    let environment =
        |environment: &str| PrincipalDraft { environment: environment.to_owned(), ..with_secret() };
    for (draft, expected) in [
        (name("abcd"), vec![(Field::ClientName, "too_short")]),
        (name(""), vec![(Field::ClientName, "required")]),
        (environment(""), vec![(Field::Environment, "required")]),
        (environment("No such thing"), vec![(Field::Environment, "unknown_environment")]),
        (
            PrincipalDraft { key: key(ec(None), None), ..with_secret() },
            vec![(Field::PublicKey, "not_applicable")],
        ),
        (
            PrincipalDraft { key: key(String::new(), Some(NOW + 1)), ..with_secret() },
            vec![(Field::PublicKey, "not_applicable")],
        ),
        (signing(KeyDraft::default()), vec![(Field::PublicKey, "required")]),
        (
            PrincipalDraft {
                client_name: "a b".to_owned(),
                environment: String::new(),
                ..signing(key(set(&[ec(None), ec(None)]), Some(NOW)))
            },
            vec![
                (Field::ClientName, "forbidden_character"),
                (Field::Environment, "required"),
                (Field::PublicKey, "duplicate"),
                (Field::KeyExpiresAt, "in_the_past"),
            ],
        ),
    ] {
        let problems = draft.check(NOW).unwrap_err();
        assert_eq!(told(&problems), expected, "{draft:?}");
    }
}

#[test]
fn at_most_two_keys_are_pasted_at_once_and_not_the_same() {
    let third = ed25519(None).replace("11qYAY", "21qYAY");
    for (pasted, code) in [
        (set(&[ec(None), ed25519(None), third]), PrincipalProblem::TooManyKeys { count: 3 }),
        (set(&[ec(Some("one")), ec(Some("other"))]), PrincipalProblem::SameKey),
        (set(&[ec(Some("one")), ed25519(Some("one"))]), PrincipalProblem::SameKid),
    ] {
        let problems = key(pasted, None).check(NOW).unwrap_err();
        assert_eq!(told(&problems), [(Field::PublicKey, code.code())]);
        assert_eq!(problems[0].message, code.to_string());
    }
}

#[test]
fn a_key_counts_from_now_on_if_at_all() {
    for end in [None, Some(NOW + 1), Some(i64::MAX)] {
        assert_eq!(key(ec(None), end).check(NOW).unwrap().expires_at(), end);
    }
    for end in [NOW, NOW - 1, i64::MIN] {
        let problems = key(ec(None), Some(end)).check(NOW).unwrap_err();
        assert_eq!(told(&problems), [(Field::KeyExpiresAt, "in_the_past")]);
    }
}

#[test]
fn a_private_key_is_refused_and_not_repeated() {
    const PRIVATE_PART: &str = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";
    let private = ed25519(None).replace(r#""kty""#, &format!(r#""d":"{PRIVATE_PART}","kty""#));
    let problems = signing(key(private, None)).check(NOW).unwrap_err();
    assert_eq!(told(&problems), [(Field::PublicKey, "private_key")]);
    assert!(!format!("{problems:?}").contains(PRIVATE_PART));
}

#[test]
fn an_edit_has_a_name_and_a_switch() {
    for is_on in [false, true] {
        let draft =
            PrincipalEditDraft { client_name: " new_name ".to_owned(), accepts_endpoint_audience: is_on };
        let edit = draft.check().unwrap();
        assert_eq!((edit.name().as_str(), edit.accepts_endpoint_audience()), ("new_name", is_on));
    }
    let draft = PrincipalEditDraft { client_name: "new name".to_owned(), accepts_endpoint_audience: false };
    assert_eq!(told(&draft.check().unwrap_err()), [(Field::ClientName, "forbidden_character")]);
}

#[test]
fn fields_that_are_not_known_are_refused() {
    let draft =
        r#"{"client_name":"billing_export","security_type":"client_secret","environment":"production"}"#;
    assert_eq!(serde_json::from_str::<PrincipalDraft>(draft).unwrap(), with_secret());
    for unknown in [r#""client_id":"app-mine""#, r#""accepts_endpoint_audience":true"#] {
        let more = draft.replace('}', &format!(",{unknown}}}"));
        assert!(serde_json::from_str::<PrincipalDraft>(&more).is_err(), "{more}");
    }
    assert!(serde_json::from_str::<KeyDraft>(r#"{"public_key":"","kid":"mine"}"#).is_err());
    let edit = r#"{"client_name":"billing_export","environment":"development"}"#;
    assert!(serde_json::from_str::<PrincipalEditDraft>(edit).is_err(), "the environment is fixed");
}

fn typed() -> impl Strategy<Value = String> {
    prop_oneof!["[a-zA-Z0-9_]{0,12}", "[a-z-]{0,12}", "[ -~]{0,20}", any::<String>()]
}

fn pasted() -> impl Strategy<Value = String> {
    let kid = || proptest::option::of("[a-z]{1,2}");
    let one =
        prop_oneof![kid().prop_map(|kid| ec(kid.as_deref())), kid().prop_map(|kid| ed25519(kid.as_deref())),];
    prop_oneof![
        3 => proptest::collection::vec(one, 0..4).prop_map(|keys| set(&keys)),
        1 => Just(String::new()),
        1 => any::<String>(),
    ]
}

proptest! {
    /// Whatever is typed: either there are problems, or what comes out keeps the rules.
    #[test]
    fn a_draft_that_passes_keeps_every_rule(
        client_name in typed(),
        environment in typed(),
        signs in any::<bool>(),
        public_key in pasted(),
        expires_at in proptest::option::of(NOW - 2..NOW + 3),
    ) {
        let security_type = if signs { SecurityType::SignedJwt } else { SecurityType::ClientSecret };
        let draft = PrincipalDraft { client_name, security_type, environment, key: key(public_key, expires_at) };
        match draft.check(NOW) {
            Ok(new) => {
                prop_assert_eq!(PrincipalName::parse(&draft.client_name), Ok(new.name().clone()));
                prop_assert_eq!(EnvironmentName::parse(&draft.environment), Ok(new.environment().clone()));
                prop_assert_eq!(new.security_type(), security_type);
                prop_assert_eq!(new.keys().is_some(), signs);
                prop_assert!(signs || draft.key == KeyDraft::default());
                if let Some(keys) = new.keys() {
                    prop_assert!((1..=2).contains(&keys.keys().len()));
                    prop_assert_eq!(PublicKey::read(&draft.key.public_key), Ok(keys.keys().to_vec()));
                    prop_assert!(keys.expires_at().is_none_or(|end| end > NOW));
                    if let [one, other] = keys.keys() {
                        prop_assert!(one.key != other.key);
                        prop_assert!(one.kid.is_none() || one.kid != other.kid);
                    }
                }
            }
            Err(problems) => {
                prop_assert!(!problems.is_empty());
                prop_assert!(problems.is_sorted_by_key(|problem| problem.field));
                prop_assert!(problems.iter().all(|problem| !problem.code.is_empty() && !problem.message.is_empty()));
            }
        }
    }
}
