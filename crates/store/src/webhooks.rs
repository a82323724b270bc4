//! Webhooks: servers that are told of changes.

use domain::{AuditAction, DeliveryState, Description, Status, WebhookUrl};

use crate::backend::on_backend;
use crate::error::Place;
use crate::{Store, StoreError, Tx};

/// A webhook as it is stored, without its secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// Primary key.
    pub id: String,
    /// Where messages go.
    pub url: WebhookUrl,
    /// What people note about it.
    pub description: Description,
    /// What it is told of; none means every change.
    pub events: Vec<AuditAction>,
    /// Whether it is told.
    pub status: Status,
    /// Epoch seconds.
    pub created_at: i64,
    /// Epoch seconds; absent until the first change.
    pub updated_at: Option<i64>,
    /// Counts the changes, from 1.
    pub version: i64,
}

/// What messages are signed with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedSecrets {
    /// The one that counts.
    pub current: String,
    /// The one before, and until when it signs as well, epoch seconds.
    pub former: Option<(String, i64)>,
}

/// The newest message to a webhook that was tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastAttempt {
    /// How far it has come.
    pub state: DeliveryState,
    /// Epoch seconds.
    pub attempted_at: i64,
}

/// A webhook, and how its newest message fared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedWebhook {
    /// The webhook.
    pub webhook: Webhook,
    /// Absent until one was tried.
    pub last: Option<LastAttempt>,
}

#[derive(sqlx::FromRow)]
struct WebhookRow {
    id: String,
    url: String,
    description: String,
    events: String,
    status: String,
    created_at: i64,
    updated_at: Option<i64>,
    version: i64,
}

impl TryFrom<WebhookRow> for Webhook {
    type Error = StoreError;

    fn try_from(row: WebhookRow) -> Result<Self, StoreError> {
        let place = Place { table: "webhooks", id: &row.id };
        let names: Vec<String> = serde_json::from_str(&row.events).map_err(|_| place.corrupt("events"))?;
        let events: Option<Vec<_>> = names.iter().map(|name| AuditAction::parse(name)).collect();
        Ok(Self {
            url: WebhookUrl::parse(&row.url).map_err(|_| place.corrupt("url"))?,
            description: Description::parse(&row.description).map_err(|_| place.corrupt("description"))?,
            events: events.ok_or_else(|| place.corrupt("events"))?,
            status: Status::parse(&row.status).ok_or_else(|| place.corrupt("status"))?,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.version,
            id: row.id,
        })
    }
}

#[derive(sqlx::FromRow)]
struct ListedRow {
    #[sqlx(flatten)]
    webhook: WebhookRow,
    last_state: Option<String>,
    last_attempted_at: Option<i64>,
}

impl TryFrom<ListedRow> for ListedWebhook {
    type Error = StoreError;

    fn try_from(row: ListedRow) -> Result<Self, StoreError> {
        let webhook = Webhook::try_from(row.webhook)?;
        let place = Place { table: "webhook_deliveries", id: &webhook.id };
        let last = match (row.last_state, row.last_attempted_at) {
            (Some(state), Some(attempted_at)) => Some(LastAttempt {
                state: DeliveryState::parse(&state).ok_or_else(|| place.corrupt("state"))?,
                attempted_at,
            }),
            (None, _) | (_, None) => None,
        };
        Ok(Self { webhook, last })
    }
}

fn names(events: &[AuditAction]) -> String {
    let names: Vec<_> = events.iter().map(|event| event.as_str()).collect();
    serde_json::json!(names).to_string()
}

impl Store {
    /// Every webhook, the oldest first.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn webhooks(&self) -> Result<Vec<ListedWebhook>, StoreError> {
        const LIST: &str = "SELECT w.id, w.url, w.description, w.events, w.status, w.created_at, w.updated_at, w.version, \
             d.state AS last_state, d.last_attempted_at \
             FROM webhooks w LEFT JOIN webhook_deliveries d ON d.id = (SELECT MAX(t.id) FROM webhook_deliveries t \
             WHERE t.webhook_id = w.id AND t.last_attempted_at IS NOT NULL) ORDER BY w.created_at, w.id";
        let rows: Vec<ListedRow> =
            on_backend!(Store, self, pool => sqlx::query_as(LIST).fetch_all(pool).await)?;
        rows.into_iter().map(ListedWebhook::try_from).collect()
    }
}

