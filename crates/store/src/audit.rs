//! The audit trail: who changed what, when and from where. Rows are added, never changed.

use domain::{AuditAction, AuditFilter, EntityKind};
use serde::Deserialize;

use crate::backend::on_backend;
use crate::error::Place;
use crate::statement::{Statement, Value};
use crate::{Store, StoreError, Tx};

/// The old and the new value of one field; never a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// The field's name in the management API, or what else was changed.
    pub field: &'static str,
    /// The value before; absent for a creation.
    pub old: Option<String>,
    /// The value after; absent for a deletion.
    pub new: Option<String>,
}

/// An event to be added to the audit trail.
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
    /// What was done.
    pub action: AuditAction,
    /// What it was done to.
    pub entity_kind: EntityKind,
    /// The primary key of what it was done to.
    pub entity_id: String,
    /// The name of what it was done to, as it was then.
    pub entity_name: String,
    /// Field by field, old and new.
    pub changes: Vec<FieldChange>,
}

/// The old and the new value of one field, as they were written.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct RecordedChange {
    /// The field's name in the management API, or what else was changed.
    pub field: String,
    /// The value before; absent for a creation.
    pub old: Option<String>,
    /// The value after; absent for a deletion.
    pub new: Option<String>,
}

/// An event of the audit trail as it was written, maybe by a newer server that knows more actions than this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedEvent {
    /// Primary key.
    pub id: String,
    /// Epoch seconds.
    pub happened_at: i64,
    /// The portal user who did it.
    pub actor_id: Option<String>,
    /// The e-mail of the portal user as it was then.
    pub actor_name: String,
    /// The network address the request came from.
    pub address: Option<String>,
    /// What was done.
    pub action: String,
    /// What it was done to.
    pub entity_kind: String,
    /// The primary key of what it was done to.
    pub entity_id: String,
    /// The name of what it was done to, as it was then.
    pub entity_name: String,
    /// Field by field, old and new.
    pub changes: Vec<RecordedChange>,
}

/// A place in the audit trail, newest first: the event after which a page starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventPosition {
    /// Epoch seconds.
    pub happened_at: i64,
    /// Primary key.
    pub id: String,
}

#[derive(sqlx::FromRow)]
pub(crate) struct EventRow {
    id: String,
    happened_at: i64,
    actor_id: Option<String>,
    actor_name: String,
    address: Option<String>,
    action: String,
    entity_kind: String,
    entity_id: String,
    entity_name: String,
    changes: String,
}

impl TryFrom<EventRow> for RecordedEvent {
    type Error = StoreError;

    fn try_from(row: EventRow) -> Result<Self, StoreError> {
        let place = Place { table: "audit_events", id: &row.id };
        Ok(Self {
            changes: serde_json::from_str(&row.changes).map_err(|_| place.corrupt("changes"))?,
            id: row.id,
            happened_at: row.happened_at,
            actor_id: row.actor_id,
            actor_name: row.actor_name,
            address: row.address,
            action: row.action,
            entity_kind: row.entity_kind,
            entity_id: row.entity_id,
            entity_name: row.entity_name,
        })
    }
}

/// Who changed something, and when.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct LastChange {
    /// The e-mail of the person, as it was then.
    pub actor_name: String,
    /// Epoch seconds.
    pub happened_at: i64,
}

impl Store {
    /// At most `limit` events, newest first, from after `after` or from the newest.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn audit_events(
        &self,
        filter: &AuditFilter,
        after: Option<&EventPosition>,
        limit: u16,
    ) -> Result<Vec<RecordedEvent>, StoreError> {
        let Some(statement) = list(filter, after, limit) else { return Ok(Vec::new()) };
        let rows: Vec<EventRow> = statement.rows(self).await?;
        rows.into_iter().map(RecordedEvent::try_from).collect()
    }

    /// The event with this primary key.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn audit_event(&self, id: &str) -> Result<Option<RecordedEvent>, StoreError> {
        const FIND: &str = "SELECT id, happened_at, actor_id, actor_name, address, action, entity_kind, entity_id, \
             entity_name, changes FROM audit_events WHERE id = $1";
        let row: Option<EventRow> =
            on_backend!(Store, self, pool => sqlx::query_as(FIND).bind(id).fetch_optional(pool).await)?;
        row.map(RecordedEvent::try_from).transpose()
    }

    /// How the database finds what [`Store::audit_events`] answers, line by line, in its own words.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn plan_of_audit_events(
        &self,
        filter: &AuditFilter,
        after: Option<&EventPosition>,
        limit: u16,
    ) -> Result<Vec<String>, StoreError> {
        match list(filter, after, limit) {
            Some(statement) => statement.plan(self).await,
            None => Ok(Vec::new()),
        }
    }

    /// Who last changed a client's fields or status, and when. A new secret is no such change.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn last_client_change(&self, oauth_client_id: &str) -> Result<Option<LastChange>, StoreError> {
        const LAST: &str = "SELECT actor_name, happened_at FROM audit_events \
             WHERE entity_id = $1 AND action NOT IN ('client_secret.generated', 'client_secret.retired') \
             ORDER BY happened_at DESC, id DESC LIMIT 1";
        Ok(on_backend!(Store, self, pool => sqlx::query_as(LAST)
            .bind(oauth_client_id)
            .fetch_optional(pool)
            .await)?)
    }
}

