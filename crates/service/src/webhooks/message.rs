//! A message to a webhook, as Standard Webhooks writes it.

use std::fmt;

use domain::WebhookUrl;
use serde_json::json;
use store::{ClaimedDelivery, RecordedEvent};

use super::secret::WebhookSecret;
use crate::utc_text;

/// A message to be sent now. Nobody else sends it meanwhile.
pub struct WebhookMessage {
    /// Where it goes.
    pub url: WebhookUrl,
    /// `webhook-id`: the same however often it is sent.
    pub id: String,
    /// `webhook-timestamp`: when it is sent, epoch seconds.
    pub timestamp: i64,
    /// `webhook-signature`.
    pub signature: String,
    /// What it says, in JSON.
    pub body: String,
    pub(super) webhook_id: String,
    pub(super) attempts: i64,
}

impl fmt::Debug for WebhookMessage {
    // A URL may have a secret of the other end in it, and the body tells of people.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookMessage").field("id", &self.id).finish_non_exhaustive()
    }
}

impl WebhookMessage {
    pub(super) fn new(
        url: WebhookUrl,
        webhook_id: &str,
        claimed: ClaimedDelivery,
        secrets: &[WebhookSecret],
        now: i64,
    ) -> Self {
        let body = body(&claimed, webhook_id);
        let signatures: Vec<_> = secrets.iter().map(|secret| secret.sign(&claimed.id, now, &body)).collect();
        Self {
            url,
            webhook_id: webhook_id.to_owned(),
            timestamp: now,
            signature: signatures.join(" "),
            body,
            attempts: claimed.attempts,
            id: claimed.id,
        }
    }
}

/// What happened, and when. Where the person was who did it stays here.
fn body(claimed: &ClaimedDelivery, webhook_id: &str) -> String {
    let (happened_at, data) = match &claimed.told {
        Some(event) => (event.happened_at, data(event)),
        None => (claimed.created_at, json!({ "webhook_id": webhook_id })),
    };
    json!({ "type": claimed.event, "timestamp": utc_text(happened_at), "data": data }).to_string()
}

fn data(event: &RecordedEvent) -> serde_json::Value {
    let changes: Vec<_> = event
        .changes
        .iter()
        .map(|change| json!({ "field": change.field, "old": change.old, "new": change.new }))
        .collect();
    json!({
        "id": event.id,
        "action": event.action,
        "actor_id": event.actor_id,
        "actor_name": event.actor_name,
        "entity_kind": event.entity_kind,
        "entity_id": event.entity_id,
        "entity_name": event.entity_name,
        "changes": changes,
    })
}
