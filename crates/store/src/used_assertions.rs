//! Assertions that were used: each counts once, at whichever server it arrives (RFC 7523 §3).

use crate::backend::on_backend;
use crate::{Store, StoreError};

impl Store {
    /// Uses an assertion up, which is known by its digest and remembered until it would have expired by itself; `false`
    /// where it was used before. Of two that use it at once the second waits for the first.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn use_assertion(&self, digest: &str, expires_at: i64) -> Result<bool, StoreError> {
        const INSERT: &str = "INSERT INTO used_assertions (digest, expires_at) VALUES ($1, $2) \
             ON CONFLICT (digest) DO NOTHING";
        let inserted = on_backend!(Write, self, pool => sqlx::query(INSERT)
            .bind(digest)
            .bind(expires_at)
            .execute(pool)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(inserted == 1)
    }

    /// Forgets the assertions that expired by `now`; says how many.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn remove_expired_assertions(&self, now: i64) -> Result<u64, StoreError> {
        const DELETE: &str = "DELETE FROM used_assertions WHERE expires_at <= $1";
        Ok(on_backend!(Write, self, pool => sqlx::query(DELETE)
            .bind(now)
            .execute(pool)
            .await
            .map(|done| done.rows_affected()))?)
    }
}
