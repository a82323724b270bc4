//! No text, however odd, breaks a parser; what a parser accepts it accepts again, by the wire too.

use domain::{
    Audience, ClientName, Description, EmailAddress, EnvironmentName, Field, Password, Problem, Title,
};
use proptest::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use std::fmt::{Debug, Display};

fn survives<T, P>(text: &str, parse: fn(&str) -> Result<T, P>) -> Result<(), TestCaseError>
where
    T: Debug + Display + PartialEq + Serialize + DeserializeOwned,
    P: Problem,
{
    match parse(text) {
        Ok(value) => {
            let again = parse(&value.to_string()).map_err(|problem| problem.to_string());
            prop_assert_eq!(again.as_ref(), Ok(&value));
            let json =
                serde_json::to_string(&value).map_err(|error| TestCaseError::fail(error.to_string()))?;
            prop_assert_eq!(serde_json::from_str::<T>(&json).ok(), Some(value));
        }
        Err(problem) => {
            prop_assert!(!problem.code().is_empty() && !problem.to_string().is_empty());
            if let Some(right) = problem.suggestion() {
                prop_assert!(parse(&right).is_ok(), "{} for {}", right, text);
            }
        }
    }
    Ok(())
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[\\p{L}\\p{N}\\p{M} ]{0,20}",
        "[a-zA-Z \\t\\n\u{a0}]{0,20}",
        "[ -~\r\n]{0,300}",
        "[a-z.]{1,8}@[a-z.]{1,8}",
        "\\PC{0,300}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2048))]

    #[test]
    fn every_text_is_answered(text in text()) {
        survives(&text, ClientName::parse)?;
        survives(&text, Description::parse)?;
        survives(&text, EmailAddress::parse)?;
        survives(&text, EnvironmentName::parse)?;
        survives(&text, Audience::parse)?;
        survives(&text, Title::parse)?;
        let _ = Password::parse(&text);
        if let Ok(field) = text.parse::<Field>() {
            prop_assert_eq!(field.to_string(), text);
        }
    }

    #[test]
    fn letters_of_every_script_make_a_name(letters in "[\\p{L}&&[^\u{115f}\u{1160}\u{3164}\u{ffa0}]]{1,20}") {
        prop_assert!(ClientName::parse(&letters).is_ok());
    }

    #[test]
    fn control_and_format_characters_are_in_no_name_and_no_description(hidden in "[\\p{Cc}\\p{Cf}&&[^\r\n]]") {
        let text = ["a", &hidden, "b"].concat();
        prop_assert!(Description::parse(&text).is_err(), "{:?}", text);
        // A tab is white space, and white space has its own answer; it is refused all the same.
        prop_assert!(ClientName::parse(&text).is_err(), "{:?}", text);
    }
}
