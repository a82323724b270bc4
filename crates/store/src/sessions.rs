//! Sessions of the portal. The id that the browser holds is stored as its SHA-256 only.

use crate::backend::on_backend;
use crate::{PortalUser, Store, StoreError, Tx};

/// A session to be added.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// SHA-256 of the session id, in lower-case hex.
    pub id_digest: String,
    /// Whose session it is.
    pub portal_user_id: String,
    /// Epoch seconds.
    pub created_at: i64,
    /// Epoch seconds at which it ends however busy it is; exclusive.
    pub ends_at: i64,
}

/// A session and the person it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Whose session it is.
    pub user: PortalUser,
    /// Epoch seconds at which the person signed in.
    pub created_at: i64,
    /// Epoch seconds of the last request, to the minute.
    pub last_seen_at: i64,
    /// Epoch seconds at which it ends however busy it is; exclusive.
    pub ends_at: i64,
}

#[derive(sqlx::FromRow)]
struct SessionRow {
    id: String,
    email: String,
    role: String,
    status: String,
    created_at: i64,
    last_seen_at: i64,
    ends_at: i64,
}

impl Store {
    /// The session with this digest, live or not.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn session(&self, id_digest: &str) -> Result<Option<Session>, StoreError> {
        const FIND: &str = "SELECT u.id, u.email, u.role, u.status, s.created_at, s.last_seen_at, s.ends_at \
             FROM sessions s JOIN portal_users u ON u.id = s.portal_user_id WHERE s.id_digest = $1";
        let row: Option<SessionRow> = on_backend!(Store, self, pool => sqlx::query_as(FIND)
            .bind(id_digest)
            .fetch_optional(pool)
            .await)?;
        row.map(|row| {
            Ok(Session {
                user: PortalUser::read(row.id, &row.email, &row.role, &row.status)?,
                created_at: row.created_at,
                last_seen_at: row.last_seen_at,
                ends_at: row.ends_at,
            })
        })
        .transpose()
    }

    /// Notes that a session was seen.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn touch_session(&self, id_digest: &str, seen_at: i64) -> Result<(), StoreError> {
        const TOUCH: &str =
            "UPDATE sessions SET last_seen_at = $2 WHERE id_digest = $1 AND last_seen_at < $2";
        on_backend!(Write, self, pool => sqlx::query(TOUCH)
            .bind(id_digest)
            .bind(seen_at)
            .execute(pool)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Removes the sessions that ended by `now` or were last seen by `idle_since`; says how many.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn remove_ended_sessions(&self, now: i64, idle_since: i64) -> Result<u64, StoreError> {
        const DELETE: &str = "DELETE FROM sessions WHERE ends_at <= $1 OR last_seen_at <= $2";
        Ok(on_backend!(Write, self, pool => sqlx::query(DELETE)
            .bind(now)
            .bind(idle_since)
            .execute(pool)
            .await
            .map(|done| done.rows_affected()))?)
    }
}

impl Tx {
    /// Adds a session.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn add_session(&mut self, session: &NewSession) -> Result<(), StoreError> {
        const INSERT: &str = "INSERT INTO sessions (id_digest, portal_user_id, created_at, last_seen_at, ends_at) \
             VALUES ($1, $2, $3, $3, $4)";
        on_backend!(Tx, self, conn => sqlx::query(INSERT)
            .bind(&session.id_digest)
            .bind(&session.portal_user_id)
            .bind(session.created_at)
            .bind(session.ends_at)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Ends a session, and with it what clients were allowed for as long as it lasts; says whether it was there.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn end_session(&mut self, id_digest: &str, now: i64) -> Result<bool, StoreError> {
        let was_there = self.remove_session(id_digest).await?;
        self.revoke_grants_of_session(id_digest, now).await?;
        Ok(was_there)
    }

    /// Ends a session in favour of another, which what its person allowed clients goes on with; what somebody else
    /// allowed ends. Says whether it was there.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn replace_session(
        &mut self,
        id_digest: &str,
        successor: &NewSession,
    ) -> Result<bool, StoreError> {
        let was_there = self.remove_session(id_digest).await?;
        self.hand_over_grants_of_session(id_digest, successor).await?;
        self.revoke_grants_of_session(id_digest, successor.created_at).await?;
        Ok(was_there)
    }

    async fn remove_session(&mut self, id_digest: &str) -> Result<bool, StoreError> {
        const DELETE: &str = "DELETE FROM sessions WHERE id_digest = $1";
        let removed = on_backend!(Tx, self, conn => sqlx::query(DELETE)
            .bind(id_digest)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(removed == 1)
    }
}