impl Tx {
    /// Keeps everybody else from adding, changing and deleting webhooks before this transaction ends; they are told of
    /// changes meanwhile. Comes before all else.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn lock_webhooks(&mut self) -> Result<(), StoreError> {
        // What refers to a webhook may go on: that locks rows in a weaker mode.
        const LOCK: &str = "LOCK TABLE webhooks IN SHARE ROW EXCLUSIVE MODE";
        if let Self::Postgres(tx) = self {
            sqlx::query(LOCK).execute(&mut **tx).await?;
        }
        Ok(())
    }

    /// Adds a webhook with its secret, unless there are `most` already; says whether it did.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn add_webhook(
        &mut self,
        webhook: &Webhook,
        sealed: &str,
        most: i64,
    ) -> Result<bool, StoreError> {
        const INSERT: &str = "INSERT INTO webhooks (id, url, description, events, secret_sealed, status, created_at, version) \
             SELECT $1, $2, $3, $4, $5, $6, $7, $8 WHERE (SELECT COUNT(*) FROM webhooks) < $9";
        // Postgres would let two of these in at once, each blind to the other's row.
        self.lock_webhooks().await?;
        let added = on_backend!(Tx, self, conn => sqlx::query(INSERT)
            .bind(&webhook.id)
            .bind(webhook.url.as_str())
            .bind(webhook.description.as_str())
            .bind(names(&webhook.events))
            .bind(sealed)
            .bind(webhook.status.as_str())
            .bind(webhook.created_at)
            .bind(webhook.version)
            .bind(most)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(added == 1)
    }

    /// The webhook with this primary key, which nobody else can change before this transaction ends.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn lock_webhook(&mut self, id: &str) -> Result<Option<Webhook>, StoreError> {
        const LOCK: &str = "UPDATE webhooks SET version = version WHERE id = $1 \
             RETURNING id, url, description, events, status, created_at, updated_at, version";
        let row: Option<WebhookRow> =
            on_backend!(Tx, self, conn => sqlx::query_as(LOCK).bind(id).fetch_optional(conn).await)?;
        row.map(Webhook::try_from).transpose()
    }

    /// What messages to a webhook are signed with.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn webhook_secrets(&mut self, id: &str) -> Result<Option<SealedSecrets>, StoreError> {
        const FIND: &str = "SELECT secret_sealed, former_secret_sealed, former_secret_until FROM webhooks \
             WHERE id = $1";
        let row: Option<(String, Option<String>, Option<i64>)> =
            on_backend!(Tx, self, conn => sqlx::query_as(FIND).bind(id).fetch_optional(conn).await)?;
        Ok(row.map(|(current, former, until)| SealedSecrets { current, former: former.zip(until) }))
    }

    /// Writes a webhook's fields and status, with when that was and as which version.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn update_webhook(&mut self, webhook: &Webhook) -> Result<(), StoreError> {
        const UPDATE: &str = "UPDATE webhooks SET url = $2, description = $3, events = $4, status = $5, updated_at = $6, \
             version = $7 WHERE id = $1";
        on_backend!(Tx, self, conn => sqlx::query(UPDATE)
            .bind(&webhook.id)
            .bind(webhook.url.as_str())
            .bind(webhook.description.as_str())
            .bind(names(&webhook.events))
            .bind(webhook.status.as_str())
            .bind(webhook.updated_at)
            .bind(webhook.version)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Gives a webhook another secret. The one before signs as well until `former_until`.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn replace_webhook_secret(
        &mut self,
        id: &str,
        sealed: &str,
        former_until: i64,
    ) -> Result<(), StoreError> {
        const REPLACE: &str = "UPDATE webhooks SET former_secret_sealed = secret_sealed, former_secret_until = $3, \
             secret_sealed = $2 WHERE id = $1";
        on_backend!(Tx, self, conn => sqlx::query(REPLACE)
            .bind(id)
            .bind(sealed)
            .bind(former_until)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Removes a webhook with its deliveries. [`Tx::lock_webhooks`] comes first: of two that delete, each tells the other's
    /// webhook of it.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn delete_webhook(&mut self, id: &str) -> Result<(), StoreError> {
        const DELETE: &str = "DELETE FROM webhooks WHERE id = $1";
        on_backend!(Tx, self, conn => sqlx::query(DELETE).bind(id).execute(conn).await.map(drop))?;
        Ok(())
    }
}
