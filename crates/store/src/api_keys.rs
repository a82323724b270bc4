//! API keys: only what they are found by, never the key.

use domain::{Role, Title};

use crate::backend::on_backend;
use crate::error::Place;
use crate::statement::{Statement, Value};
use crate::{Store, StoreError, Tx};

/// An API key as it is stored, without what it is found by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKey {
    /// Primary key.
    pub id: String,
    /// What people call it.
    pub name: Title,
    /// What whoever has it may do.
    pub role: Role,
    /// Its first characters, for people to tell keys apart.
    pub prefix: String,
    /// Epoch seconds.
    pub created_at: i64,
    /// Who made it, as the audit trail called them then.
    pub created_by: String,
    /// Epoch seconds from which it no longer counts; absent where no end is set.
    pub expires_at: Option<i64>,
    /// Epoch seconds of the last request it was used for.
    pub last_used_at: Option<i64>,
    /// Where that request came from.
    pub last_used_address: Option<String>,
    /// Epoch seconds at which somebody ended it.
    pub revoked_at: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct ApiKeyRow {
    id: String,
    name: String,
    role: String,
    prefix: String,
    created_at: i64,
    created_by: String,
    expires_at: Option<i64>,
    last_used_at: Option<i64>,
    last_used_address: Option<String>,
    revoked_at: Option<i64>,
}

impl TryFrom<ApiKeyRow> for ApiKey {
    type Error = StoreError;

    fn try_from(row: ApiKeyRow) -> Result<Self, StoreError> {
        let place = Place { table: "api_keys", id: &row.id };
        Ok(Self {
            name: Title::parse(&row.name).map_err(|_| place.corrupt("name"))?,
            role: Role::parse(&row.role).ok_or_else(|| place.corrupt("role"))?,
            prefix: row.prefix,
            created_at: row.created_at,
            created_by: row.created_by,
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
            last_used_address: row.last_used_address,
            revoked_at: row.revoked_at,
            id: row.id,
        })
    }
}

impl Store {
    /// Keys, newest first, from the one made before the key `after`, with those that no longer count.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn api_keys(&self, after: Option<&str>, limit: u16) -> Result<Vec<ApiKey>, StoreError> {
        // Primary keys increase with time.
        let mut list = Statement::new(
            "SELECT id, name, role, prefix, created_at, created_by, expires_at, last_used_at, last_used_address, \
             revoked_at FROM api_keys",
        );
        if let Some(after) = after {
            list.push(" WHERE id < ").bind(Value::Text(after));
        }
        list.push(" ORDER BY id DESC LIMIT ").push_number(limit);
        let rows: Vec<ApiKeyRow> = list.rows(self).await?;
        rows.into_iter().map(ApiKey::try_from).collect()
    }

    /// The key with this primary key.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn api_key(&self, id: &str) -> Result<Option<ApiKey>, StoreError> {
        const FIND: &str = "SELECT id, name, role, prefix, created_at, created_by, expires_at, last_used_at, \
             last_used_address, revoked_at FROM api_keys WHERE id = $1";
        let row: Option<ApiKeyRow> =
            on_backend!(Store, self, pool => sqlx::query_as(FIND).bind(id).fetch_optional(pool).await)?;
        row.map(ApiKey::try_from).transpose()
    }

    /// The key with this digest, where it counts at `now`, in epoch seconds.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn counting_api_key(&self, digest: &str, now: i64) -> Result<Option<ApiKey>, StoreError> {
        const FIND: &str = "SELECT id, name, role, prefix, created_at, created_by, expires_at, last_used_at, \
             last_used_address, revoked_at FROM api_keys \
             WHERE digest = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)";
        let row: Option<ApiKeyRow> = on_backend!(Store, self, pool => sqlx::query_as(FIND)
            .bind(digest)
            .bind(now)
            .fetch_optional(pool)
            .await)?;
        row.map(ApiKey::try_from).transpose()
    }

    /// Removes the keys that have counted no longer since `before`, in epoch seconds; says how many.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn remove_ended_api_keys(&self, before: i64) -> Result<u64, StoreError> {
        const DELETE: &str = "DELETE FROM api_keys WHERE revoked_at <= $1 OR expires_at <= $1";
        Ok(on_backend!(Write, self, pool => sqlx::query(DELETE)
            .bind(before)
            .execute(pool)
            .await
            .map(|done| done.rows_affected()))?)
    }
}

impl Tx {
    /// Adds a key that is found by `digest`, unless another one that was not revoked has its name; says whether it did. Of
    /// two that want the same name at once the second waits for the first.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn add_api_key(&mut self, key: &ApiKey, digest: &str) -> Result<bool, StoreError> {
        const INSERT: &str = "INSERT INTO api_keys (id, name, name_key, role, prefix, digest, created_at, created_by, \
             expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING";
        let added = on_backend!(Tx, self, conn => sqlx::query(INSERT)
            .bind(&key.id)
            .bind(key.name.as_str())
            .bind(key.name.key())
            .bind(key.role.as_str())
            .bind(&key.prefix)
            .bind(digest)
            .bind(key.created_at)
            .bind(&key.created_by)
            .bind(key.expires_at)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(added == 1)
    }

    /// Ends a key for good: its digest is gone, the rest stays for people to see. Absent where there is no such key, or it
    /// was revoked before.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn revoke_api_key(&mut self, id: &str, now: i64) -> Result<Option<ApiKey>, StoreError> {
        const REVOKE: &str = "UPDATE api_keys SET revoked_at = $2, digest = NULL \
             WHERE id = $1 AND revoked_at IS NULL RETURNING id, name, role, prefix, created_at, created_by, \
             expires_at, last_used_at, last_used_address, revoked_at";
        let row: Option<ApiKeyRow> = on_backend!(Tx, self, conn => sqlx::query_as(REVOKE)
            .bind(id)
            .bind(now)
            .fetch_optional(conn)
            .await)?;
        row.map(ApiKey::try_from).transpose()
    }

    /// Notes when and from where a key was used; says whether it did: not where a later use is known, nor where there is
    /// no such key any more.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn note_api_key_use(
        &mut self,
        id: &str,
        at: i64,
        address: Option<&str>,
    ) -> Result<bool, StoreError> {
        const NOTE: &str = "UPDATE api_keys SET last_used_at = $2, last_used_address = $3 \
             WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= $2)";
        self.note_use(NOTE, id, at, address).await
    }
}
