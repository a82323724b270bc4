//! What creations that may be asked for again are known by, and what was answered to them.

use sqlx::FromRow;

use crate::backend::on_backend;
use crate::{Store, StoreError};

/// A creation under the key that its caller gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyedCreation {
    /// Names the caller: each has keys of their own.
    pub caller: String,
    /// The key.
    pub key: String,
    /// What is asked for.
    pub request_digest: String,
    /// When it was asked for.
    pub created_at: i64,
}

/// What was answered to a creation.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct KeptAnswer {
    /// The status.
    pub status: i64,
    /// The headers, as JSON.
    pub headers: String,
    /// The body.
    pub body: String,
}

/// How it stands with a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyStanding {
    /// It is kept for this creation, which is to be done now.
    Reserved,
    /// This creation is being done.
    UnderWay,
    /// It is the key of another creation.
    OfAnother,
    /// This creation was done.
    Answered(KeptAnswer),
}

#[derive(FromRow)]
struct Row {
    request_digest: String,
    status: Option<i64>,
    headers: Option<String>,
    body: Option<String>,
}

impl Store {
    /// Keeps the key for a creation. What has been under way since `lapsed_at` was given up by a server that is no more, and
    /// what was answered by `ended_at` is forgotten. Of two that ask at once, at whichever server, one keeps it.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn reserve_key(
        &self,
        creation: &KeyedCreation,
        lapsed_at: i64,
        ended_at: i64,
    ) -> Result<KeyStanding, StoreError> {
        const RESERVE: &str = "INSERT INTO idempotency_keys (caller, key, request_digest, created_at) \
             VALUES ($1, $2, $3, $4) ON CONFLICT (caller, key) DO UPDATE \
             SET request_digest = $3, created_at = $4, status = NULL, headers = NULL, body = NULL \
             WHERE idempotency_keys.created_at <= $6 \
             OR (idempotency_keys.status IS NULL AND idempotency_keys.created_at <= $5)";
        const FIND: &str = "SELECT request_digest, status, headers, body FROM idempotency_keys \
             WHERE caller = $1 AND key = $2";
        let reserved = on_backend!(Write, self, pool => sqlx::query(RESERVE)
            .bind(&creation.caller)
            .bind(&creation.key)
            .bind(&creation.request_digest)
            .bind(creation.created_at)
            .bind(lapsed_at)
            .bind(ended_at)
            .execute(pool)
            .await
            .map(|done| done.rows_affected()))?;
        if reserved == 1 {
            return Ok(KeyStanding::Reserved);
        }
        let found: Option<Row> = on_backend!(Store, self, pool => sqlx::query_as(FIND)
            .bind(&creation.caller)
            .bind(&creation.key)
            .fetch_optional(pool)
            .await)?;
        // None where it was given up in between: who asks again gets it.
        let Some(Row { request_digest, status, headers, body }) = found else {
            return Ok(KeyStanding::UnderWay);
        };
        if request_digest != creation.request_digest {
            return Ok(KeyStanding::OfAnother);
        }
        Ok(match (status, headers, body) {
            (Some(status), Some(headers), Some(body)) => {
                KeyStanding::Answered(KeptAnswer { status, headers, body })
            }
            (None, _, _) | (_, None, _) | (_, _, None) => KeyStanding::UnderWay,
        })
    }

    /// Keeps what is answered to a creation whose key was kept for it.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn keep_answer(&self, creation: &KeyedCreation, answer: &KeptAnswer) -> Result<(), StoreError> {
        const KEEP: &str = "UPDATE idempotency_keys SET status = $5, headers = $6, body = $7 \
             WHERE caller = $1 AND key = $2 AND request_digest = $3 AND created_at = $4 AND status IS NULL";
        on_backend!(Write, self, pool => sqlx::query(KEEP)
            .bind(&creation.caller)
            .bind(&creation.key)
            .bind(&creation.request_digest)
            .bind(creation.created_at)
            .bind(answer.status)
            .bind(&answer.headers)
            .bind(&answer.body)
            .execute(pool)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Gives the key up of a creation that was not done.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn give_key_up(&self, creation: &KeyedCreation) -> Result<(), StoreError> {
        const DELETE: &str = "DELETE FROM idempotency_keys \
             WHERE caller = $1 AND key = $2 AND request_digest = $3 AND created_at = $4 AND status IS NULL";
        on_backend!(Write, self, pool => sqlx::query(DELETE)
            .bind(&creation.caller)
            .bind(&creation.key)
            .bind(&creation.request_digest)
            .bind(creation.created_at)
            .execute(pool)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Forgets the keys that were kept by `ended_at`; says how many.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn remove_old_idempotency_keys(&self, ended_at: i64) -> Result<u64, StoreError> {
        const DELETE: &str = "DELETE FROM idempotency_keys WHERE created_at <= $1";
        Ok(on_backend!(Write, self, pool => sqlx::query(DELETE)
            .bind(ended_at)
            .execute(pool)
            .await
            .map(|done| done.rows_affected()))?)
    }
}
