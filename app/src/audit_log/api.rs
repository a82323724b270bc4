//! The server function that reads the audit trail, and what it answers.

use domain::AuditFilter;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use crate::error::PortalError;

/// The old and the new value of one field; never a secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// The field's name in the management API.
    pub field: String,
    /// The value before; a list has a line for each entry.
    pub old: Option<String>,
    /// The value after; a list has a line for each entry.
    pub new: Option<String>,
}

/// One event of the audit trail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEventRow {
    /// Tells events apart.
    pub id: String,
    /// Epoch seconds.
    pub happened_at: i64,
    /// The e-mail of the person, as it was then.
    pub actor: String,
    /// The network address the request came from.
    pub address: Option<String>,
    /// What was done: the name of an [`AuditAction`](domain::AuditAction).
    pub action: String,
    /// What it was done to: the name of an [`EntityKind`](domain::EntityKind).
    pub entity_kind: String,
    /// The key of what it was done to.
    pub entity_id: String,
    /// Its name, as it was then.
    pub entity_name: String,
    /// Field by field.
    pub changes: Vec<FieldChange>,
}

/// A page of the audit trail, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPage {
    /// At most fifty.
    pub events: Vec<AuditEventRow>,
    /// Where the older events start, where there are any; goes back as `after`.
    pub next: Option<String>,
}

#[cfg(feature = "ssr")]
impl From<service::AuditPage> for AuditPage {
    fn from(page: service::AuditPage) -> Self {
        let row = |event: service::RecordedEvent| AuditEventRow {
            id: event.id,
            happened_at: event.happened_at,
            actor: event.actor_name,
            address: event.address,
            action: event.action,
            entity_kind: event.entity_kind,
            entity_id: event.entity_id,
            entity_name: event.entity_name,
            changes: event
                .changes
                .into_iter()
                .map(|change| FieldChange { field: change.field, old: change.old, new: change.new })
                .collect(),
        };
        Self { events: page.events.into_iter().map(row).collect(), next: page.next }
    }
}

/// The events that `filter` asks for, newest first, from the place that an earlier page named as `next`.
///
/// # Errors
/// [`PortalError::Malformed`] for a place this server never named.
#[server(prefix = "/portal/api", endpoint = "audit-events", input = Json)]
pub async fn audit_events(filter: AuditFilter, after: Option<String>) -> Result<AuditPage, PortalError> {
    use crate::door;

    let (services, reader) = door::reader()?;
    let page = services.audit_events(&reader, &filter, after.as_deref()).await.map_err(door::fail)?;
    Ok(page.into())
}

/// The newest events of the OAuth client or service principal that has this client ID now.
///
/// # Errors
/// [`PortalError::NotFound`].
#[server(prefix = "/portal/api", endpoint = "clients/history", input = Json)]
pub async fn newest_events_of_client(client_id: String) -> Result<AuditPage, PortalError> {
    use crate::door;

    let (services, reader) = door::reader()?;
    let page = services.events_of_client(&reader, &client_id).await.map_err(door::fail)?;
    Ok(page.into())
}
