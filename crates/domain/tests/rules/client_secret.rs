use domain::{
    Field, MAX_LABEL_LENGTH, MAX_OVERLAP, MAX_VALID_SECRETS, NewSecretDraft, NewSecretProblem, Problem as _,
    SecretState,
};

const NOW: i64 = 1_700_000_000;

#[test]
fn a_secret_counts_until_it_expires_or_is_retired() {
    for (expires_at, retired_at, state, is_valid) in [
        (None, None, SecretState::Valid, true),
        (Some(NOW + 1), None, SecretState::Ending, true),
        (Some(NOW), None, SecretState::Expired, false),
        (Some(NOW - 1), None, SecretState::Expired, false),
        (None, Some(NOW), SecretState::Retired, false),
        (Some(NOW + 1), Some(NOW - 1), SecretState::Retired, false),
        (Some(NOW - 1), Some(NOW - 2), SecretState::Retired, false),
    ] {
        let found = SecretState::at(NOW, expires_at, retired_at);
        assert_eq!((found, found.is_valid()), (state, is_valid), "{expires_at:?} {retired_at:?}");
    }
    assert_eq!(MAX_VALID_SECRETS, 2);
}

#[test]
fn every_state_has_a_name_and_a_label() {
    for (state, name, label) in [
        (SecretState::Valid, "valid", "Valid"),
        (SecretState::Ending, "ending", "Valid until it expires"),
        (SecretState::Expired, "expired", "Expired"),
        (SecretState::Retired, "retired", "Retired"),
    ] {
        assert_eq!(serde_json::to_value(state).unwrap(), name);
        assert_eq!(state.label(), label);
    }
}

fn draft(label: &str, old_secrets_end_at: Option<i64>) -> NewSecretDraft {
    NewSecretDraft { label: label.to_owned(), old_secrets_end_at }
}

#[test]
fn a_label_is_one_short_line_or_nothing() {
    let longest = "ä".repeat(MAX_LABEL_LENGTH);
    for (typed, label) in [
        ("", None),
        ("   ", None),
        (" CI runner, 2nd ", Some("CI runner, 2nd")),
        (&longest, Some(longest.as_str())),
    ] {
        assert_eq!(draft(typed, None).check(NOW).unwrap().label(), label, "{typed}");
    }
}

#[test]
fn the_old_secrets_end_now_or_within_thirty_days() {
    for end in [None, Some(NOW + 1), Some(NOW + MAX_OVERLAP)] {
        assert_eq!(draft("", end).check(NOW).unwrap().old_secrets_end_at(), end);
    }
    assert_eq!(MAX_OVERLAP, 30 * 86_400);
}

#[test]
fn what_is_wrong_with_a_new_secret_is_told_field_by_field() {
    let long = "a".repeat(MAX_LABEL_LENGTH + 1);
    for (typed, end, expected) in [
        ("<b>", None, vec![(Field::SecretLabel, "forbidden_character")]),
        ("one\ntwo", None, vec![(Field::SecretLabel, NewSecretProblem::LabelOfManyLines.code())]),
        (&long, None, vec![(Field::SecretLabel, NewSecretProblem::LabelTooLong { length: 61 }.code())]),
        ("", Some(NOW), vec![(Field::OldSecretsEndAt, NewSecretProblem::EndsInThePast.code())]),
        ("", Some(i64::MIN), vec![(Field::OldSecretsEndAt, NewSecretProblem::EndsInThePast.code())]),
        (
            "",
            Some(NOW + MAX_OVERLAP + 1),
            vec![(Field::OldSecretsEndAt, NewSecretProblem::EndsTooLate.code())],
        ),
        ("", Some(i64::MAX), vec![(Field::OldSecretsEndAt, NewSecretProblem::EndsTooLate.code())]),
        (
            "<",
            Some(0),
            vec![
                (Field::SecretLabel, "forbidden_character"),
                (Field::OldSecretsEndAt, NewSecretProblem::EndsInThePast.code()),
            ],
        ),
    ] {
        let problems = draft(typed, end).check(NOW).unwrap_err();
        let told: Vec<_> = problems.iter().map(|problem| (problem.field, problem.code.as_str())).collect();
        assert_eq!(told, expected, "{typed:?} {end:?}");
        assert!(problems.iter().all(|problem| !problem.message.is_empty()));
    }
    assert!(draft("", Some(i64::MAX)).check(i64::MAX).is_err(), "the end of time is no reason to fall over");
}

#[test]
fn fields_that_are_not_known_are_refused() {
    assert_eq!(serde_json::from_str::<NewSecretDraft>("{}").unwrap(), NewSecretDraft::default());
    assert!(serde_json::from_str::<NewSecretDraft>(r#"{"secret":"mine"}"#).is_err());
}
