//! Requests of clients and principals that were refused, alike ones together.

use domain::DenialReason;

use crate::backend::on_backend;
use crate::{Holder, Store, StoreError, Tx};

/// Refused requests of a client or principal that are alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeniedRequests {
    /// Why.
    pub reason: DenialReason,
    /// What was asked for, or nothing.
    pub detail: String,
    /// How many.
    pub times: i64,
    /// Epoch seconds.
    pub first_at: i64,
    /// Epoch seconds.
    pub last_at: i64,
    /// What the last caller was told to look for.
    pub last_reference: String,
    /// Where the last one came from.
    pub last_address: Option<String>,
}

/// How much is kept of a client's denials: the newest.
#[derive(Clone, Copy, Debug)]
pub struct DenialBounds {
    /// Of one reason.
    pub of_a_reason: i64,
    /// In all.
    pub of_a_client: i64,
}

#[derive(sqlx::FromRow)]
struct DenialRow {
    reason: String,
    detail: String,
    times: i64,
    first_at: i64,
    last_at: i64,
    last_reference: String,
    last_address: Option<String>,
}

impl DenialRow {
    /// None for a reason that only a newer server knows.
    fn read(self) -> Option<DeniedRequests> {
        Some(DeniedRequests {
            reason: DenialReason::parse(&self.reason)?,
            detail: self.detail,
            times: self.times,
            first_at: self.first_at,
            last_at: self.last_at,
            last_reference: self.last_reference,
            last_address: self.last_address,
        })
    }
}

impl Store {
    /// What a client or principal was refused, the newest first.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn denials(&self, holder_id: &str) -> Result<Vec<DeniedRequests>, StoreError> {
        const OF_CLIENT: &str = "SELECT reason, detail, times, first_at, last_at, last_reference, last_address \
             FROM denials WHERE holder_id = $1 ORDER BY last_at DESC, reason, detail";
        let rows: Vec<DenialRow> = on_backend!(Store, self, pool => sqlx::query_as(OF_CLIENT)
            .bind(holder_id)
            .fetch_all(pool)
            .await)?;
        Ok(rows.into_iter().filter_map(DenialRow::read).collect())
    }

    /// Removes what happened last before this time; says how many rows.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn remove_old_denials(&self, before: i64) -> Result<u64, StoreError> {
        const DELETE: &str = "DELETE FROM denials WHERE last_at < $1";
        Ok(on_backend!(Write, self, pool => sqlx::query(DELETE)
            .bind(before)
            .execute(pool)
            .await
            .map(|done| done.rows_affected()))?)
    }
}

impl Tx {
    /// Adds refused requests to those like them, of a client or principal that this transaction has locked: nobody removes
    /// it meanwhile.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn add_denials(&mut self, holder: &Holder, denied: &DeniedRequests) -> Result<(), StoreError> {
        const ADD: &str = "INSERT INTO denials (holder_id, reason, detail, times, first_at, last_at, \
             last_reference, last_address) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
             ON CONFLICT (holder_id, reason, detail) DO UPDATE SET \
             times = denials.times + excluded.times, \
             first_at = CASE WHEN excluded.first_at < denials.first_at THEN excluded.first_at ELSE denials.first_at END, \
             last_reference = CASE WHEN excluded.last_at < denials.last_at THEN denials.last_reference \
             ELSE excluded.last_reference END, \
             last_address = CASE WHEN excluded.last_at < denials.last_at THEN denials.last_address \
             ELSE excluded.last_address END, \
             last_at = CASE WHEN excluded.last_at < denials.last_at THEN denials.last_at ELSE excluded.last_at END";
        on_backend!(Tx, self, conn => sqlx::query(ADD)
            .bind(&holder.id)
            .bind(denied.reason.as_str())
            .bind(&denied.detail)
            .bind(denied.times)
            .bind(denied.first_at)
            .bind(denied.last_at)
            .bind(&denied.last_reference)
            .bind(&denied.last_address)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Removes the oldest of a client's denials where there are more than that.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn trim_denials(&mut self, holder: &Holder, bounds: DenialBounds) -> Result<(), StoreError> {
        const TRIM: &str = "DELETE FROM denials WHERE holder_id = $1 \
             AND (reason, detail) IN (SELECT reason, detail FROM (SELECT reason, detail, \
             ROW_NUMBER() OVER (PARTITION BY reason ORDER BY last_at DESC, detail) AS place_in_reason, \
             ROW_NUMBER() OVER (ORDER BY last_at DESC, reason, detail) AS place FROM denials \
             WHERE holder_id = $1) placed WHERE place_in_reason > $2 OR place > $3)";
        on_backend!(Tx, self, conn => sqlx::query(TRIM)
            .bind(&holder.id)
            .bind(bounds.of_a_reason)
            .bind(bounds.of_a_client)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }
}
