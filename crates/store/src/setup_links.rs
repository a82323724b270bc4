//! The one-time link that makes the first administrator.

use crate::backend::on_backend;
use crate::{Store, StoreError, Tx};

/// A link to be added.
#[derive(Clone, Debug)]
pub struct NewSetupLink {
    /// SHA-256 of the link's token, in lower-case hex.
    pub token_digest: String,
    /// Epoch seconds.
    pub created_at: i64,
    /// Epoch seconds from which it no longer counts.
    pub expires_at: i64,
}

impl Store {
    /// Adds a link.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn add_setup_link(&self, link: &NewSetupLink) -> Result<(), StoreError> {
        const INSERT: &str =
            "INSERT INTO setup_links (token_digest, created_at, expires_at) VALUES ($1, $2, $3)";
        on_backend!(Write, self, pool => sqlx::query(INSERT)
            .bind(&link.token_digest)
            .bind(link.created_at)
            .bind(link.expires_at)
            .execute(pool)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Whether a link would count: it is known, unused and in time. [`Tx::consume_setup_link`] is the judge.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn has_setup_link(&self, token_digest: &str, now: i64) -> Result<bool, StoreError> {
        const EXISTS: &str = "SELECT EXISTS (SELECT 1 FROM setup_links \
             WHERE token_digest = $1 AND used_at IS NULL AND expires_at > $2)";
        Ok(on_backend!(Store, self, pool => sqlx::query_scalar(EXISTS)
            .bind(token_digest)
            .bind(now)
            .fetch_one(pool)
            .await)?)
    }

    /// Removes the links that were used or have expired by `now`; says how many.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn remove_ended_setup_links(&self, now: i64) -> Result<u64, StoreError> {
        const DELETE: &str = "DELETE FROM setup_links WHERE used_at IS NOT NULL OR expires_at <= $1";
        Ok(on_backend!(Write, self, pool => sqlx::query(DELETE)
            .bind(now)
            .execute(pool)
            .await
            .map(|done| done.rows_affected()))?)
    }
}

impl Tx {
    /// Uses a link up; `false` where it is unknown, used or expired.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn consume_setup_link(&mut self, token_digest: &str, now: i64) -> Result<bool, StoreError> {
        const CONSUME: &str = "UPDATE setup_links SET used_at = $2 \
             WHERE token_digest = $1 AND used_at IS NULL AND expires_at > $2";
        let used = on_backend!(Tx, self, conn => sqlx::query(CONSUME)
            .bind(token_digest)
            .bind(now)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(used == 1)
    }
}
