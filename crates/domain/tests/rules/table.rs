//! How the tables are read: a good row parses, a bad row is refused with its code and its right spelling.

use domain::Problem;
use std::fmt::Debug;

/// What a bad row expects: the text, the code, the right spelling where there is one.
pub type Bad<'a> = (&'a str, &'a str, Option<&'a str>);

pub fn accepts<T: Debug, P: Problem + Debug>(texts: &[&str], parse: impl Fn(&str) -> Result<T, P>) {
    for text in texts {
        if let Err(problem) = parse(text) {
            panic!("{text:?} was refused: {problem}");
        }
    }
}

pub fn refuses<T: Debug, P: Problem + Debug>(rows: &[Bad<'_>], parse: impl Fn(&str) -> Result<T, P>) {
    for (text, code, right) in rows {
        match parse(text) {
            Ok(value) => panic!("{text:?} was accepted as {value:?}"),
            Err(problem) => {
                assert_eq!(problem.code(), *code, "{text:?}: {problem}");
                assert_eq!(problem.suggestion().as_deref(), *right, "{text:?}: {problem}");
                assert!(!problem.to_string().is_empty());
                if let Some(right) = right {
                    assert!(parse(right).is_ok(), "{right:?} is offered for {text:?} and refused itself");
                }
            }
        }
    }
}
