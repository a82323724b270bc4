//! Refresh tokens, each the successor of another of its grant. The token is stored as its SHA-256 only.

use crate::backend::on_backend;
use crate::token_grants::TokenGrantRow;
use crate::{Store, StoreError, TokenGrant, Tx};

/// A refresh token to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRefreshToken {
    /// SHA-256 of the token, in lower-case hex.
    pub token_digest: String,
    /// The grant it gives tokens of.
    pub grant_id: String,
    /// Epoch seconds.
    pub created_at: i64,
    /// Epoch seconds from which it no longer counts.
    pub expires_at: i64,
}

/// A refresh token as stored, used or not, and its grant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefreshToken {
    /// The grant it gives tokens of.
    pub grant: TokenGrant,
    /// Epoch seconds.
    pub created_at: i64,
    /// Epoch seconds from which it no longer counts.
    pub expires_at: i64,
    /// Epoch seconds at which it was used.
    pub used_at: Option<i64>,
}

/// A token that was used, and the one that was to be given for it.
#[derive(Clone, Copy, Debug)]
pub struct Succession<'a> {
    /// SHA-256 of the token that was used, in lower-case hex.
    pub token_digest: &'a str,
    /// SHA-256 of its successor, in lower-case hex.
    pub successor_digest: &'a str,
}

#[derive(sqlx::FromRow)]
struct RefreshTokenRow {
    #[sqlx(flatten)]
    grant: TokenGrantRow,
    created_at: i64,
    expires_at: i64,
    used_at: Option<i64>,
}

impl Store {
    /// The refresh token with this digest, used or not.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn refresh_token(&self, token_digest: &str) -> Result<Option<RefreshToken>, StoreError> {
        const FIND: &str = "SELECT g.id AS grant_id, g.oauth_client_id, u.id AS user_id, u.email, u.role, u.status, \
             g.scope, g.signed_in_at, g.ends_at, g.revoked_at, t.created_at, \
             t.expires_at, t.used_at FROM refresh_tokens t JOIN token_grants g ON g.id = t.grant_id \
             JOIN portal_users u ON u.id = g.portal_user_id WHERE t.token_digest = $1";
        let row: Option<RefreshTokenRow> = on_backend!(Store, self, pool => sqlx::query_as(FIND)
            .bind(token_digest)
            .fetch_optional(pool)
            .await)?;
        row.map(|row| {
            Ok(RefreshToken {
                grant: row.grant.try_into()?,
                created_at: row.created_at,
                expires_at: row.expires_at,
                used_at: row.used_at,
            })
        })
        .transpose()
    }

    /// Removes the refresh tokens that expired by `now` and that nobody used; says how many. A used one goes with its
    /// grant: for as long as its successors may count, a replay of it is known for one.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn remove_expired_refresh_tokens(&self, now: i64) -> Result<u64, StoreError> {
        const DELETE: &str = "DELETE FROM refresh_tokens WHERE expires_at <= $1 AND used_at IS NULL";
        Ok(on_backend!(Write, self, pool => sqlx::query(DELETE)
            .bind(now)
            .execute(pool)
            .await
            .map(|done| done.rows_affected()))?)
    }
}

impl Tx {
    /// Adds a refresh token.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn add_refresh_token(&mut self, token: &NewRefreshToken) -> Result<(), StoreError> {
        const INSERT: &str = "INSERT INTO refresh_tokens (token_digest, grant_id, created_at, expires_at) \
             VALUES ($1, $2, $3, $4)";
        on_backend!(Tx, self, conn => sqlx::query(INSERT)
            .bind(&token.token_digest)
            .bind(&token.grant_id)
            .bind(token.created_at)
            .bind(token.expires_at)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Uses a refresh token up; `false` where it is unknown, used or expired.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn use_refresh_token(&mut self, token_digest: &str, now: i64) -> Result<bool, StoreError> {
        const USE: &str = "UPDATE refresh_tokens SET used_at = $2 \
             WHERE token_digest = $1 AND used_at IS NULL AND expires_at > $2";
        let used = on_backend!(Tx, self, conn => sqlx::query(USE)
            .bind(token_digest)
            .bind(now)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(used == 1)
    }

    /// Whether a token was used later than `used_after`, and its successor is there, unused and unexpired.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn is_successor_unused(
        &mut self,
        succession: Succession<'_>,
        used_after: i64,
        now: i64,
    ) -> Result<bool, StoreError> {
        const EXISTS: &str = "SELECT EXISTS (SELECT 1 FROM refresh_tokens t \
             JOIN refresh_tokens s ON s.grant_id = t.grant_id WHERE t.token_digest = $1 AND t.used_at > $3 \
             AND s.token_digest = $2 AND s.used_at IS NULL AND s.expires_at > $4)";
        Ok(on_backend!(Tx, self, conn => sqlx::query_scalar(EXISTS)
            .bind(succession.token_digest)
            .bind(succession.successor_digest)
            .bind(used_after)
            .bind(now)
            .fetch_one(conn)
            .await)?)
    }
}
