//! The tokens with which programs register clients (RFC 7591 §3). One is stored as its SHA-256 only, and not even that is
//! left of one that was revoked.

use domain::Title;

use crate::backend::on_backend;
use crate::error::{Place, unless_violated};
use crate::{Store, StoreError, Tx};

/// An initial access token as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InitialAccessToken {
    /// Primary key.
    pub id: String,
    /// What people call it.
    pub name: Title,
    /// Epoch seconds.
    pub created_at: i64,
    /// Who made it, as the audit trail calls them.
    pub created_by: String,
    /// Epoch seconds from which it no longer counts, where an end is set.
    pub expires_at: Option<i64>,
    /// How many more clients may be registered with it, where their number is set.
    pub uses_left: Option<i64>,
    /// Epoch seconds of the last registration.
    pub last_used_at: Option<i64>,
    /// Epoch seconds at which somebody ended it.
    pub revoked_at: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct InitialAccessTokenRow {
    id: String,
    name: String,
    created_at: i64,
    created_by: String,
    expires_at: Option<i64>,
    uses_left: Option<i64>,
    last_used_at: Option<i64>,
    revoked_at: Option<i64>,
}

impl TryFrom<InitialAccessTokenRow> for InitialAccessToken {
    type Error = StoreError;

    fn try_from(row: InitialAccessTokenRow) -> Result<Self, StoreError> {
        let place = Place { table: "initial_access_tokens", id: &row.id };
        Ok(Self {
            name: Title::parse(&row.name).map_err(|_| place.corrupt("name"))?,
            created_at: row.created_at,
            created_by: row.created_by,
            expires_at: row.expires_at,
            uses_left: row.uses_left,
            last_used_at: row.last_used_at,
            revoked_at: row.revoked_at,
            id: row.id,
        })
    }
}

impl Store {
    /// So many initial access tokens, newest first: the newest ones, or those that came before the one with this primary
    /// key. Primary keys are in the order of time.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn initial_access_tokens(
        &self,
        before: Option<&str>,
        limit: u16,
    ) -> Result<Vec<InitialAccessToken>, StoreError> {
        const NEWEST: &str = "SELECT id, name, created_at, created_by, expires_at, uses_left, last_used_at, revoked_at \
             FROM initial_access_tokens ORDER BY id DESC LIMIT $1";
        const BEFORE: &str = "SELECT id, name, created_at, created_by, expires_at, uses_left, last_used_at, revoked_at \
             FROM initial_access_tokens WHERE id < $2 ORDER BY id DESC LIMIT $1";
        let limit = i64::from(limit);
        let rows: Vec<InitialAccessTokenRow> = match before {
            None => {
                on_backend!(Store, self, pool => sqlx::query_as(NEWEST).bind(limit).fetch_all(pool).await)?
            }
            Some(id) => on_backend!(Store, self, pool => sqlx::query_as(BEFORE)
                .bind(limit)
                .bind(id)
                .fetch_all(pool)
                .await)?,
        };
        rows.into_iter().map(InitialAccessToken::try_from).collect()
    }

    /// The initial access token with this primary key.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn initial_access_token(&self, id: &str) -> Result<Option<InitialAccessToken>, StoreError> {
        const FIND: &str = "SELECT id, name, created_at, created_by, expires_at, uses_left, last_used_at, revoked_at \
             FROM initial_access_tokens WHERE id = $1";
        let row: Option<InitialAccessTokenRow> =
            on_backend!(Store, self, pool => sqlx::query_as(FIND).bind(id).fetch_optional(pool).await)?;
        row.map(InitialAccessToken::try_from).transpose()
    }

    /// The token with this digest, where a client could be registered with it now. [`Tx::use_initial_access_token`] is the
    /// judge.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn counting_initial_access_token(
        &self,
        digest: &str,
        now: i64,
    ) -> Result<Option<InitialAccessToken>, StoreError> {
        const FIND: &str = "SELECT id, name, created_at, created_by, expires_at, uses_left, last_used_at, revoked_at \
             FROM initial_access_tokens WHERE digest = $1 AND revoked_at IS NULL \
             AND (expires_at IS NULL OR expires_at > $2) AND (uses_left IS NULL OR uses_left > 0)";
        let row: Option<InitialAccessTokenRow> = on_backend!(Store, self, pool => sqlx::query_as(FIND)
            .bind(digest)
            .bind(now)
            .fetch_optional(pool)
            .await)?;
        row.map(InitialAccessToken::try_from).transpose()
    }
}

impl Tx {
    /// Adds an initial access token of which this is the digest, unless another one that was not revoked has its name: then
    /// nothing may be committed.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn add_initial_access_token(
        &mut self,
        token: &InitialAccessToken,
        digest: &str,
    ) -> Result<bool, StoreError> {
        const INSERT: &str = "INSERT INTO initial_access_tokens (id, name, name_key, digest, created_at, created_by, \
             expires_at, uses_left) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let inserted = on_backend!(Tx, self, conn => sqlx::query(INSERT)
            .bind(&token.id)
            .bind(token.name.as_str())
            .bind(token.name.key())
            .bind(digest)
            .bind(token.created_at)
            .bind(&token.created_by)
            .bind(token.expires_at)
            .bind(token.uses_left)
            .execute(conn)
            .await
            .map(drop));
        unless_violated(inserted, |cause| cause.is_unique_violation())
    }

    /// Uses a token once, where a client can be registered with it: of several that want its last use at once, one gets it.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn use_initial_access_token(&mut self, id: &str, now: i64) -> Result<bool, StoreError> {
        const USE: &str = "UPDATE initial_access_tokens SET uses_left = uses_left - 1, last_used_at = $2 \
             WHERE id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2) \
             AND (uses_left IS NULL OR uses_left > 0)";
        let used = on_backend!(Tx, self, conn => sqlx::query(USE)
            .bind(id)
            .bind(now)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(used == 1)
    }

    /// Has a token count no longer; absent where it is unknown or was revoked before.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn revoke_initial_access_token(
        &mut self,
        id: &str,
        now: i64,
    ) -> Result<Option<InitialAccessToken>, StoreError> {
        const REVOKE: &str = "UPDATE initial_access_tokens SET digest = NULL, revoked_at = $2 \
             WHERE id = $1 AND revoked_at IS NULL \
             RETURNING id, name, created_at, created_by, expires_at, uses_left, last_used_at, revoked_at";
        let row: Option<InitialAccessTokenRow> = on_backend!(Tx, self, conn => sqlx::query_as(REVOKE)
            .bind(id)
            .bind(now)
            .fetch_optional(conn)
            .await)?;
        row.map(InitialAccessToken::try_from).transpose()
    }
}
