//! Client secrets: only what verifies them, never the secret.

use domain::{Audience, ClientId, EnvironmentName, GrantType, Scopes, Status};

use crate::backend::on_backend;
use crate::error::Place;
use crate::{Store, StoreError, Tx};

/// A client secret to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewClientSecret {
    /// Primary key, which is also the part of the secret that names its row.
    pub id: String,
    /// The client or principal it belongs to.
    pub holder_id: String,
    /// What people call it.
    pub label: String,
    /// Its first characters, for people to tell secrets apart.
    pub prefix: String,
    /// Argon2id in PHC string format.
    pub phc: String,
    /// Epoch seconds.
    pub created_at: i64,
}

/// A client secret as people may see it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct StoredSecret {
    /// Primary key.
    pub id: String,
    /// What people call it.
    pub label: String,
    /// Its first characters.
    pub prefix: String,
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

/// What the token endpoint needs to know of a client or principal and the secret it presents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenClient {
    /// Primary key of the client.
    pub id: String,
    /// Whether it may obtain tokens.
    pub status: Status,
    /// The one grant it is registered for.
    pub grant_type: GrantType,
    /// Where a principal lives; an OAuth client lives nowhere in particular.
    pub environment: Option<TokenEnvironment>,
    /// What its roles allow.
    pub granted: Scopes,
    /// Argon2id of the secret, in PHC string format; empty for one that was retired.
    pub secret_phc: String,
    /// Counts the changes of the secret's row.
    pub secret_version: i64,
    /// Epoch seconds from which the secret no longer counts.
    pub secret_expires_at: Option<i64>,
    /// Epoch seconds at which somebody ended the secret.
    pub secret_retired_at: Option<i64>,
}

/// The environment of a principal, as its tokens tell it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenEnvironment {
    /// Its name now.
    pub name: EnvironmentName,
    /// For whom its tokens are.
    pub audience: Audience,
}

#[derive(sqlx::FromRow)]
struct TokenClientRow {
    id: String,
    status: String,
    grant_type: String,
    environment: Option<String>,
    audience: Option<String>,
    scope: Option<String>,
    phc: String,
    version: i64,
    expires_at: Option<i64>,
    retired_at: Option<i64>,
}

impl TryFrom<TokenClientRow> for TokenClient {
    type Error = StoreError;

    fn try_from(row: TokenClientRow) -> Result<Self, StoreError> {
        let place = Place { table: "client_ids", id: &row.id };
        let environment = match (&row.environment, &row.audience) {
            (Some(name), Some(audience)) => Some(TokenEnvironment::read(name, audience, &place)?),
            (..) => None,
        };
        Ok(Self {
            environment,
            granted: read_scopes(row.scope.as_deref(), &place)?,
            status: Status::parse(&row.status).ok_or_else(|| place.corrupt("status"))?,
            grant_type: GrantType::parse(&row.grant_type).ok_or_else(|| place.corrupt("grant_type"))?,
            secret_phc: row.phc,
            secret_version: row.version,
            secret_expires_at: row.expires_at,
            secret_retired_at: row.retired_at,
            id: row.id,
        })
    }
}

impl TokenEnvironment {
    pub(crate) fn read(name: &str, audience: &str, place: &Place<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            name: EnvironmentName::parse(name).map_err(|_| place.corrupt("environment"))?,
            audience: Audience::parse(audience).map_err(|_| place.corrupt("audience"))?,
        })
    }
}

/// Scopes with spaces between them, or nothing where there are none.
pub(crate) fn read_scopes(scope: Option<&str>, place: &Place<'_>) -> Result<Scopes, StoreError> {
    Scopes::parse(scope.unwrap_or_default()).map_err(|_| place.corrupt("scope"))
}

const OF_HOLDER: &str = "SELECT id, label, prefix, created_at, expires_at, retired_at, last_used_at, \
     last_used_address FROM client_secrets WHERE holder_id = $1 ORDER BY created_at DESC, id DESC";

