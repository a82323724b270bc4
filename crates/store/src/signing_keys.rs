//! The keys that sign tokens, their private halves sealed.

use domain::SigningAlgorithm;

use crate::backend::on_backend;
use crate::error::Place;
use crate::{Store, StoreError, Tx};

/// A signing key as stored. What opens it is not in the database.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedSigningKey {
    /// The JWK thumbprint (RFC 7638) of the public half.
    pub kid: String,
    /// The how-manyth key it is; no two have the same.
    pub generation: i64,
    /// How it signs.
    pub algorithm: SigningAlgorithm,
    /// The public half as JSON; empty for a key of the first version until it is retired: the private half tells it.
    pub public_jwk: String,
    /// The private half, encrypted, base64url; empty once retired.
    pub sealed_private: String,
    /// Epoch seconds.
    pub created_at: i64,
    /// Epoch seconds from which it signs, unless a later one does.
    pub signs_from: i64,
    /// Epoch seconds at which its private half was removed.
    pub retired_at: Option<i64>,
}

impl std::fmt::Debug for SealedSigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SealedSigningKey").field("kid", &self.kid).finish_non_exhaustive()
    }
}

#[derive(sqlx::FromRow)]
struct KeyRow {
    kid: String,
    generation: i64,
    algorithm: String,
    public_jwk: String,
    sealed_private: String,
    created_at: i64,
    signs_from: i64,
    retired_at: Option<i64>,
}

impl TryFrom<KeyRow> for SealedSigningKey {
    type Error = StoreError;

    fn try_from(row: KeyRow) -> Result<Self, StoreError> {
        let place = Place { table: "signing_keys", id: &row.kid };
        Ok(Self {
            algorithm: SigningAlgorithm::parse(&row.algorithm).ok_or_else(|| place.corrupt("algorithm"))?,
            kid: row.kid,
            generation: row.generation,
            public_jwk: row.public_jwk,
            sealed_private: row.sealed_private,
            created_at: row.created_at,
            signs_from: row.signs_from,
            retired_at: row.retired_at,
        })
    }
}

impl Store {
    /// Every key, oldest first.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn signing_keys(&self) -> Result<Vec<SealedSigningKey>, StoreError> {
        const ALL: &str = "SELECT kid, generation, algorithm, public_jwk, sealed_private, created_at, signs_from, \
             retired_at FROM signing_keys ORDER BY generation";
        let rows: Vec<KeyRow> = on_backend!(Store, self, pool => sqlx::query_as(ALL).fetch_all(pool).await)?;
        rows.into_iter().map(SealedSigningKey::try_from).collect()
    }
}

impl Tx {
    /// Adds the key of a generation, unless there is one: of several servers that make the next one at once one wins.
    /// Says whether it was added.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn add_signing_key(&mut self, key: &SealedSigningKey) -> Result<bool, StoreError> {
        const INSERT: &str = "INSERT INTO signing_keys (kid, generation, algorithm, public_jwk, sealed_private, \
             created_at, signs_from) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
        let added = on_backend!(Tx, self, conn => sqlx::query(INSERT)
            .bind(&key.kid)
            .bind(key.generation)
            .bind(key.algorithm.as_str())
            .bind(&key.public_jwk)
            .bind(&key.sealed_private)
            .bind(key.created_at)
            .bind(key.signs_from)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(added == 1)
    }

    /// Removes the private half of a key for good and keeps the public one; says whether it had one.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn retire_signing_key(
        &mut self,
        kid: &str,
        public_jwk: &str,
        now: i64,
    ) -> Result<bool, StoreError> {
        const RETIRE: &str = "UPDATE signing_keys SET retired_at = $3, public_jwk = $2, sealed_private = '' \
             WHERE kid = $1 AND retired_at IS NULL";
        let retired = on_backend!(Tx, self, conn => sqlx::query(RETIRE)
            .bind(kid)
            .bind(public_jwk)
            .bind(now)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(retired == 1)
    }
}
