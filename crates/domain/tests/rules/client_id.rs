use crate::table::refuses;
use domain::{ClientId, Problem};
use proptest::prelude::*;

#[test]
fn the_prefix_is_added_and_never_doubled() {
    for (typed, id) in [
        ("billing", "app-billing"),
        ("app-billing", "app-billing"),
        (" billing ", "app-billing"),
        ("app", "app-app"),
        ("application", "app-application"),
        ("Billing_2-x", "app-Billing_2-x"),
        ("_", "app-_"),
        ("-", "app--"),
        ("my-app-1", "app-my-app-1"),
    ] {
        assert_eq!(ClientId::parse(typed).unwrap().as_str(), id);
    }
}

#[test]
fn an_id_breaks_a_rule_and_is_told_which() {
    refuses(
        &[
            ("", "empty", None),
            ("app-", "empty", None),
            ("app-app-", "prefix_doubled", None),
            ("app-app-x", "prefix_doubled", Some("app-x")),
            ("app-APP-x", "prefix_doubled", Some("app-x")),
            ("App-x", "prefix_doubled", Some("app-x")),
            ("app-app-app-x", "prefix_doubled", Some("app-x")),
            ("a b", "forbidden_character", None),
            ("a.b", "forbidden_character", None),
            ("a:b", "forbidden_character", None),
            ("größe", "forbidden_character", None),
            ("аpp", "forbidden_character", None),
            ("a\u{0}", "forbidden_character", None),
            ("a%2Db", "forbidden_character", None),
        ],
        ClientId::parse,
    );
}

#[test]
fn an_id_has_at_most_255_characters_with_its_prefix() {
    assert_eq!(ClientId::parse(&"x".repeat(251)).unwrap().as_str().len(), 255);
    assert_eq!(ClientId::parse(&format!("app-{}", "x".repeat(251))).unwrap().as_str().len(), 255);
    assert_eq!(ClientId::parse(&"x".repeat(252)).unwrap_err().code(), "too_long");
}

#[test]
fn a_generated_id_shows_every_random_bit_and_parses_to_itself() {
    let random = [0, 1, 0x7f, 0x80, 0xff, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
    let id = ClientId::generated(&random);
    assert_eq!(id.as_str(), "app-00017f80ff05060708090a0b0c0d0e0f");
    assert_eq!(ClientId::parse(id.as_str()), Ok(id));
}

proptest! {
    #[test]
    fn an_id_is_read_back_as_itself(typed in "[-_a-zA-Z0-9]{0,300}|\\PC{0,20}|(app-){0,3}[a-z-]{0,9}") {
        match ClientId::parse(&typed) {
            Ok(id) => {
                prop_assert!(id.as_str().starts_with("app-") && !id.as_str().starts_with("app-app-"));
                prop_assert_eq!(ClientId::parse(id.as_str()), Ok(id));
            }
            Err(problem) => {
                if let Some(right) = problem.suggestion() {
                    prop_assert!(ClientId::parse(&right).is_ok());
                }
            }
        }
    }
}
