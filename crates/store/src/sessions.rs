//! Sessions of the portal. The id that the browser holds is stored as its SHA-256 only.

mod of_person;

pub use of_person::{Ending, ListedSession, SessionsAt};

use domain::Status;

use crate::backend::on_backend;
use crate::error::Place;
use crate::{PortalUser, Store, StoreError, Tx};

/// Whether a session counts, or what is missing until it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionStanding {
    /// It counts.
    Full,
    /// The password was right, and the code of the second factor is to come.
    CodeWanted,
    /// The password was right, and the person has to set up a second factor first.
    EnrolmentWanted,
}

impl SessionStanding {
    const ALL: [Self; 3] = [Self::Full, Self::CodeWanted, Self::EnrolmentWanted];

    fn as_str(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::CodeWanted => "code_wanted",
            Self::EnrolmentWanted => "enrolment_wanted",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.as_str() == name)
    }
}

/// A session to be added.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// SHA-256 of the session id, in lower-case hex.
    pub id_digest: String,
    /// Whose session it is.
    pub portal_user_id: String,
    /// Whether it counts.
    pub standing: SessionStanding,
    /// The network address it was begun from.
    pub address: Option<String>,
    /// What the browser said it is.
    pub user_agent: Option<String>,
    /// The digest of the session before in the same browser, which goes when this one counts.
    pub replaces: Option<String>,
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
    /// Whether it counts.
    pub standing: SessionStanding,
    /// The digest of the session before in the same browser, which goes when this one counts.
    pub replaces: Option<String>,
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
    standing: String,
    replaces: Option<String>,
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
        const FIND: &str = "SELECT u.id, u.email, u.role, u.status, s.standing, s.replaces, s.created_at, \
             s.last_seen_at, s.ends_at FROM sessions s JOIN portal_users u ON u.id = s.portal_user_id WHERE s.id_digest = $1";
        let row: Option<SessionRow> = on_backend!(Store, self, pool => sqlx::query_as(FIND)
            .bind(id_digest)
            .fetch_optional(pool)
            .await)?;
        row.map(|row| {
            let place = Place { table: "sessions", id: &row.id };
            let standing = SessionStanding::parse(&row.standing).ok_or_else(|| place.corrupt("standing"))?;
            Ok(Session {
                standing,
                replaces: row.replaces,
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
    /// Whether a person may still sign in with what verified their password just now; holds it so until the transaction
    /// ends, so that no session begins behind the back of who changes the password or disables the person.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn hold_credentials(&mut self, user_id: &str, password_phc: &str) -> Result<bool, StoreError> {
        const HOLD: &str = "UPDATE portal_users SET status = status \
             WHERE id = $1 AND password_phc = $2 AND status = $3";
        let held = on_backend!(Tx, self, conn => sqlx::query(HOLD)
            .bind(user_id)
            .bind(password_phc)
            .bind(Status::Enabled.as_str())
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(held == 1)
    }

    /// Adds a session.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn add_session(&mut self, session: &NewSession) -> Result<(), StoreError> {
        const INSERT: &str = "INSERT INTO sessions \
             (id_digest, portal_user_id, created_at, last_seen_at, ends_at, standing, address, user_agent, replaces) \
             VALUES ($1, $2, $3, $3, $4, $5, $6, $7, $8)";
        on_backend!(Tx, self, conn => sqlx::query(INSERT)
            .bind(&session.id_digest)
            .bind(&session.portal_user_id)
            .bind(session.created_at)
            .bind(session.ends_at)
            .bind(session.standing.as_str())
            .bind(&session.address)
            .bind(&session.user_agent)
            .bind(&session.replaces)
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
