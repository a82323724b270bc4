//! What is wrong with a value: a sentence for people, a code for programs, the right spelling where there is one.

use serde::{Deserialize, Serialize};
use std::fmt;

use crate::Field;

/// A broken rule. `Display` says to a person what is wrong and what would be right.
pub trait Problem: fmt::Display {
    /// A stable snake_case name for programs.
    fn code(&self) -> &'static str;

    /// The right spelling, where one exists; it breaks no rule itself.
    fn suggestion(&self) -> Option<String> {
        None
    }
}

/// A problem and the field it was found in, as it travels to the page and to scripts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldProblem {
    /// Where.
    pub field: Field,
    /// The [`Problem::code`].
    pub code: String,
    /// What is wrong and what would be right, for people.
    pub message: String,
    /// The right spelling, where one exists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<String>,
}

impl FieldProblem {
    /// Ties a problem to the field it was found in.
    pub fn new(field: Field, problem: &impl Problem) -> Self {
        Self {
            field,
            code: problem.code().to_owned(),
            message: problem.to_string(),
            suggestion: problem.suggestion(),
        }
    }
}
