//! Environments: their names and their audiences.

use domain::{
    Audience, AudienceProblem, EnvironmentDraft, EnvironmentName, EnvironmentNameProblem, Field, FieldProblem,
};
use proptest::prelude::*;

use crate::table::{accepts, refuses};

fn draft(name: &str, audience: &str) -> EnvironmentDraft {
    EnvironmentDraft { name: name.to_owned(), audience: audience.to_owned() }
}

#[test]
fn a_name_can_stand_in_a_token_and_in_a_path() {
    accepts(&["development", " production ", "eu-west_1", "0", "-", &"a".repeat(63)], EnvironmentName::parse);
    refuses(
        &[
            ("", "required", None),
            (" \t ", "required", None),
            ("Production", "forbidden_character", Some("production")),
            ("EU West", "forbidden_character", Some("eu-west")),
            ("eu west", "forbidden_character", Some("eu-west")),
            ("EU.West", "forbidden_character", None),
            ("eu/west", "forbidden_character", None),
            ("größe", "forbidden_character", None),
            ("a\u{0}", "forbidden_character", None),
            ("a\nb", "forbidden_character", None),
            (&"A".repeat(64), "forbidden_character", None),
            (&"a".repeat(64), "too_long", None),
        ],
        EnvironmentName::parse,
    );
    assert_eq!(EnvironmentName::parse(&"a".repeat(64)), Err(EnvironmentNameProblem::TooLong { length: 64 }));
}

#[test]
fn an_audience_is_an_absolute_uri_without_a_fragment() {
    accepts(
        &[
            "https://api.example.com",
            " https://api.example.com/billing?v=2 ",
            "http://localhost:3000/environments/development",
            "urn:example:billing",
            "api://billing",
            "com.example+x-1:y",
            "https://[2001:db8::1]/a",
            "https://api.example.com/%7Ebilling",
            &format!("urn:{}", "a".repeat(251)),
        ],
        Audience::parse,
    );
    refuses(
        &[
            ("", "required", None),
            ("  ", "required", None),
            ("billing", "not_absolute", None),
            ("/environments/production", "not_absolute", None),
            ("https:", "not_absolute", None),
            ("https://", "not_absolute", None),
            (":billing", "not_absolute", None),
            ("1urn:a", "not_absolute", None),
            ("a_b:c", "not_absolute", None),
            ("https://api.example.com/#top", "fragment", None),
            ("https://api.example.com#", "fragment", None),
            ("https://api.example.com/a b", "forbidden_character", None),
            ("https://größe.example", "forbidden_character", None),
            ("https://api.example.com/\"a\"", "forbidden_character", None),
            ("https://api.example.com/\\a", "forbidden_character", None),
            ("https://api.example.com/a\u{0}", "forbidden_character", None),
            (&format!("urn:{}", "a".repeat(252)), "too_long", None),
        ],
        Audience::parse,
    );
    let long = format!("urn:{}", "a".repeat(252));
    assert_eq!(Audience::parse(&long), Err(AudienceProblem::TooLong { length: 256 }));
}

#[test]
fn an_audience_is_compared_as_it_was_typed() {
    let read = |typed| Audience::parse(typed).unwrap();
    assert_ne!(read("https://api.example.com"), read("https://api.example.com/"));
    assert_ne!(read("https://api.example.com"), read("https://API.example.com"));
}

#[test]
fn all_problems_are_told_in_the_order_of_the_form() {
    let problems = draft("", "billing").check().unwrap_err();
    let name = FieldProblem::new(Field::EnvironmentName, &EnvironmentNameProblem::Empty);
    assert_eq!(problems, [name, FieldProblem::new(Field::Audience, &AudienceProblem::NotAbsolute)]);
}

#[test]
fn an_audience_may_be_left_out() {
    for audience in ["", "  "] {
        assert_eq!(draft("staging", audience).check().unwrap().audience(), None);
    }
    assert_eq!(draft("staging", " urn:x ").check().unwrap().audience().unwrap().as_str(), "urn:x");
}

#[test]
fn a_draft_without_an_audience_is_read_and_one_with_strange_fields_is_not() {
    let read = |json: &str| serde_json::from_str::<EnvironmentDraft>(json);
    assert_eq!(read(r#"{"name":"staging"}"#).unwrap(), draft("staging", ""));
    assert!(read(r#"{"name":"staging","id":"1"}"#).is_err());
    assert!(read(r#"{"audience":"urn:x"}"#).is_err());
}

proptest! {
    #[test]
    fn a_draft_is_checked_as_its_values_are(name in "[a-zA-Z0-9_ .-]{0,70}", audience in "([a-z]{0,3}:)?[a-z/#. ]{0,20}") {
        let checked = draft(&name, &audience).check();
        let (name, typed) = (EnvironmentName::parse(&name), audience.trim());
        let audience = if typed.is_empty() { Ok(None) } else { Audience::parse(typed).map(Some) };
        match checked {
            Ok(new) => {
                prop_assert_eq!(Ok(new.name()), name.as_ref());
                prop_assert_eq!(Ok(new.audience().cloned()), audience);
            }
            Err(problems) => {
                prop_assert_eq!(problems.len(), usize::from(name.is_err()) + usize::from(audience.is_err()));
                prop_assert!(problems.is_sorted_by_key(|problem| problem.field));
            }
        }
    }
}
