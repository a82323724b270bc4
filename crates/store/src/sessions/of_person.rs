//! All sessions of one person.

use crate::backend::on_backend;
use crate::{Store, StoreError, Tx};

/// A person who signs in by a script again and again has more than anybody reads.
const LISTED: u16 = 100;

/// When a session counts no longer, at one point in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionsAt {
    /// Epoch seconds.
    pub now: i64,
    /// Epoch seconds; who was seen by then only was idle for too long.
    pub idle_since: i64,
}

/// A session that counts, as its person sees it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ListedSession {
    /// SHA-256 of the session id, in lower-case hex.
    pub id_digest: String,
    /// The network address it was begun from.
    pub address: Option<String>,
    /// What the browser said it is.
    pub user_agent: Option<String>,
    /// Epoch seconds at which the person signed in.
    pub created_at: i64,
    /// Epoch seconds of the last request, to the minute.
    pub last_seen_at: i64,
}

/// Which sessions of a person end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending<'a> {
    /// All of them.
    All,
    /// All but the one with this digest.
    AllBut(&'a str),
}

impl Ending<'_> {
    /// No session has the empty digest.
    fn kept(&self) -> &str {
        match self {
            Self::All => "",
            Self::AllBut(id_digest) => id_digest,
        }
    }
}

impl Store {
    /// The sessions of a person that count, the one seen last first; at most a hundred.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn sessions_of(
        &self,
        portal_user_id: &str,
        at: SessionsAt,
    ) -> Result<Vec<ListedSession>, StoreError> {
        const LIST: &str = "SELECT id_digest, address, user_agent, created_at, last_seen_at FROM sessions \
             WHERE portal_user_id = $1 AND standing = 'full' AND ends_at > $2 AND last_seen_at > $3 \
             ORDER BY last_seen_at DESC, created_at DESC, id_digest LIMIT $4";
        Ok(on_backend!(Store, self, pool => sqlx::query_as(LIST)
            .bind(portal_user_id)
            .bind(at.now)
            .bind(at.idle_since)
            .bind(i64::from(LISTED))
            .fetch_all(pool)
            .await)?)
    }
}

impl Tx {
    /// Ends sessions of a person, and with them what clients were allowed for as long as they last; says how many there
    /// were that counted. The person is to be locked before.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn end_sessions_of(
        &mut self,
        portal_user_id: &str,
        ending: Ending<'_>,
        at: SessionsAt,
    ) -> Result<u64, StoreError> {
        const DELETE: &str = "DELETE FROM sessions WHERE portal_user_id = $1 AND id_digest <> $2 \
             RETURNING standing = 'full' AND ends_at > $3 AND last_seen_at > $4";
        const REVOKE: &str = "UPDATE token_grants SET revoked_at = $3 \
             WHERE portal_user_id = $1 AND session_id_digest <> $2 AND NOT is_offline AND revoked_at IS NULL";
        let counted: Vec<bool> = on_backend!(Tx, self, conn => sqlx::query_scalar(DELETE)
            .bind(portal_user_id)
            .bind(ending.kept())
            .bind(at.now)
            .bind(at.idle_since)
            .fetch_all(conn)
            .await)?;
        on_backend!(Tx, self, conn => sqlx::query(REVOKE)
            .bind(portal_user_id)
            .bind(ending.kept())
            .bind(at.now)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(counted.into_iter().map(u64::from).sum())
    }
}
