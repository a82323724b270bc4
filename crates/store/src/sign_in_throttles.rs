//! What keeps guesses slow: for each bucket the time at which its next attempt would come at the agreed pace (the generic
//! cell rate algorithm's theoretical arrival time).

use crate::backend::on_backend;
use crate::{Store, StoreError};

/// The clocks of servers, and one clock before and after it is set, may be so far apart, in milliseconds.
const CLOCKS_APART_MS: i64 = 5 * 60 * 1_000;

/// How often something may be attempted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Attempts at once after a rest.
    pub burst: i64,
    /// Milliseconds between attempts after these.
    pub every_ms: i64,
}

impl Pace {
    /// The latest due time at which an attempt may be made.
    fn latest(self, now_ms: i64) -> i64 {
        now_ms + (self.burst - 1) * self.every_ms
    }

    /// The due time right after the last attempt of a burst.
    fn ceiling(self, now_ms: i64) -> i64 {
        now_ms + self.burst * self.every_ms
    }
}

impl Store {
    /// How many milliseconds until an attempt may be made: none where one may be made now. To be asked first, so that a
    /// flood costs reads only; [`Store::count_attempt`] decides.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn wait_for_attempt(&self, bucket: &str, pace: Pace, now_ms: i64) -> Result<i64, StoreError> {
        const FIND: &str = "SELECT due_at_ms FROM sign_in_throttles WHERE bucket = $1";
        // Written when the clock was far ahead of now: nobody waits for it to get there again.
        const LOWER: &str =
            "UPDATE sign_in_throttles SET due_at_ms = $2 WHERE bucket = $1 AND due_at_ms > $3";
        let due: Option<i64> = on_backend!(Store, self, pool => sqlx::query_scalar(FIND)
            .bind(bucket)
            .fetch_optional(pool)
            .await)?;
        let (ceiling, latest) = (pace.ceiling(now_ms), pace.latest(now_ms));
        let mut due = due.unwrap_or(now_ms);
        if due > ceiling + CLOCKS_APART_MS {
            on_backend!(Write, self, pool => sqlx::query(LOWER)
                .bind(bucket)
                .bind(ceiling)
                .bind(ceiling + CLOCKS_APART_MS)
                .execute(pool)
                .await
                .map(drop))?;
            due = ceiling;
        }
        Ok((due - latest).max(0))
    }

    /// Counts an attempt; `false` where it comes too soon, and was not counted. Of attempts that arrive at once, at
    /// whichever server, no more are counted than the pace allows.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn count_attempt(&self, bucket: &str, pace: Pace, now_ms: i64) -> Result<bool, StoreError> {
        const COUNT: &str = "INSERT INTO sign_in_throttles (bucket, due_at_ms) VALUES ($1, $2) \
             ON CONFLICT (bucket) DO UPDATE SET due_at_ms = CASE \
             WHEN sign_in_throttles.due_at_ms > $3 THEN sign_in_throttles.due_at_ms + $4 ELSE $2 END \
             WHERE sign_in_throttles.due_at_ms <= $5";
        let counted = on_backend!(Write, self, pool => sqlx::query(COUNT)
            .bind(bucket)
            .bind(now_ms + pace.every_ms)
            .bind(now_ms)
            .bind(pace.every_ms)
            .bind(pace.latest(now_ms))
            .execute(pool)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(counted == 1)
    }

    /// Takes an attempt back that was counted, and need not have been.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn give_attempt_back(&self, bucket: &str, pace: Pace) -> Result<(), StoreError> {
        const GIVE_BACK: &str = "UPDATE sign_in_throttles SET due_at_ms = due_at_ms - $2 WHERE bucket = $1";
        on_backend!(Write, self, pool => sqlx::query(GIVE_BACK)
            .bind(bucket)
            .bind(pace.every_ms)
            .execute(pool)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Forgets the buckets that hold nobody back any more; says how many.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn remove_rested_throttles(&self, now_ms: i64) -> Result<u64, StoreError> {
        const DELETE: &str = "DELETE FROM sign_in_throttles WHERE due_at_ms <= $1";
        Ok(on_backend!(Write, self, pool => sqlx::query(DELETE)
            .bind(now_ms - CLOCKS_APART_MS)
            .execute(pool)
            .await
            .map(|done| done.rows_affected()))?)
    }
}