impl Store {
    /// The client or principal with this client id, together with its secret of this id; absent where they do not belong together.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn token_client(
        &self,
        client_id: &ClientId,
        secret_id: &str,
    ) -> Result<Option<TokenClient>, StoreError> {
        const FIND: &str = "SELECT k.holder_id AS id, COALESCE(c.status, p.status) AS status, \
             COALESCE(c.grant_type, 'client_credentials') AS grant_type, e.name AS environment, e.audience, \
             (SELECT STRING_AGG(r.scope, ' ') FROM role_assignments a \
             JOIN api_role_scopes r ON r.api_role_id = a.api_role_id WHERE a.holder_id = s.holder_id) AS scope, \
             s.phc, s.version, s.expires_at, s.retired_at FROM client_secrets s \
             JOIN client_ids k ON k.holder_id = s.holder_id LEFT JOIN oauth_clients c ON c.id = s.holder_id \
             LEFT JOIN service_principals p ON p.id = s.holder_id \
             LEFT JOIN environments e ON e.id = p.environment_id WHERE s.id = $1 AND k.client_id = $2";
        let row: Option<TokenClientRow> = on_backend!(Store, self, pool => sqlx::query_as(FIND)
            .bind(secret_id)
            .bind(client_id.as_str())
            .fetch_optional(pool)
            .await)?;
        row.map(TokenClient::try_from).transpose()
    }

    /// The secrets of the client or principal with this primary key, newest first, with those that no longer count.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn client_secrets(&self, holder_id: &str) -> Result<Vec<StoredSecret>, StoreError> {
        Ok(on_backend!(Store, self, pool => sqlx::query_as(OF_HOLDER)
            .bind(holder_id)
            .fetch_all(pool)
            .await)?)
    }
}

impl Tx {
    /// See [`Store::client_secrets`].
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn client_secrets(&mut self, holder_id: &str) -> Result<Vec<StoredSecret>, StoreError> {
        Ok(on_backend!(Tx, self, conn => sqlx::query_as(OF_HOLDER)
            .bind(holder_id)
            .fetch_all(conn)
            .await)?)
    }

    /// Adds a secret to a client.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn add_client_secret(&mut self, secret: &NewClientSecret) -> Result<(), StoreError> {
        const INSERT: &str = "INSERT INTO client_secrets (id, holder_id, label, prefix, phc, version, \
             created_at) VALUES ($1, $2, $3, $4, $5, 1, $6)";
        on_backend!(Tx, self, conn => sqlx::query(INSERT)
            .bind(&secret.id)
            .bind(&secret.holder_id)
            .bind(&secret.label)
            .bind(&secret.prefix)
            .bind(&secret.phc)
            .bind(secret.created_at)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Sets from when a secret no longer counts, in place of an end set before.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn end_client_secret(&mut self, id: &str, expires_at: i64) -> Result<(), StoreError> {
        const END: &str = "UPDATE client_secrets SET expires_at = $2, version = version + 1 WHERE id = $1";
        on_backend!(Tx, self, conn => sqlx::query(END)
            .bind(id)
            .bind(expires_at)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Ends a secret for good: its hash is gone, the rest stays for people to see. Nothing is done to one that was
    /// retired before.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn retire_client_secret(&mut self, id: &str, now: i64) -> Result<(), StoreError> {
        const RETIRE: &str = "UPDATE client_secrets SET retired_at = $2, phc = '', version = version + 1 \
             WHERE id = $1 AND retired_at IS NULL";
        on_backend!(Tx, self, conn => sqlx::query(RETIRE)
            .bind(id)
            .bind(now)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Removes a secret, so that nothing is left to see.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn remove_client_secret(&mut self, id: &str) -> Result<(), StoreError> {
        const REMOVE: &str = "DELETE FROM client_secrets WHERE id = $1";
        on_backend!(Tx, self, conn => sqlx::query(REMOVE).bind(id).execute(conn).await.map(drop))?;
        Ok(())
    }

    /// Notes when and from where a secret was used; says whether it did: not where a later use is known, nor where there
    /// is no such secret any more.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn note_secret_use(
        &mut self,
        id: &str,
        at: i64,
        address: Option<&str>,
    ) -> Result<bool, StoreError> {
        const NOTE: &str = "UPDATE client_secrets SET last_used_at = $2, last_used_address = $3 \
             WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= $2)";
        self.note_use(NOTE, id, at, address).await
    }

    /// Runs a statement that notes a use of a secret or a key, unless a later one is known; says whether it did.
    pub(crate) async fn note_use(
        &mut self,
        note: &'static str,
        id: &str,
        at: i64,
        address: Option<&str>,
    ) -> Result<bool, StoreError> {
        let noted = on_backend!(Tx, self, conn => sqlx::query(note)
            .bind(id)
            .bind(at)
            .bind(address)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(noted == 1)
    }
}
