use crate::table::{accepts, refuses};
use domain::{AccountDraft, EmailAddress, Field, Problem};

#[test]
fn an_email_address_has_one_at_sign_between_a_name_and_a_host() {
    accepts(
        &[
            "a@b",
            "ada@example.com",
            "Ada.Lovelace+portal@Example.COM",
            "o'brien@xn--mller-kva.example",
            "first_last@mail.example.co.uk",
            "  ada@example.com ",
        ],
        EmailAddress::parse,
    );
    let local = "x".repeat(65);
    let long = format!("{}@{}.example", "x".repeat(64), ["y"; 120].join("."));
    refuses(
        &[
            ("", "required", None),
            (" ", "required", None),
            ("ada", "at_sign", None),
            ("a@b@c", "at_sign", None),
            ("@example.com", "local_part", None),
            (".a@example.com", "local_part", None),
            ("a.@example.com", "local_part", None),
            ("a..b@example.com", "local_part", None),
            (&format!("{local}@example.com"), "local_part", None),
            (&long, "too_long", None),
            ("a b@example.com", "forbidden_character", None),
            ("a\u{0}b@example.com", "forbidden_character", None),
            ("ä@example.com", "forbidden_character", None),
            ("a<b@example.com", "forbidden_character", None),
            ("\"a\"@example.com", "forbidden_character", None),
            ("a@", "host_missing", None),
            ("a@example.com.", "host_trailing_dot", None),
            ("a@-example.com", "host_hyphen", None),
            ("a@exa_mple.com", "host_forbidden_character", None),
            ("a@example..com", "host_empty_label", None),
            ("a@1.2.3", "host_ipv4_spelling", None),
        ],
        EmailAddress::parse,
    );
}

#[test]
fn an_email_address_is_kept_as_typed_and_unique_without_regard_to_case() {
    let address = EmailAddress::parse(" Ada@Example.com ").unwrap();
    assert_eq!(address.as_str(), "Ada@Example.com");
    assert_eq!(address.key(), "ada@example.com");
}

#[test]
fn a_password_is_never_shown() {
    let draft = draft("ada@example.com", "correct horse battery");
    let account = draft.check().unwrap();
    for shown in [format!("{draft:?}"), format!("{account:?}")] {
        assert!(!shown.contains("horse"), "{shown}");
    }
    assert_eq!(account.password().reveal(), "correct horse battery");
    assert_eq!(account.email().as_str(), "ada@example.com");
}

#[test]
fn an_account_is_told_all_its_problems_at_once() {
    let found = |email: &str, password: &str| {
        let problems = draft(email, password).check().unwrap_err();
        problems.into_iter().map(|problem| (problem.field, problem.code)).collect::<Vec<_>>()
    };
    assert_eq!(
        found("ada", "short"),
        [(Field::Email, "at_sign".to_owned()), (Field::Password, "too_short".to_owned())]
    );
    assert_eq!(found("ada@example.com", "ADA@example.com"), [(Field::Password, "same_as_email".to_owned())]);
}

#[test]
fn an_account_with_an_unknown_field_is_refused() {
    let json = r#"{"email":"a@b","password":"x","role":"administrator"}"#;
    assert!(serde_json::from_str::<AccountDraft>(json).is_err());
}

#[test]
fn a_problem_of_the_host_is_told_by_the_host_itself() {
    let problem = EmailAddress::parse("a@b.").unwrap_err();
    assert_eq!(
        (problem.code(), problem.to_string().as_str()),
        ("host_trailing_dot", "The host ends in a dot. Leave the dot out.",)
    );
}

fn draft(email: &str, password: &str) -> AccountDraft {
    AccountDraft { email: email.to_owned(), password: password.to_owned() }
}
