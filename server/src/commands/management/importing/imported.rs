//! What was read elsewhere: clients that keep the rules, and what did not.

use std::fmt;

use serde::Serialize;
use service::OAuthClientEntry;

/// Clients that keep the rules, and what did not.
#[derive(Debug, Default)]
pub(super) struct Imported {
    pub(super) clients: Vec<OAuthClientEntry>,
    pub(super) remarks: Vec<Remark>,
}

/// What is done about something that does not fit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Done {
    /// It is not taken over.
    Dropped,
    /// This stands in its place.
    Replaced(String),
    /// The client is not taken over.
    LeftOut,
}

/// Something that does not fit, and what is done about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Remark {
    /// What the client is called where it comes from.
    pub(super) client: String,
    /// The field, as it is called there.
    pub(super) field: String,
    /// Why it does not fit.
    pub(super) problem: String,
    /// What is done about it.
    pub(super) done: Done,
}

impl Remark {
    pub(super) fn left_out(client: &str, field: &str, problem: impl Into<String>) -> Self {
        Self {
            client: client.to_owned(),
            field: field.to_owned(),
            problem: problem.into(),
            done: Done::LeftOut,
        }
    }
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What is read elsewhere may hold anything; each remark is one line.
        let line = |text: &str| {
            text.chars().map(|sign| if sign.is_control() { ' ' } else { sign }).collect::<String>()
        };
        write!(f, "! {}: {}: {} ", line(&self.client), line(&self.field), line(&self.problem))?;
        match &self.done {
            Done::Dropped => f.write_str("[dropped]"),
            Done::Replaced(by) => write!(f, "[replaced by {}]", line(by)),
            Done::LeftOut => f.write_str("[client left out]"),
        }
    }
}
