use crate::table::{accepts, refuses};
use domain::{EmailAddress, Field, Password, PasswordChangeDraft};
use proptest::prelude::*;
use proptest::sample::select;

const COMMON: &str = include_str!("../../src/password/common.txt");

#[test]
fn a_password_has_12_to_256_characters_and_no_control_characters() {
    let longest = "ж".repeat(256);
    accepts(&["correct horse", "            ", "пароль пароль", &longest], Password::parse);
    let too_long = "ж".repeat(257);
    refuses(
        &[
            ("", "required", None),
            ("short", "too_short", None),
            ("ждждждждждж", "too_short", None),
            (&too_long, "too_long", None),
            ("correct\thorse battery", "control_character", None),
            ("correct horse battery\n", "control_character", None),
        ],
        Password::parse,
    );
}

#[test]
fn a_common_password_is_refused_in_any_case() {
    accepts(
        &[
            "correct horse battery staple",
            "correct-horse-battery-staple",
            "qwerty123456 and more",
            " qwerty123456",
            "пароль пароль",
        ],
        Password::parse,
    );
    refuses(
        &[
            ("qwerty123456", "common", None),
            ("QWERTY123456", "common", None),
            ("Administrator", "common", None),
            ("passwordPassword", "common", None),
            ("123456789012", "common", None),
            ("correcthorsebatterystaple", "common", None),
            ("password", "too_short", None),
        ],
        Password::parse,
    );
}

#[test]
fn a_password_is_not_the_persons_e_mail() {
    let email = EmailAddress::parse("Ada@Example.com").unwrap();
    let parse = |typed: &str| Password::parse_for(typed, &email);
    accepts(&["eve@example.com", "ada@example.com ada", "correct horse battery"], parse);
    refuses(
        &[
            ("ada@example.com", "same_as_email", None),
            ("ADA@EXAMPLE.COM", "same_as_email", None),
            (" Ada@Example.com  ", "same_as_email", None),
            ("qwerty123456", "common", None),
            ("short", "too_short", None),
        ],
        parse,
    );
}

#[test]
fn a_change_of_password_is_told_all_its_problems_at_once() {
    let email = EmailAddress::parse("ada@example.com").unwrap();
    let found = |current: &str, password: &str| {
        let draft =
            PasswordChangeDraft { current_password: current.to_owned(), password: password.to_owned() };
        assert!(!format!("{draft:?}").contains("qwerty"), "{draft:?}");
        let problems = draft.check(&email).err().unwrap_or_default().into_iter();
        problems.map(|problem| (problem.field, problem.code)).collect::<Vec<_>>()
    };
    let (at_current, at_new) = (Field::CurrentPassword, Field::Password);
    assert_eq!(found("anything", "correct horse battery"), []);
    assert_eq!(found("", "correct horse battery"), [(at_current, "required".to_owned())]);
    assert_eq!(found("anything", "qwerty123456"), [(at_new, "common".to_owned())]);
    assert_eq!(
        found("", "ada@example.com"),
        [(at_current, "required".to_owned()), (at_new, "same_as_email".to_owned())]
    );
}

proptest! {
    #[test]
    fn whatever_case_a_common_password_is_typed_in_it_is_refused(
        common in select(COMMON.lines().collect::<Vec<_>>()),
        capitals in prop::collection::vec(any::<bool>(), 32),
    ) {
        let typed: String = common
            .chars()
            .zip(capitals.into_iter().cycle())
            .map(|(character, is_capital)| if is_capital { character.to_ascii_uppercase() } else { character })
            .collect();
        prop_assert!(Password::parse(&typed).is_err(), "{typed}");
        prop_assert!(Password::parse(&[&typed, " "].concat()).is_ok(), "{typed}");
    }

    #[test]
    fn a_password_is_kept_as_it_was_typed(typed in any::<String>()) {
        if let Ok(password) = Password::parse(&typed) {
            prop_assert_eq!(password.reveal(), typed);
        }
    }
}
