//! Webhooks as programs see them.

use domain::{AuditAction, DeliveryState, Status, WebhookDraft};
use serde::{Deserialize, Serialize};
use service::{Delivery, WebhookDetail, WebhookSecret};
use utoipa::{IntoParams, ToSchema};

use crate::api::choices::{DeliveryStateChoice, StatusChoice, TellableActionChoice};
use crate::api::page_size::PageSize;
use crate::api::time::Time;

/// A server that is told of changes.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct Webhook {
    /// Names it in addresses.
    webhook_id: String,
    /// Where messages go; as in `https://hooks.example.com/…` for who cannot change it: what follows may be a secret.
    url: String,
    /// What people note about it.
    description: String,
    /// What it is told of; none means every change.
    #[schema(value_type = Vec<TellableActionChoice>)]
    events: Vec<AuditAction>,
    #[schema(inline, value_type = StatusChoice)]
    status: Status,
    created_at: Time,
    /// Absent until the first change.
    #[serde(skip_serializing_if = "Option::is_none")]
    updated_at: Option<Time>,
}

impl From<WebhookDetail> for Webhook {
    fn from(webhook: WebhookDetail) -> Self {
        Self {
            webhook_id: webhook.id,
            url: webhook.url,
            description: webhook.description,
            events: webhook.events,
            status: webhook.status,
            created_at: Time::of(webhook.created_at),
            updated_at: webhook.updated_at.map(Time::of),
        }
    }
}

/// A webhook with the secret that its messages are signed with.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NewWebhook {
    #[serde(flatten)]
    webhook: Webhook,
    /// As libraries for Standard Webhooks read it. Shown once: absent in a replay.
    #[serde(skip_serializing_if = "Option::is_none")]
    signing_secret: Option<String>,
}

impl NewWebhook {
    pub(super) fn new(webhook: Webhook, secret: &WebhookSecret) -> Self {
        Self { webhook, signing_secret: Some(secret.reveal().to_string()) }
    }
}

/// A webhook as it is to be.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WebhookFields {
    /// `https`, without a user name, a password or a fragment; `http` for the server's own machine only, and only where an
    /// operator allows private addresses.
    #[schema(min_length = 1, max_length = 2000, example = "https://hooks.example.com/gatehouse")]
    url: String,
    /// What people note about it.
    #[serde(default)]
    #[schema(max_length = 255)]
    description: String,
    /// What it is to be told of; none means every change.
    #[serde(default)]
    #[schema(value_type = Vec<TellableActionChoice>)]
    events: Vec<String>,
}

impl From<Webhook> for WebhookFields {
    fn from(webhook: Webhook) -> Self {
        Self {
            url: webhook.url,
            description: webhook.description,
            events: webhook.events.iter().map(|event| event.as_str().to_owned()).collect(),
        }
    }
}

impl From<WebhookFields> for WebhookDraft {
    fn from(fields: WebhookFields) -> Self {
        Self { url: fields.url, description: fields.description, events: fields.events }
    }
}

/// The fields of a webhook that are to be others.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described: the patch is applied to what is stored")]
pub(super) struct WebhookPatch {
    #[schema(min_length = 1, max_length = 2000)]
    url: Option<String>,
    #[schema(max_length = 255)]
    description: Option<String>,
    #[schema(value_type = Option<Vec<TellableActionChoice>>)]
    events: Option<Vec<String>>,
}

/// A message to a webhook.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WebhookDelivery {
    /// Names it in addresses, and is the `webhook-id` of the message.
    delivery_id: String,
    /// What it tells of; `webhook.test` of nothing.
    event: String,
    /// The name of what it was done to.
    #[serde(skip_serializing_if = "Option::is_none")]
    entity_name: Option<String>,
    #[schema(inline, value_type = DeliveryStateChoice)]
    state: DeliveryState,
    /// How often it was sent.
    attempts: i64,
    created_at: Time,
    /// When it is sent next; absent where it is not, or the webhook is disabled.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_attempt_at: Option<Time>,
    /// Absent until the first time.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_attempted_at: Option<Time>,
    /// The status of the last answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_status: Option<i64>,
    /// Why there was no answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_error: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    delivered_at: Option<Time>,
}

impl From<Delivery> for WebhookDelivery {
    fn from(delivery: Delivery) -> Self {
        Self {
            delivery_id: delivery.id,
            event: delivery.event,
            entity_name: delivery.entity_name,
            state: delivery.state,
            attempts: delivery.attempts,
            created_at: Time::of(delivery.created_at),
            next_attempt_at: delivery.due_at.map(Time::of),
            last_attempted_at: delivery.last_attempted_at.map(Time::of),
            last_status: delivery.last_status,
            last_error: delivery.last_error,
            delivered_at: delivery.delivered_at.map(Time::of),
        }
    }
}

/// A message that is on its way.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DeliveryAccepted {
    /// Names it among the deliveries.
    pub(super) delivery_id: String,
}

/// Which messages are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct DeliveriesAsked {
    /// Only those that have come so far.
    #[param(inline, value_type = Option<DeliveryStateChoice>)]
    pub(super) state: Option<DeliveryState>,
    /// How many at most.
    #[serde(default)]
    #[param(inline)]
    pub(super) limit: PageSize,
    /// The `next_cursor` of the page before.
    pub(super) cursor: Option<String>,
}
