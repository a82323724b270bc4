//! Messages to webhooks: written with the change they tell of, kept until they are old.

mod sending;

use domain::DeliveryState;

use crate::audit::AuditEvent;
use crate::backend::on_backend;
use crate::error::Place;
use crate::statement::{Statement, Value};
use crate::{Store, StoreError, Tx};

pub use sending::{AttemptedDelivery, ClaimedDelivery};

/// A message to a webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Primary key; what the webhook knows the message by.
    pub id: String,
    /// The name of the event.
    pub event: String,
    /// The name of what it was done to, where it tells of a change.
    pub entity_name: Option<String>,
    /// How far it has come.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: i64,
    /// Epoch seconds.
    pub created_at: i64,
    /// When it is tried next, epoch seconds; absent where it is not, or the webhook is disabled.
    pub due_at: Option<i64>,
    /// Epoch seconds.
    pub last_attempted_at: Option<i64>,
    /// The status of the last answer.
    pub last_status: Option<i64>,
    /// Why there was no answer.
    pub last_error: Option<String>,
    /// Epoch seconds.
    pub delivered_at: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct DeliveryRow {
    id: String,
    event: String,
    entity_name: Option<String>,
    state: String,
    attempts: i64,
    created_at: i64,
    due_at: Option<i64>,
    last_attempted_at: Option<i64>,
    last_status: Option<i64>,
    last_error: Option<String>,
    delivered_at: Option<i64>,
}

impl TryFrom<DeliveryRow> for Delivery {
    type Error = StoreError;

    fn try_from(row: DeliveryRow) -> Result<Self, StoreError> {
        let place = Place { table: "webhook_deliveries", id: &row.id };
        Ok(Self {
            state: DeliveryState::parse(&row.state).ok_or_else(|| place.corrupt("state"))?,
            id: row.id,
            event: row.event,
            entity_name: row.entity_name,
            attempts: row.attempts,
            created_at: row.created_at,
            due_at: row.due_at,
            last_attempted_at: row.last_attempted_at,
            last_status: row.last_status,
            last_error: row.last_error,
            delivered_at: row.delivered_at,
        })
    }
}

/// Which messages are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeliveryQuery {
    /// Only those to this webhook.
    pub webhook_id: String,
    /// Only those that have come so far.
    pub state: Option<DeliveryState>,
    /// Only those older than this one.
    pub after: Option<String>,
}

impl Store {
    /// At most `limit` messages to a webhook, newest first.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn webhook_deliveries(
        &self,
        query: &DeliveryQuery,
        limit: u16,
    ) -> Result<Vec<Delivery>, StoreError> {
        let mut statement = Statement::new(
            "SELECT d.id, d.event, e.entity_name, d.state, d.attempts, d.created_at, d.due_at, d.last_attempted_at, \
             d.last_status, d.last_error, d.delivered_at \
             FROM webhook_deliveries d LEFT JOIN audit_events e ON e.id = d.event_id WHERE d.webhook_id = ",
        );
        statement.bind(Value::Text(&query.webhook_id));
        if let Some(after) = &query.after {
            statement.push(" AND d.id < ").bind(Value::Text(after));
        }
        if let Some(state) = query.state {
            statement.push(" AND d.state = ").bind(Value::Text(state.as_str()));
        }
        statement.push(" ORDER BY d.id DESC LIMIT ").push_number(limit);
        let rows: Vec<DeliveryRow> = statement.rows(self).await?;
        rows.into_iter().map(Delivery::try_from).collect()
    }

    /// Removes messages that were written before this time; says how many.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn remove_old_deliveries(&self, before: i64) -> Result<u64, StoreError> {
        const REMOVE: &str = "DELETE FROM webhook_deliveries WHERE created_at < $1";
        Ok(on_backend!(Write, self, pool => sqlx::query(REMOVE)
            .bind(before)
            .execute(pool)
            .await
            .map(|done| done.rows_affected()))?)
    }
}

macro_rules! tell {
    () => {
        "INSERT INTO webhook_deliveries (id, webhook_id, event_id, event, state, attempts, created_at, due_at) \
         SELECT $1 || '_' || id, id, $1, $2, 'waiting', 0, $3, $3 FROM webhooks \
         WHERE status = 'enabled' AND (events = '[]' OR events LIKE $4 ESCAPE '!')"
    };
}

impl Tx {
    /// Writes a message of an event to each webhook that is told of it.
    pub(crate) async fn tell_webhooks(&mut self, event: &AuditEvent) -> Result<(), StoreError> {
        // Names of events stand in quotes, and their underscores for nothing but themselves.
        const TELL: &str = tell!();
        // A webhook that somebody deletes just now is waited for and passed over; without the lock Postgres would still see
        // it, and then refuse its message, and the change with it.
        const TELL_ON_POSTGRES: &str = concat!(tell!(), " ORDER BY id FOR KEY SHARE");
        if !event.action.is_change() {
            return Ok(());
        }
        let named = format!("%\"{}\"%", event.action.as_str().replace('_', "!_"));
        let tell = match self {
            Self::Sqlite(..) => TELL,
            Self::Postgres(_) => TELL_ON_POSTGRES,
        };
        on_backend!(Tx, self, conn => sqlx::query(tell)
            .bind(&event.id)
            .bind(event.action.as_str())
            .bind(event.happened_at)
            .bind(named)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Writes a message that only tries a webhook.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn add_test_delivery(
        &mut self,
        id: &str,
        webhook_id: &str,
        event: &str,
        now: i64,
    ) -> Result<(), StoreError> {
        const INSERT: &str = "INSERT INTO webhook_deliveries (id, webhook_id, event, state, attempts, created_at, due_at) \
             VALUES ($1, $2, $3, 'waiting', 0, $4, $4)";
        on_backend!(Tx, self, conn => sqlx::query(INSERT)
            .bind(id)
            .bind(webhook_id)
            .bind(event)
            .bind(now)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Has a message sent once more, whatever became of it; `false` where there is none.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn repeat_delivery(
        &mut self,
        webhook_id: &str,
        id: &str,
        now: i64,
    ) -> Result<bool, StoreError> {
        const REPEAT: &str = "UPDATE webhook_deliveries SET state = 'waiting', attempts = 0, due_at = $3, delivered_at = NULL \
             WHERE id = $2 AND webhook_id = $1";
        let repeated = on_backend!(Tx, self, conn => sqlx::query(REPEAT)
            .bind(webhook_id)
            .bind(id)
            .bind(now)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(repeated == 1)
    }

    /// Lets what waits for a webhook rest, until [`Tx::resume_deliveries`].
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn pause_deliveries(&mut self, webhook_id: &str) -> Result<(), StoreError> {
        const PAUSE: &str =
            "UPDATE webhook_deliveries SET due_at = NULL WHERE webhook_id = $1 AND due_at IS NOT NULL";
        on_backend!(Tx, self, conn => sqlx::query(PAUSE).bind(webhook_id).execute(conn).await.map(drop))?;
        Ok(())
    }

    /// Has what waits for a webhook sent from now on.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn resume_deliveries(&mut self, webhook_id: &str, now: i64) -> Result<(), StoreError> {
        const RESUME: &str =
            "UPDATE webhook_deliveries SET due_at = $2 WHERE webhook_id = $1 AND state = 'waiting'";
        on_backend!(Tx, self, conn => sqlx::query(RESUME)
            .bind(webhook_id)
            .bind(now)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }
}
