//! The keys that sign tokens, their private halves sealed.

use crate::backend::on_backend;
use crate::{Store, StoreError};

/// A signing key as stored. What opens it is not in the database.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct SealedSigningKey {
    /// The JWK thumbprint (RFC 7638) of the public half.
    pub kid: String,
    /// The JWS algorithm (RFC 7518 §3.1).
    pub algorithm: String,
    /// The private half, encrypted, base64url.
    pub sealed_private: String,
    /// Whether new tokens are signed with it; at most one is.
    pub is_signing: bool,
    /// Epoch seconds.
    pub created_at: i64,
}

impl std::fmt::Debug for SealedSigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SealedSigningKey").field("kid", &self.kid).finish_non_exhaustive()
    }
}

impl Store {
    /// Every key, oldest first.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn signing_keys(&self) -> Result<Vec<SealedSigningKey>, StoreError> {
        const ALL: &str = "SELECT kid, algorithm, sealed_private, is_signing, created_at FROM signing_keys \
             ORDER BY created_at, kid";
        Ok(on_backend!(Store, self, pool => sqlx::query_as(ALL).fetch_all(pool).await)?)
    }

    /// Adds a key that signs, unless one is there already: of several servers that start at once one wins.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn add_first_signing_key(&self, key: &SealedSigningKey) -> Result<(), StoreError> {
        const INSERT: &str = "INSERT INTO signing_keys (kid, algorithm, sealed_private, is_signing, created_at) \
             VALUES ($1, $2, $3, TRUE, $4) ON CONFLICT DO NOTHING";
        on_backend!(Store, self, pool => sqlx::query(INSERT)
            .bind(&key.kid)
            .bind(&key.algorithm)
            .bind(&key.sealed_private)
            .bind(key.created_at)
            .execute(pool)
            .await
            .map(drop))?;
        Ok(())
    }
}
