//! Client secrets: only what verifies them, never the secret.

use domain::{ClientId, GrantType, Status};

use crate::backend::on_backend;
use crate::error::Place;
use crate::{Store, StoreError, Tx};

/// A client secret to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewClientSecret {
    /// Primary key, which is also the part of the secret that names its row.
    pub id: String,
    /// The client it belongs to.
    pub oauth_client_id: String,
    /// Its first characters, for people to tell secrets apart.
    pub prefix: String,
    /// Argon2id in PHC string format.
    pub phc: String,
    /// Epoch seconds.
    pub created_at: i64,
}

/// What the token endpoint needs to know of a client and the secret it presents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenClient {
    /// Primary key of the client.
    pub id: String,
    /// Whether it may obtain tokens.
    pub status: Status,
    /// The one grant it is registered for.
    pub grant_type: GrantType,
    /// Argon2id of the secret, in PHC string format.
    pub secret_phc: String,
    /// Counts the changes of the secret's row.
    pub secret_version: i64,
    /// Epoch seconds from which the secret no longer counts.
    pub secret_expires_at: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct TokenClientRow {
    id: String,
    status: String,
    grant_type: String,
    phc: String,
    version: i64,
    expires_at: Option<i64>,
}

impl TryFrom<TokenClientRow> for TokenClient {
    type Error = StoreError;

    fn try_from(row: TokenClientRow) -> Result<Self, StoreError> {
        let place = Place { table: "oauth_clients", id: &row.id };
        Ok(Self {
            status: Status::parse(&row.status).ok_or_else(|| place.corrupt("status"))?,
            grant_type: GrantType::parse(&row.grant_type).ok_or_else(|| place.corrupt("grant_type"))?,
            secret_phc: row.phc,
            secret_version: row.version,
            secret_expires_at: row.expires_at,
            id: row.id,
        })
    }
}

impl Store {
    /// The client with this client id, together with its secret of this id; absent where they do not belong together.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn token_client(
        &self,
        client_id: &ClientId,
        secret_id: &str,
    ) -> Result<Option<TokenClient>, StoreError> {
        const FIND: &str = "SELECT c.id, c.status, c.grant_type, s.phc, s.version, s.expires_at \
             FROM client_secrets s JOIN oauth_clients c ON c.id = s.oauth_client_id \
             WHERE s.id = $1 AND c.client_id = $2";
        let row: Option<TokenClientRow> = on_backend!(Store, self, pool => sqlx::query_as(FIND)
            .bind(secret_id)
            .bind(client_id.as_str())
            .fetch_optional(pool)
            .await)?;
        row.map(TokenClient::try_from).transpose()
    }
}

impl Tx {
    /// Adds a secret to a client.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn add_client_secret(&mut self, secret: &NewClientSecret) -> Result<(), StoreError> {
        const INSERT: &str = "INSERT INTO client_secrets (id, oauth_client_id, prefix, phc, version, created_at) \
             VALUES ($1, $2, $3, $4, 1, $5)";
        on_backend!(Tx, self, conn => sqlx::query(INSERT)
            .bind(&secret.id)
            .bind(&secret.oauth_client_id)
            .bind(&secret.prefix)
            .bind(&secret.phc)
            .bind(secret.created_at)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }
}
