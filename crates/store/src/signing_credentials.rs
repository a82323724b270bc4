//! Signing credentials: the public keys that verify what a service principal signs.

use domain::{PublicKey, SecretState};

use crate::backend::on_backend;
use crate::error::Place;
use crate::statement::Statement;
use crate::{Store, StoreError, Tx};

/// A public key to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSigningCredential {
    /// Primary key.
    pub id: String,
    /// The principal it belongs to.
    pub service_principal_id: String,
    /// By what assertions name it (RFC 7515 §4.1.4).
    pub kid: String,
    /// Its thumbprint (RFC 7638).
    pub thumbprint: String,
    /// The key itself.
    pub key: PublicKey,
    /// Epoch seconds.
    pub created_at: i64,
    /// Epoch seconds from which it no longer counts; absent where no end is set.
    pub expires_at: Option<i64>,
}

/// A public key as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SigningCredential {
    /// Primary key.
    pub id: String,
    /// By what assertions name it.
    pub kid: String,
    /// Its thumbprint (RFC 7638).
    pub thumbprint: String,
    /// The key itself.
    pub key: PublicKey,
    /// Epoch seconds.
    pub created_at: i64,
    /// Epoch seconds from which it no longer counts; absent where no end is set.
    pub expires_at: Option<i64>,
    /// Epoch seconds at which somebody ended it.
    pub retired_at: Option<i64>,
    /// Epoch seconds of the last token it was used for.
    pub last_used_at: Option<i64>,
    /// Where that token was asked for.
    pub last_used_address: Option<String>,
}

impl SigningCredential {
    /// Whether a principal can authenticate with it at `now`, in epoch seconds.
    pub fn counts_at(&self, now: i64) -> bool {
        SecretState::at(now, self.expires_at, self.retired_at).is_valid()
    }
}

#[derive(sqlx::FromRow)]
struct SigningCredentialRow {
    id: String,
    kid: String,
    thumbprint: String,
    public_jwk: String,
    created_at: i64,
    expires_at: Option<i64>,
    retired_at: Option<i64>,
    last_used_at: Option<i64>,
    last_used_address: Option<String>,
}

#[derive(sqlx::FromRow)]
struct CredentialOf {
    service_principal_id: String,
    #[sqlx(flatten)]
    credential: SigningCredentialRow,
}

impl TryFrom<SigningCredentialRow> for SigningCredential {
    type Error = StoreError;

    fn try_from(row: SigningCredentialRow) -> Result<Self, StoreError> {
        let place = Place { table: "signing_credentials", id: &row.id };
        let keys = PublicKey::read(&row.public_jwk).map_err(|_| place.corrupt("public_jwk"))?;
        let key = keys.into_iter().next().ok_or_else(|| place.corrupt("public_jwk"))?.key;
        Ok(Self {
            id: row.id,
            kid: row.kid,
            thumbprint: row.thumbprint,
            key,
            created_at: row.created_at,
            expires_at: row.expires_at,
            retired_at: row.retired_at,
            last_used_at: row.last_used_at,
            last_used_address: row.last_used_address,
        })
    }
}

const OF_PRINCIPAL: &str = "SELECT id, kid, thumbprint, public_jwk, created_at, expires_at, retired_at, \
     last_used_at, last_used_address FROM signing_credentials WHERE service_principal_id = $1 \
     ORDER BY created_at DESC, id DESC";

impl Store {
    /// The keys of the principal with this primary key, newest first, with those that no longer count.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn signing_credentials(
        &self,
        service_principal_id: &str,
    ) -> Result<Vec<SigningCredential>, StoreError> {
        let rows: Vec<SigningCredentialRow> = on_backend!(Store, self, pool => sqlx::query_as(OF_PRINCIPAL)
            .bind(service_principal_id)
            .fetch_all(pool)
            .await)?;
        rows.into_iter().map(SigningCredential::try_from).collect()
    }

    /// The keys of each of these principals, newest first, with whose it is; also those that no longer count. All by
    /// primary key.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn signing_credentials_of(
        &self,
        service_principal_ids: &[&str],
    ) -> Result<Vec<(String, SigningCredential)>, StoreError> {
        if service_principal_ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut select = Statement::new(
            "SELECT service_principal_id, id, kid, thumbprint, public_jwk, created_at, expires_at, retired_at, \
             last_used_at, last_used_address FROM signing_credentials WHERE service_principal_id IN ",
        );
        select.push_list(service_principal_ids).push(" ORDER BY created_at DESC, id DESC");
        let rows: Vec<CredentialOf> = select.rows(self).await?;
        let read = |row: CredentialOf| Ok((row.service_principal_id, row.credential.try_into()?));
        rows.into_iter().map(read).collect()
    }
}

impl Tx {
    /// See [`Store::signing_credentials`].
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn signing_credentials(
        &mut self,
        service_principal_id: &str,
    ) -> Result<Vec<SigningCredential>, StoreError> {
        let rows: Vec<SigningCredentialRow> = on_backend!(Tx, self, conn => sqlx::query_as(OF_PRINCIPAL)
            .bind(service_principal_id)
            .fetch_all(conn)
            .await)?;
        rows.into_iter().map(SigningCredential::try_from).collect()
    }

    /// Adds a key to a principal.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn add_signing_credential(&mut self, new: &NewSigningCredential) -> Result<(), StoreError> {
        const INSERT: &str = "INSERT INTO signing_credentials (id, service_principal_id, kid, thumbprint, \
             public_jwk, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
        on_backend!(Tx, self, conn => sqlx::query(INSERT)
            .bind(&new.id)
            .bind(&new.service_principal_id)
            .bind(&new.kid)
            .bind(&new.thumbprint)
            .bind(new.key.to_jwk())
            .bind(new.created_at)
            .bind(new.expires_at)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Ends a key for good; it stays for people to see. Nothing is done to one that was retired before.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn retire_signing_credential(&mut self, id: &str, now: i64) -> Result<(), StoreError> {
        const RETIRE: &str =
            "UPDATE signing_credentials SET retired_at = $2 WHERE id = $1 AND retired_at IS NULL";
        on_backend!(Tx, self, conn => sqlx::query(RETIRE).bind(id).bind(now).execute(conn).await.map(drop))?;
        Ok(())
    }

    /// Removes a key, so that nothing is left to see.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn remove_signing_credential(&mut self, id: &str) -> Result<(), StoreError> {
        const REMOVE: &str = "DELETE FROM signing_credentials WHERE id = $1";
        on_backend!(Tx, self, conn => sqlx::query(REMOVE).bind(id).execute(conn).await.map(drop))?;
        Ok(())
    }

    /// Notes when and from where a key was used; says whether it did: not where a later use is known, nor where there is
    /// no such key any more.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn note_credential_use(
        &mut self,
        id: &str,
        at: i64,
        address: Option<&str>,
    ) -> Result<bool, StoreError> {
        const NOTE: &str = "UPDATE signing_credentials SET last_used_at = $2, last_used_address = $3 \
             WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= $2)";
        self.note_use(NOTE, id, at, address).await
    }
}
