//! What an initial access token may be asked to be.

use domain::{
    Field, InitialAccessTokenDraft, InitialAccessTokenState, MAX_INITIAL_TOKEN_LIFE, MAX_INITIAL_TOKEN_USES,
};

const NOW: i64 = 1_700_000_000;

fn draft(name: &str, expires_at: Option<i64>, uses: Option<i64>) -> InitialAccessTokenDraft {
    InitialAccessTokenDraft { name: name.to_owned(), expires_at, uses }
}

#[test]
fn a_token_has_a_name_and_may_have_an_end_and_a_number_of_uses() {
    for (expires_at, uses) in [
        (None, None),
        (Some(NOW + 1), Some(1)),
        (Some(NOW + MAX_INITIAL_TOKEN_LIFE), Some(MAX_INITIAL_TOKEN_USES)),
    ] {
        let new = draft(" partner ", expires_at, uses).check(NOW).unwrap();
        assert_eq!((new.name().as_str(), new.expires_at(), new.uses()), ("partner", expires_at, uses));
    }
}

#[test]
fn everything_that_is_wrong_is_told() {
    for (name, expires_at, uses, expected) in [
        ("", None, None, vec![(Field::Name, "required")]),
        ("a<b", None, None, vec![(Field::Name, "forbidden_character")]),
        ("a", Some(NOW), None, vec![(Field::KeyExpiresAt, "in_the_past")]),
        ("a", Some(i64::MIN), None, vec![(Field::KeyExpiresAt, "in_the_past")]),
        ("a", Some(NOW + MAX_INITIAL_TOKEN_LIFE + 1), None, vec![(Field::KeyExpiresAt, "too_late")]),
        ("a", None, Some(0), vec![(Field::Uses, "out_of_range")]),
        ("a", None, Some(MAX_INITIAL_TOKEN_USES + 1), vec![(Field::Uses, "out_of_range")]),
        (
            "",
            Some(i64::MAX),
            Some(-1),
            vec![(Field::Name, "required"), (Field::KeyExpiresAt, "too_late"), (Field::Uses, "out_of_range")],
        ),
    ] {
        let problems = draft(name, expires_at, uses).check(NOW).unwrap_err();
        let told: Vec<_> = problems.iter().map(|problem| (problem.field, problem.code.as_str())).collect();
        assert_eq!(told, expected, "{name:?}");
        assert!(problems.iter().all(|problem| !problem.message.is_empty()));
    }
}

#[test]
fn a_state_has_its_name_on_the_wire() {
    for state in InitialAccessTokenState::ALL {
        assert_eq!(serde_json::to_value(state).unwrap(), state.as_str());
    }
}
