//! API keys.

use domain::{ApiKeyDraft, ApiKeyState, Field, MAX_KEY_LIFE, Role, Title};
use proptest::prelude::*;

const NOW: i64 = 1_700_000_000;

fn draft(name: &str, role: Role, expires_at: Option<i64>) -> ApiKeyDraft {
    ApiKeyDraft { name: name.to_owned(), role, expires_at }
}

#[test]
fn a_key_has_a_name_a_role_that_can_do_something_and_an_end_that_is_to_come() {
    let right = |name, role, expires_at| {
        let new = draft(name, role, expires_at).check(NOW).unwrap();
        assert_eq!((new.role(), new.expires_at()), (role, expires_at));
        new.name().to_string()
    };
    assert_eq!(right("deploy", Role::Administrator, None), "deploy");
    assert_eq!(right(" Nightly audit (v2) ", Role::Auditor, Some(NOW + 1)), "Nightly audit (v2)");
    assert_eq!(right("d", Role::Auditor, Some(NOW + MAX_KEY_LIFE)), "d");

    for (name, role, expires_at, expected) in [
        ("", Role::Administrator, None, vec![(Field::Name, "required")]),
        ("a\nb", Role::Auditor, None, vec![(Field::Name, "line_break")]),
        ("deploy", Role::Member, None, vec![(Field::Role, "not_applicable")]),
        ("deploy", Role::Auditor, Some(NOW), vec![(Field::KeyExpiresAt, "in_the_past")]),
        ("deploy", Role::Auditor, Some(i64::MIN), vec![(Field::KeyExpiresAt, "in_the_past")]),
        ("deploy", Role::Auditor, Some(NOW + MAX_KEY_LIFE + 1), vec![(Field::KeyExpiresAt, "too_late")]),
        ("deploy", Role::Auditor, Some(i64::MAX), vec![(Field::KeyExpiresAt, "too_late")]),
        (
            "<deploy>",
            Role::Member,
            Some(0),
            vec![
                (Field::Role, "not_applicable"),
                (Field::KeyExpiresAt, "in_the_past"),
                (Field::Name, "forbidden_character"),
            ],
        ),
    ] {
        let problems = draft(name, role, expires_at).check(NOW).unwrap_err();
        let told: Vec<_> = problems.iter().map(|problem| (problem.field, problem.code.as_str())).collect();
        assert_eq!(told, expected, "{name:?}");
    }
}

#[test]
fn a_key_counts_until_its_end_or_until_it_is_revoked() {
    for (expires_at, revoked_at, expected) in [
        (None, None, ApiKeyState::Valid),
        (Some(NOW + 1), None, ApiKeyState::Valid),
        (Some(NOW), None, ApiKeyState::Expired),
        (Some(NOW - 1), Some(NOW - 2), ApiKeyState::Revoked),
        (None, Some(NOW), ApiKeyState::Revoked),
    ] {
        assert_eq!(ApiKeyState::at(NOW, expires_at, revoked_at), expected);
        assert_eq!(serde_json::to_value(expected).unwrap(), expected.as_str());
        assert!(!expected.label().is_empty());
    }
}

#[test]
fn a_draft_without_an_end_is_read_and_one_with_strange_fields_is_not() {
    let read = |json: &str| serde_json::from_str::<ApiKeyDraft>(json);
    assert_eq!(read(r#"{"name":"a","role":"auditor"}"#).unwrap(), draft("a", Role::Auditor, None));
    assert!(read(r#"{"name":"a","role":"auditor","id":"1"}"#).is_err());
    assert!(read(r#"{"name":"a","role":"root"}"#).is_err());
    assert!(read(r#"{"name":"a"}"#).is_err());
}

proptest! {
    #[test]
    fn a_draft_is_checked_as_its_values_are(name in "[a-zA-Z0-9 <\n]{0,110}", role in 0..3usize, end in prop::option::of(any::<i64>())) {
        let role = Role::ALL[role];
        let is_in_time = end.is_none_or(|end| NOW < end && end <= NOW + MAX_KEY_LIFE);
        let wrong = [Title::parse(&name).is_err(), !role.can_read(), !is_in_time];
        let checked = draft(&name, role, end).check(NOW);
        prop_assert_eq!(checked.err().map_or(0, |problems| problems.len()), wrong.into_iter().filter(|wrong| *wrong).count());
    }
}
