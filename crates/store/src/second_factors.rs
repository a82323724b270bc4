//! The second factor of people: a sealed key and the last step of time whose code was used.

use crate::backend::on_backend;
use crate::{Store, StoreError, Tx};

const FIND: &str = "SELECT totp_sealed FROM portal_users WHERE id = $1";

impl Store {
    /// The sealed key of a person's second factor, where they have one.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn second_factor(&self, user_id: &str) -> Result<Option<String>, StoreError> {
        let found: Option<Option<String>> = on_backend!(Store, self, pool => sqlx::query_scalar(FIND)
            .bind(user_id)
            .fetch_optional(pool)
            .await)?;
        Ok(found.flatten())
    }
}

impl Tx {
    /// The same within the transaction.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn second_factor(&mut self, user_id: &str) -> Result<Option<String>, StoreError> {
        let found: Option<Option<String>> = on_backend!(Tx, self, conn => sqlx::query_scalar(FIND)
            .bind(user_id)
            .fetch_optional(conn)
            .await)?;
        Ok(found.flatten())
    }

    /// Gives a person a second factor, whose code of `step` was used; `false` where they have one already.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn add_second_factor(
        &mut self,
        user_id: &str,
        sealed: &str,
        step: i64,
    ) -> Result<bool, StoreError> {
        const ADD: &str = "UPDATE portal_users SET totp_sealed = $2, totp_step = $3 \
             WHERE id = $1 AND totp_sealed IS NULL";
        let added = on_backend!(Tx, self, conn => sqlx::query(ADD)
            .bind(user_id)
            .bind(sealed)
            .bind(step)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(added == 1)
    }

    /// Uses up the code of a step, made with the key that is sealed so; `false` where that or a later one was used before,
    /// or there is another key.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn use_second_factor_step(
        &mut self,
        user_id: &str,
        sealed: &str,
        step: i64,
    ) -> Result<bool, StoreError> {
        const USE: &str = "UPDATE portal_users SET totp_step = $3 \
             WHERE id = $1 AND totp_sealed = $2 AND totp_step < $3";
        let used = on_backend!(Tx, self, conn => sqlx::query(USE)
            .bind(user_id)
            .bind(sealed)
            .bind(step)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(used == 1)
    }

    /// Removes a person's second factor and the codes that replace it; `false` where there is none.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn remove_second_factor(&mut self, user_id: &str) -> Result<bool, StoreError> {
        const REMOVE: &str = "UPDATE portal_users SET totp_sealed = NULL, totp_step = 0 \
             WHERE id = $1 AND totp_sealed IS NOT NULL";
        let removed = on_backend!(Tx, self, conn => sqlx::query(REMOVE)
            .bind(user_id)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        self.remove_recovery_codes(user_id).await?;
        Ok(removed == 1)
    }
}
