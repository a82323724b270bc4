//! Token grants: one sign-in of a person to a client, and the family of tokens that came from it.

use domain::Scopes;

use crate::backend::on_backend;
use crate::error::Place;
use crate::{NewSession, PortalUser, StoreError, Tx};

/// A grant to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTokenGrant {
    /// Primary key.
    pub id: String,
    /// The client that may act.
    pub oauth_client_id: String,
    /// The person it acts for.
    pub portal_user_id: String,
    /// The session in which the person allowed it.
    pub session_id_digest: String,
    /// What was allowed.
    pub scopes: Scopes,
    /// Whether it outlives the session.
    pub is_offline: bool,
    /// Epoch seconds at which the person signed in.
    pub signed_in_at: i64,
    /// Epoch seconds.
    pub created_at: i64,
    /// Epoch seconds from which nothing of it counts.
    pub ends_at: i64,
}

/// A grant as stored, and the person as they are now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenGrant {
    /// Primary key.
    pub id: String,
    /// The client that may act.
    pub oauth_client_id: String,
    /// The person it acts for.
    pub user: PortalUser,
    /// What was allowed.
    pub scopes: Scopes,
    /// Epoch seconds at which the person signed in.
    pub signed_in_at: i64,
    /// Epoch seconds from which nothing of it counts.
    pub ends_at: i64,
    /// Epoch seconds at which it was ended early.
    pub revoked_at: Option<i64>,
}

impl TokenGrant {
    /// Whether what came from it may still count.
    pub fn is_live(&self, now: i64) -> bool {
        self.revoked_at.is_none() && now < self.ends_at
    }
}

#[derive(sqlx::FromRow)]
pub(crate) struct TokenGrantRow {
    grant_id: String,
    oauth_client_id: String,
    user_id: String,
    email: String,
    role: String,
    status: String,
    scope: String,
    signed_in_at: i64,
    ends_at: i64,
    revoked_at: Option<i64>,
}

impl TryFrom<TokenGrantRow> for TokenGrant {
    type Error = StoreError;

    fn try_from(row: TokenGrantRow) -> Result<Self, StoreError> {
        let place = Place { table: "token_grants", id: &row.grant_id };
        Ok(Self {
            scopes: Scopes::parse(&row.scope).map_err(|_| place.corrupt("scope"))?,
            id: row.grant_id,
            oauth_client_id: row.oauth_client_id,
            user: PortalUser::read(row.user_id, &row.email, &row.role, &row.status)?,
            signed_in_at: row.signed_in_at,
            ends_at: row.ends_at,
            revoked_at: row.revoked_at,
        })
    }
}

impl Tx {
    /// Adds a grant; `false` where its client or its person was removed meanwhile: then nothing may be committed. Whoever
    /// removes them waits for this transaction, so this comes before all else that names them.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn add_token_grant(&mut self, grant: &NewTokenGrant) -> Result<bool, StoreError> {
        const INSERT: &str = "INSERT INTO token_grants (id, oauth_client_id, portal_user_id, session_id_digest, \
             scope, is_offline, signed_in_at, created_at, ends_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        let inserted = on_backend!(Tx, self, conn => sqlx::query(INSERT)
            .bind(&grant.id)
            .bind(&grant.oauth_client_id)
            .bind(&grant.portal_user_id)
            .bind(&grant.session_id_digest)
            .bind(grant.scopes.to_string())
            .bind(grant.is_offline)
            .bind(grant.signed_in_at)
            .bind(grant.created_at)
            .bind(grant.ends_at)
            .execute(conn)
            .await
            .map(drop));
        if let Err(sqlx::Error::Database(cause)) = &inserted
            && cause.is_foreign_key_violation()
        {
            return Ok(false);
        }
        inserted?;
        Ok(true)
    }

    /// Whether a grant is there, not revoked, and has not ended by `now`; if so nobody else changes what came from it
    /// before this transaction ends.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn lock_live_grant(&mut self, id: &str, now: i64) -> Result<bool, StoreError> {
        const LOCK: &str = "UPDATE token_grants SET ends_at = ends_at \
             WHERE id = $1 AND revoked_at IS NULL AND ends_at > $2";
        let locked = on_backend!(Tx, self, conn => sqlx::query(LOCK)
            .bind(id)
            .bind(now)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(locked == 1)
    }

    /// Whether the session is still there in which a grant was allowed, or the one that took its place.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn has_session_of_grant(&mut self, id: &str) -> Result<bool, StoreError> {
        const EXISTS: &str = "SELECT EXISTS (SELECT 1 FROM token_grants g \
             JOIN sessions s ON s.id_digest = g.session_id_digest WHERE g.id = $1)";
        Ok(on_backend!(Tx, self, conn => sqlx::query_scalar(EXISTS).bind(id).fetch_one(conn).await)?)
    }

    /// Has everything that came from a grant count no longer; says whether that is new.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn revoke_token_grant(&mut self, id: &str, now: i64) -> Result<bool, StoreError> {
        const REVOKE: &str =
            "UPDATE token_grants SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL AND ends_at > $2";
        let revoked = on_backend!(Tx, self, conn => sqlx::query(REVOKE)
            .bind(id)
            .bind(now)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(revoked == 1)
    }

    /// Has everything that people allowed a client count no longer.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn revoke_grants_of_client(
        &mut self,
        oauth_client_id: &str,
        now: i64,
    ) -> Result<(), StoreError> {
        const REVOKE: &str =
            "UPDATE token_grants SET revoked_at = $2 WHERE oauth_client_id = $1 AND revoked_at IS NULL";
        on_backend!(Tx, self, conn => sqlx::query(REVOKE)
            .bind(oauth_client_id)
            .bind(now)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Has everything that a person allowed clients count no longer.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn revoke_grants_of_user(&mut self, portal_user_id: &str, now: i64) -> Result<(), StoreError> {
        const REVOKE: &str =
            "UPDATE token_grants SET revoked_at = $2 WHERE portal_user_id = $1 AND revoked_at IS NULL";
        on_backend!(Tx, self, conn => sqlx::query(REVOKE)
            .bind(portal_user_id)
            .bind(now)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Revokes the grants that were to last as long as a session.
    pub(crate) async fn revoke_grants_of_session(
        &mut self,
        id_digest: &str,
        now: i64,
    ) -> Result<(), StoreError> {
        const REVOKE: &str = "UPDATE token_grants SET revoked_at = $2 \
             WHERE session_id_digest = $1 AND NOT is_offline AND revoked_at IS NULL";
        on_backend!(Tx, self, conn => sqlx::query(REVOKE)
            .bind(id_digest)
            .bind(now)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Has the grants of one session that are of the other's person belong to that.
    pub(crate) async fn hand_over_grants_of_session(
        &mut self,
        id_digest: &str,
        successor: &NewSession,
    ) -> Result<(), StoreError> {
        const HAND_OVER: &str = "UPDATE token_grants SET session_id_digest = $2 \
             WHERE session_id_digest = $1 AND portal_user_id = $3";
        on_backend!(Tx, self, conn => sqlx::query(HAND_OVER)
            .bind(id_digest)
            .bind(&successor.id_digest)
            .bind(&successor.portal_user_id)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }
}
