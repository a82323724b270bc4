//! Sending messages: each by one server at a time, which may be killed meanwhile.

use domain::DeliveryState;

use crate::audit::{EventRow, RecordedEvent};
use crate::backend::on_backend;
use crate::{Store, StoreError, Tx};

/// A message that this server sends, and nobody else for now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedDelivery {
    /// Primary key.
    pub id: String,
    /// How often it was tried, with this time.
    pub attempts: i64,
    /// The name of the event.
    pub event: String,
    /// Epoch seconds.
    pub created_at: i64,
    /// What it tells of; absent where it only tries the webhook.
    pub told: Option<RecordedEvent>,
}

#[derive(sqlx::FromRow)]
struct ClaimedRow {
    id: String,
    attempts: i64,
    event: String,
    event_id: Option<String>,
    created_at: i64,
}

/// What became of a message that was tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttemptedDelivery {
    /// Primary key.
    pub id: String,
    /// How often it was tried, as it was claimed.
    pub attempts: i64,
    /// How far it has come.
    pub state: DeliveryState,
    /// When it is tried next, where it is; epoch seconds.
    pub due_at: Option<i64>,
    /// The status of the answer.
    pub status: Option<i64>,
    /// Why there was no answer.
    pub error: Option<String>,
    /// Epoch seconds, where it was delivered.
    pub delivered_at: Option<i64>,
}

impl Store {
    /// The webhooks for which something waits to be sent.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn webhooks_with_due_deliveries(&self, now: i64) -> Result<Vec<String>, StoreError> {
        const DUE: &str = "SELECT w.id FROM webhooks w WHERE w.status = 'enabled' AND EXISTS \
             (SELECT 1 FROM webhook_deliveries d WHERE d.webhook_id = w.id AND d.due_at <= $1)";
        Ok(on_backend!(Store, self, pool => sqlx::query_scalar(DUE).bind(now).fetch_all(pool).await)?)
    }
}

impl Tx {
    /// Takes up to `limit` messages that are due, the longest due first. Nobody else takes them before `lease_until`; who is
    /// killed before that leaves them to the others then. [`Tx::lock_webhook`] comes first, as it does where deliveries are
    /// paused: of two that take several rows at once neither waits for the other's.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn claim_deliveries(
        &mut self,
        webhook_id: &str,
        now: i64,
        lease_until: i64,
        limit: i64,
    ) -> Result<Vec<ClaimedDelivery>, StoreError> {
        // What is noted late, while this statement runs, is due no longer.
        const CLAIM: &str = "UPDATE webhook_deliveries SET due_at = $3, attempts = attempts + 1, last_attempted_at = $2 \
             WHERE due_at <= $2 AND id IN (SELECT id FROM webhook_deliveries WHERE webhook_id = $1 AND due_at <= $2 \
             ORDER BY due_at, id LIMIT $4) RETURNING id, attempts, event, event_id, created_at";
        const EVENT: &str = "SELECT id, happened_at, actor_id, actor_name, address, action, entity_kind, entity_id, entity_name, \
             changes FROM audit_events WHERE id = $1";
        let rows: Vec<ClaimedRow> = on_backend!(Tx, self, conn => sqlx::query_as(CLAIM)
            .bind(webhook_id)
            .bind(now)
            .bind(lease_until)
            .bind(limit)
            .fetch_all(conn)
            .await)?;
        let mut claimed = Vec::new();
        for row in rows {
            let told: Option<EventRow> = match &row.event_id {
                Some(event_id) => {
                    on_backend!(Tx, self, conn => sqlx::query_as(EVENT).bind(event_id).fetch_optional(conn).await)?
                }
                None => None,
            };
            claimed.push(ClaimedDelivery {
                told: told.map(RecordedEvent::try_from).transpose()?,
                id: row.id,
                attempts: row.attempts,
                event: row.event,
                created_at: row.created_at,
            });
        }
        Ok(claimed)
    }

    /// Notes what became of a message; `false` where it was claimed by somebody else meanwhile, or is to be repeated, or the
    /// webhook is gone.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn note_delivery(&mut self, attempted: &AttemptedDelivery) -> Result<bool, StoreError> {
        const NOTE: &str = "UPDATE webhook_deliveries SET state = $3, due_at = $4, last_status = $5, last_error = $6, \
             delivered_at = $7 WHERE id = $1 AND attempts = $2 AND state = 'waiting'";
        let noted = on_backend!(Tx, self, conn => sqlx::query(NOTE)
            .bind(&attempted.id)
            .bind(attempted.attempts)
            .bind(attempted.state.as_str())
            .bind(attempted.due_at)
            .bind(attempted.status)
            .bind(&attempted.error)
            .bind(attempted.delivered_at)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(noted == 1)
    }
}
