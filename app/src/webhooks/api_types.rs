//! What the server functions of the webhooks' pages answer.

use domain::{DeliveryState, Status};
use serde::{Deserialize, Serialize};
use std::fmt;

/// How the newest message that was tried fared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastAttempt {
    /// How far it has come.
    pub state: DeliveryState,
    /// Epoch seconds.
    pub at: i64,
}

/// One webhook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookRow {
    /// Names it in the server functions.
    pub id: String,
    /// Where messages go; for auditors without what follows the host.
    pub url: String,
    /// The URL's host, and its port where it has one: what the webhook is called.
    pub host: String,
    /// What people note about it.
    pub description: String,
    /// What it is told of; none means every change.
    pub events: Vec<String>,
    /// Whether it is told.
    pub status: Status,
    /// Epoch seconds.
    pub created_at: i64,
    /// Epoch seconds; absent until the first change.
    pub updated_at: Option<i64>,
    /// Goes back with a change.
    pub version: i64,
    /// Absent until the first one.
    pub last: Option<LastAttempt>,
}

/// A message to a webhook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryRow {
    /// Names it in [`repeat_delivery`](super::api::repeat_delivery).
    pub id: String,
    /// The name of the event.
    pub event: String,
    /// The name of what it was done to, where it tells of a change.
    pub entity_name: Option<String>,
    /// How far it has come.
    pub state: DeliveryState,
    /// How often it was sent.
    pub attempts: i64,
    /// Epoch seconds.
    pub created_at: i64,
    /// When it is sent next, epoch seconds.
    pub due_at: Option<i64>,
    /// The status of the last answer.
    pub last_status: Option<i64>,
    /// Why there was no answer.
    pub last_error: Option<String>,
}

/// Messages to a webhook, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryPage {
    /// At most fifty.
    pub deliveries: Vec<DeliveryRow>,
    /// Where the older ones start, where there are any.
    pub next: Option<String>,
}

/// The secret of a webhook on its way to the one dialog that shows it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownSecret {
    /// What the webhook is called.
    pub host: String,
    secret: String,
}

impl ShownSecret {
    /// The secret itself, to be shown or copied and nothing else.
    pub fn reveal(&self) -> &str {
        &self.secret
    }
}

impl fmt::Debug for ShownSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ShownSecret(…)")
    }
}

#[cfg(feature = "ssr")]
mod from_service {
    use super::{DeliveryPage, DeliveryRow, LastAttempt, ShownSecret, WebhookRow};

    impl From<service::WebhookDetail> for WebhookRow {
        fn from(webhook: service::WebhookDetail) -> Self {
            Self {
                id: webhook.id,
                host: webhook.host,
                url: webhook.url,
                description: webhook.description,
                events: webhook.events.iter().map(|event| event.as_str().to_owned()).collect(),
                status: webhook.status,
                created_at: webhook.created_at,
                updated_at: webhook.updated_at,
                version: webhook.version,
                last: webhook.last.map(|(state, at)| LastAttempt { state, at }),
            }
        }
    }

    impl From<service::DeliveryPage> for DeliveryPage {
        fn from(page: service::DeliveryPage) -> Self {
            let row = |delivery: service::Delivery| DeliveryRow {
                id: delivery.id,
                event: delivery.event,
                entity_name: delivery.entity_name,
                state: delivery.state,
                attempts: delivery.attempts,
                created_at: delivery.created_at,
                due_at: delivery.due_at,
                last_status: delivery.last_status,
                last_error: delivery.last_error,
            };
            Self { deliveries: page.deliveries.into_iter().map(row).collect(), next: page.next }
        }
    }

    impl ShownSecret {
        pub(in crate::webhooks) fn new(host: String, secret: &service::WebhookSecret) -> Self {
            Self { host, secret: secret.reveal().to_string() }
        }
    }
}
