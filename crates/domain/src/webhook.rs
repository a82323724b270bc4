//! Webhooks: servers that are told of changes.

use serde::{Deserialize, Serialize};
use std::fmt;

use crate::{AuditAction, Description, Field, FieldProblem, Problem};

mod delivery_state;
mod public_address;
mod url;

pub use delivery_state::DeliveryState;
pub use public_address::is_public_address;
pub use url::{WebhookUrl, WebhookUrlProblem};

/// The most webhooks there may be: each change is written down once for each of them.
pub const MAX_WEBHOOKS: usize = 50;

/// A webhook as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebhookDraft {
    /// See [`WebhookUrl`].
    pub url: String,
    /// See [`Description`].
    #[serde(default)]
    pub description: String,
    /// Names of events; none means every change.
    #[serde(default)]
    pub events: Vec<String>,
}

/// A webhook that passed every rule; made by [`WebhookDraft::check`] only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewWebhook {
    url: WebhookUrl,
    description: Description,
    events: Vec<AuditAction>,
}

impl WebhookDraft {
    /// Checks the draft by every rule but one, that the address may be reached from here.
    ///
    /// # Errors
    /// All problems, in the order of the form.
    pub fn check(&self) -> Result<NewWebhook, Vec<FieldProblem>> {
        let url = WebhookUrl::parse(&self.url).map_err(|problem| FieldProblem::new(Field::Url, &problem));
        let description = Description::parse(&self.description)
            .map_err(|problem| FieldProblem::new(Field::Description, &problem));
        let events = events(&self.events).map_err(|problem| FieldProblem::new(Field::Events, &problem));
        match (url, description, events) {
            (Ok(url), Ok(description), Ok(events)) => Ok(NewWebhook { url, description, events }),
            (url, description, events) => {
                Err(url.err().into_iter().chain(description.err()).chain(events.err()).collect())
            }
        }
    }
}

/// Each once, in the order of a choice among them.
fn events(names: &[String]) -> Result<Vec<AuditAction>, WebhookProblem> {
    let told = |name: &String| AuditAction::parse(name).filter(|action| action.is_change());
    if let Some(name) = names.iter().find(|name| told(name).is_none()) {
        return Err(WebhookProblem::UnknownEvent { name: name.chars().take(LONGEST_SHOWN).collect() });
    }
    let changes = AuditAction::ALL.into_iter().filter(|action| action.is_change());
    Ok(changes.filter(|action| names.iter().any(|name| name == action.as_str())).collect())
}

/// Characters of a name that is none; every event has a shorter one.
const LONGEST_SHOWN: usize = 60;

impl NewWebhook {
    /// Where messages go.
    pub fn url(&self) -> &WebhookUrl {
        &self.url
    }

    /// What people note about it.
    pub fn description(&self) -> &Description {
        &self.description
    }

    /// What it is told of; none means every change.
    pub fn events(&self) -> &[AuditAction] {
        &self.events
    }
}

/// What can be wrong with a webhook, while each of its texts may be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WebhookProblem {
    /// No event of this name, or one that nobody is told of.
    UnknownEvent {
        /// The beginning of the name.
        name: String,
    },
    /// A private address, where none may be reached.
    NotPublic,
    /// One more would be more than there may be.
    TooMany,
}

impl fmt::Display for WebhookProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownEvent { name } => {
                write!(f, "There is no event “{name}” to be told of. Choose among those offered.")
            }
            Self::NotPublic => f.write_str(
                "This address is a private one, and the server sends nothing there. Use a public address, or allow \
                 private ones with GATEHOUSE_WEBHOOKS_PRIVATE.",
            ),
            Self::TooMany => {
                write!(f, "There are {MAX_WEBHOOKS} webhooks already. Delete one first.")
            }
        }
    }
}

impl std::error::Error for WebhookProblem {}

impl Problem for WebhookProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownEvent { .. } => "unknown_event",
            Self::NotPublic => "not_public",
            Self::TooMany => "too_many",
        }
    }
}
