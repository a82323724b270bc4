//! The audit trail as programs see it.

use domain::{AuditAction, AuditFilter, EntityKind};
use serde::{Deserialize, Serialize};
use service::{RecordedChange, RecordedEvent};
use utoipa::{IntoParams, ToSchema};

use crate::api::choices::{AuditActionChoice, EntityKindChoice};
use crate::api::page_size::PageSize;
use crate::api::time::Time;

/// One thing that was done.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AuditEvent {
    /// Names the event in addresses.
    audit_event_id: String,
    happened_at: Time,
    /// The person, API key or client that did it; absent for what the server does by itself, and for a command.
    #[serde(skip_serializing_if = "Option::is_none")]
    actor_id: Option<String>,
    /// What the actor was called then.
    actor: String,
    /// The network address that the request came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    /// What was done; a newer server may have written one that this document does not know.
    #[schema(example = "oauth_client.edited")]
    action: String,
    /// The kind of thing that it was done to.
    #[schema(example = "oauth_client")]
    entity_kind: String,
    /// The key of what it was done to.
    entity_id: String,
    /// What it was called then.
    entity_name: String,
    /// Field by field, the old and the new value; never a secret.
    changes: Vec<Change>,
}

/// What became of one field.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AuditedChange)]
pub(super) struct Change {
    /// The field, or what else was changed.
    field: String,
    /// The value before; absent for what is new.
    #[serde(skip_serializing_if = "Option::is_none")]
    old: Option<String>,
    /// The value after; absent for what is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    new: Option<String>,
}

impl From<RecordedEvent> for AuditEvent {
    fn from(event: RecordedEvent) -> Self {
        Self {
            audit_event_id: event.id,
            happened_at: Time::of(event.happened_at),
            actor_id: event.actor_id,
            actor: event.actor_name,
            address: event.address,
            action: event.action,
            entity_kind: event.entity_kind,
            entity_id: event.entity_id,
            entity_name: event.entity_name,
            changes: event.changes.into_iter().map(Change::from).collect(),
        }
    }
}

impl From<RecordedChange> for Change {
    fn from(change: RecordedChange) -> Self {
        Self { field: change.field, old: change.old, new: change.new }
    }
}

/// Which events are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct AuditEventsAsked {
    /// Only what was done to things of this kind.
    #[param(inline, value_type = Option<EntityKindChoice>)]
    entity_kind: Option<EntityKind>,
    /// Only what was done to the one with this key.
    entity_id: Option<String>,
    /// Only where this was done.
    #[param(inline, value_type = Option<AuditActionChoice>)]
    action: Option<AuditAction>,
    /// Only from this time on.
    from: Option<Time>,
    /// Only before this time.
    until: Option<Time>,
    /// How many at most.
    #[serde(default)]
    #[param(inline)]
    pub(super) limit: PageSize,
    /// The `next_cursor` of the page before.
    pub(super) cursor: Option<String>,
}

impl From<AuditEventsAsked> for AuditFilter {
    fn from(asked: AuditEventsAsked) -> Self {
        Self {
            actor: None,
            entity_kind: asked.entity_kind,
            entity_id: asked.entity_id,
            entity_name: None,
            action: asked.action,
            from: asked.from.map(Time::at),
            until: asked.until.map(Time::at),
        }
    }
}

/// Which events are looked for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AuditEventSearch {
    /// Only what was done by who was called so, exactly as it stands in the trail.
    #[schema(example = "ada@example.com")]
    actor: Option<String>,
    /// Only what was done to things of this kind.
    #[schema(inline, value_type = Option<EntityKindChoice>)]
    entity_kind: Option<EntityKind>,
    /// Only what was done to the one with this key.
    entity_id: Option<String>,
    /// Only what was done to things that were called so, exactly as it stands in the trail.
    entity_name: Option<String>,
    /// Only where this was done.
    #[schema(inline, value_type = Option<AuditActionChoice>)]
    action: Option<AuditAction>,
    /// Only from this time on.
    from: Option<Time>,
    /// Only before this time.
    until: Option<Time>,
    /// How many at most.
    #[serde(default)]
    #[schema(inline)]
    pub(super) limit: PageSize,
    /// The `next_cursor` of the page before.
    pub(super) cursor: Option<String>,
}

impl From<AuditEventSearch> for AuditFilter {
    fn from(asked: AuditEventSearch) -> Self {
        Self {
            actor: asked.actor,
            entity_kind: asked.entity_kind,
            entity_id: asked.entity_id,
            entity_name: asked.entity_name,
            action: asked.action,
            from: asked.from.map(Time::at),
            until: asked.until.map(Time::at),
        }
    }
}
