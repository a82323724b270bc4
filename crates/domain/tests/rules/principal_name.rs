//! Names of service principals.

use domain::{PrincipalName, PrincipalNameProblem as Problem};

#[test]
fn a_name_has_at_least_five_letters_digits_and_underscores() {
    for (typed, expected) in [
        ("billing_export", Ok("billing_export")),
        ("  Batch_01 ", Ok("Batch_01")),
        ("abcde", Ok("abcde")),
        ("_____", Ok("_____")),
        ("", Err(Problem::Empty)),
        ("   ", Err(Problem::Empty)),
        ("a", Err(Problem::TooShort { missing: 4 })),
        ("abcd", Err(Problem::TooShort { missing: 1 })),
        ("a-b", Err(Problem::ForbiddenCharacter { character: '-' })),
        ("billing export", Err(Problem::ForbiddenCharacter { character: ' ' })),
        ("büro_export", Err(Problem::ForbiddenCharacter { character: 'ü' })),
        ("billing\u{200B}", Err(Problem::ForbiddenCharacter { character: '\u{200B}' })),
    ] {
        assert_eq!(
            PrincipalName::parse(typed).as_ref().map(PrincipalName::as_str),
            expected.as_ref().copied(),
            "{typed:?}"
        );
    }
    assert!(PrincipalName::parse(&"a".repeat(255)).is_ok());
    assert_eq!(PrincipalName::parse(&"a".repeat(256)), Err(Problem::TooLong { length: 256 }));
}

#[test]
fn case_makes_no_other_name() {
    let key = |typed| PrincipalName::parse(typed).map(|name| name.key());
    assert_eq!(key("Billing_A"), key("billing_a"));
}
