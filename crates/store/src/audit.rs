//! The audit trail: who changed what, when and from where. Rows are added, never changed.

use crate::backend::on_backend;
use crate::{StoreError, Tx};

/// The old and the new value of one field; never a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// The field's name in the management API.
    pub field: &'static str,
    /// The value before; absent for a creation.
    pub old: Option<String>,
    /// The value after; absent for a deletion.
    pub new: Option<String>,
}

/// One event of the audit trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEvent {
    /// Primary key.
    pub id: String,
    /// Epoch seconds.
    pub happened_at: i64,
    /// The portal user who did it; absent where nobody was signed in.
    pub actor_id: Option<String>,
    /// The e-mail of the portal user as it was then.
    pub actor_name: String,
    /// The network address the request came from.
    pub address: Option<String>,
    /// What was done, such as `oauth_client.registered`.
    pub action: &'static str,
    /// What it was done to, such as `oauth_client`.
    pub entity_kind: &'static str,
    /// The primary key of what it was done to.
    pub entity_id: String,
    /// The name of what it was done to, as it was then.
    pub entity_name: String,
    /// Field by field, old and new.
    pub changes: Vec<FieldChange>,
}

impl Tx {
    /// Adds an event to the audit trail.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn record(&mut self, event: &AuditEvent) -> Result<(), StoreError> {
        const INSERT: &str = "INSERT INTO audit_events (id, happened_at, actor_id, actor_name, address, action, \
             entity_kind, entity_id, entity_name, changes) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
        let changes: Vec<serde_json::Value> = event
            .changes
            .iter()
            .map(|change| serde_json::json!({ "field": change.field, "old": change.old, "new": change.new }))
            .collect();
        on_backend!(Tx, self, conn => sqlx::query(INSERT)
            .bind(&event.id)
            .bind(event.happened_at)
            .bind(&event.actor_id)
            .bind(&event.actor_name)
            .bind(&event.address)
            .bind(event.action)
            .bind(event.entity_kind)
            .bind(&event.entity_id)
            .bind(&event.entity_name)
            .bind(serde_json::Value::Array(changes).to_string())
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }
}
