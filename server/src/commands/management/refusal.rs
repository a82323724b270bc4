//! Why the management API did not do what it was asked, in words for people.

use std::fmt::Write as _;

use http::{StatusCode, header};
use serde::Deserialize;

use super::answer::Answer;
use super::asking::Asking;

/// Problem details (RFC 9457), as far as people care.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Problem {
    detail: String,
    instance: String,
    errors: Vec<FieldError>,
}

#[derive(Deserialize)]
struct FieldError {
    field: String,
    message: String,
    suggestion: Option<String>,
}

/// An answer that says that it was not done.
#[derive(Debug, thiserror::Error)]
#[error("{told}")]
pub(super) struct Refused {
    pub(super) status: StatusCode,
    told: String,
}

/// Why it was not done, field by field.
pub(super) fn refusal(asking: &Asking, answer: &Answer) -> anyhow::Error {
    let problem: Problem = serde_json::from_str(&answer.text).unwrap_or_default();
    let mut told = match problem.detail.as_str() {
        "" if answer.status.is_redirection() => {
            let elsewhere = answer.headers.get(header::LOCATION).and_then(|place| place.to_str().ok());
            format!("the server sends elsewhere ({}): give its own address", elsewhere.unwrap_or("unknown"))
        }
        "" => format!("the server answers {}", answer.status),
        detail if answer.status == StatusCode::NOT_FOUND => format!("{detail} ({})", asking.path()),
        detail => detail.to_owned(),
    };
    for FieldError { field, message, suggestion } in &problem.errors {
        write!(told, "\n  {field}: {message}").expect("a string can be written to");
        if let Some(suggestion) = suggestion {
            write!(told, " Perhaps {suggestion}").expect("a string can be written to");
        }
    }
    if let Some(help) = help(answer.status) {
        write!(told, "\n  {help}").expect("a string can be written to");
    }
    if answer.status.is_server_error() && !problem.instance.is_empty() {
        write!(told, "\n  The server's log tells more about {}.", problem.instance)
            .expect("a string can be written to");
    }
    anyhow::Error::new(Refused { status: answer.status, told })
}

/// What to do, where the answer alone does not say it.
fn help(status: StatusCode) -> Option<&'static str> {
    match status {
        StatusCode::UNAUTHORIZED => Some(
            "The server does not know this API key: it may have been revoked, or have expired. Set GATEHOUSE_API_KEY to \
             one that `gatehouse api-key create` made there.",
        ),
        StatusCode::FORBIDDEN => Some("Use an API key with the role administrator."),
        StatusCode::PRECONDITION_FAILED => Some("Look at it again, and repeat the command."),
        _ => None,
    }
}
