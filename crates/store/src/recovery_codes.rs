//! Codes that each replace a second factor once. Their SHA-256 is stored only.

use crate::backend::on_backend;
use crate::{Store, StoreError, Tx};

impl Store {
    /// How many of a person's codes were not used yet.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn recovery_codes_left(&self, user_id: &str) -> Result<i64, StoreError> {
        const COUNT: &str =
            "SELECT COUNT(*) FROM recovery_codes WHERE portal_user_id = $1 AND used_at IS NULL";
        Ok(on_backend!(Store, self, pool => sqlx::query_scalar(COUNT).bind(user_id).fetch_one(pool).await)?)
    }
}

impl Tx {
    /// Puts these codes, by their digests, in the place of those that a person has.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn replace_recovery_codes(
        &mut self,
        user_id: &str,
        digests: &[String],
    ) -> Result<(), StoreError> {
        const INSERT: &str = "INSERT INTO recovery_codes (portal_user_id, code_digest) VALUES ($1, $2)";
        self.remove_recovery_codes(user_id).await?;
        for digest in digests {
            on_backend!(Tx, self, conn => sqlx::query(INSERT)
                .bind(user_id)
                .bind(digest)
                .execute(conn)
                .await
                .map(drop))?;
        }
        Ok(())
    }

    /// Uses a code up; `false` where it is not the person's, or was used before.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn use_recovery_code(
        &mut self,
        user_id: &str,
        digest: &str,
        now: i64,
    ) -> Result<bool, StoreError> {
        const USE: &str = "UPDATE recovery_codes SET used_at = $3 \
             WHERE portal_user_id = $1 AND code_digest = $2 AND used_at IS NULL";
        let used = on_backend!(Tx, self, conn => sqlx::query(USE)
            .bind(user_id)
            .bind(digest)
            .bind(now)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(used == 1)
    }

    pub(crate) async fn remove_recovery_codes(&mut self, user_id: &str) -> Result<(), StoreError> {
        const DELETE: &str = "DELETE FROM recovery_codes WHERE portal_user_id = $1";
        on_backend!(Tx, self, conn => sqlx::query(DELETE).bind(user_id).execute(conn).await.map(drop))?;
        Ok(())
    }
}
