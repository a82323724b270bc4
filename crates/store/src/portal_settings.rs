//! What administrators decide for all.

use crate::backend::on_backend;
use crate::{Store, StoreError, Tx};

const FIND: &str = "SELECT value FROM portal_settings WHERE name = $1";

impl Store {
    /// The value of a setting, where somebody decided it.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn portal_setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        Ok(on_backend!(Store, self, pool => sqlx::query_scalar(FIND).bind(name).fetch_optional(pool).await)?)
    }
}

impl Tx {
    /// The same within the transaction.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn portal_setting(&mut self, name: &str) -> Result<Option<String>, StoreError> {
        Ok(on_backend!(Tx, self, conn => sqlx::query_scalar(FIND).bind(name).fetch_optional(conn).await)?)
    }

    /// Decides a setting.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn set_portal_setting(&mut self, name: &str, value: &str, now: i64) -> Result<(), StoreError> {
        const SET: &str = "INSERT INTO portal_settings (name, value, updated_at) VALUES ($1, $2, $3) \
             ON CONFLICT (name) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at";
        on_backend!(Tx, self, conn => sqlx::query(SET)
            .bind(name)
            .bind(value)
            .bind(now)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }
}