/// None where no event can be what the filter asks for.
fn list<'a>(filter: &'a AuditFilter, after: Option<&'a EventPosition>, limit: u16) -> Option<Statement<'a>> {
    let action = filter.action;
    let kind = match (action, filter.entity_kind) {
        (Some(action), Some(kind)) if !action.entity_kinds().contains(&kind) => return None,
        // Said by the action already.
        (Some(action), Some(_)) if action.entity_kinds().len() == 1 => None,
        (_, kind) => kind,
    };
    let action = action.map(AuditAction::as_str);
    let kind = kind.map(EntityKind::as_str);
    let (actor, name) = (filter.actor.as_deref(), filter.entity_name.as_deref());
    let mut statement = Statement::new(
        "SELECT id, happened_at, actor_id, actor_name, address, action, entity_kind, entity_id, entity_name, changes \
         FROM audit_events WHERE ",
    );
    // One condition leads, and there is an index for each that can. The others are expressions that no index answers:
    // they are left with few events, and nothing is left to guess.
    if let Some(id) = &filter.entity_id {
        statement.push("entity_id = ").bind(Value::Text(id)).push(" AND ");
        also(
            &mut statement,
            &[("entity_name", name), ("actor_name", actor), ("action", action), ("entity_kind", kind)],
        );
    } else if let Some(name) = name {
        statement.push("entity_name = ").bind(Value::Text(name)).push(" AND ");
        also(&mut statement, &[("actor_name", actor), ("action", action), ("entity_kind", kind)]);
    } else {
        let lead = match (actor, action, kind) {
            (Some(actor), Some(action), _) => {
                Some(("actor_name || ' ' || action", Value::Owned([actor, " ", action].concat())))
            }
            (Some(actor), None, Some(kind)) => {
                Some(("actor_name || ' ' || entity_kind", Value::Owned([actor, " ", kind].concat())))
            }
            (Some(actor), None, None) => Some(("actor_name", Value::Text(actor))),
            (None, Some(action), _) => Some(("action", Value::Text(action))),
            (None, None, Some(kind)) => Some(("entity_kind", Value::Text(kind))),
            (None, None, None) => None,
        };
        if let Some((column, value)) = lead {
            statement.push(column).push(" = ").bind(value).push(" AND ");
        }
        // What may be done to things of two kinds is done to either often enough to be found soon.
        also(&mut statement, &[("entity_kind", kind.filter(|_| action.is_some()))]);
    }
    if let Some(from) = filter.from {
        statement.push("happened_at >= ").bind(Value::Number(from)).push(" AND ");
    }
    // The one upper bound is the earlier of two; an id is greater than an empty text.
    let (until, id) = match (filter.until, after) {
        (until, Some(after)) if until.is_none_or(|until| after.happened_at < until) => {
            (after.happened_at, after.id.as_str())
        }
        (Some(until), _) => (until, ""),
        (None, _) => (i64::MAX, ""),
    };
    statement.push("(happened_at, id) < (");
    statement.bind(Value::Number(until)).push(", ").bind(Value::Text(id));
    statement.push(") ORDER BY happened_at DESC, id DESC LIMIT ").push_number(limit);
    Some(statement)
}

/// Conditions for what another condition finds.
fn also<'a>(statement: &mut Statement<'a>, conditions: &[(&'static str, Option<&'a str>)]) {
    for (column, value) in conditions {
        if let Some(value) = value {
            statement.push(column).push(" || '' = ").bind(Value::Text(value)).push(" AND ");
        }
    }
}

impl Tx {
    /// Adds an event to the audit trail, and a message for each webhook that is told of it.
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
            .bind(event.action.as_str())
            .bind(event.entity_kind.as_str())
            .bind(&event.entity_id)
            .bind(&event.entity_name)
            .bind(serde_json::Value::Array(changes).to_string())
            .execute(conn)
            .await
            .map(drop))?;
        self.tell_webhooks(event).await
    }
}
