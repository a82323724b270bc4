//! What a configuration names: everything at once to be written down, and single things by the names that people know.

use domain::{EnvironmentName, PublicKey};

use crate::backend::on_backend;
use crate::error::Place;
use crate::oauth_clients::OAuthClientRow;
use crate::service_principals::PrincipalRow;
use crate::{OAuthClient, Principal, PrincipalEnvironment, Store, StoreError, Tx};

/// A public key of a principal that may count still.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyOfPrincipal {
    /// The principal's primary key.
    pub service_principal_id: String,
    /// By what assertions name it.
    pub kid: String,
    /// The key itself.
    pub key: PublicKey,
    /// Epoch seconds from which it no longer counts; absent where no end is set.
    pub expires_at: Option<i64>,
}

/// A role that somebody holds, by its names.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct RoleOfHolder {
    /// Primary key of the client or principal.
    pub holder_id: String,
    /// What people call the API.
    pub api_name: String,
    /// What people call the role.
    pub role_name: String,
}

#[derive(sqlx::FromRow)]
struct KeyRow {
    id: String,
    service_principal_id: String,
    kid: String,
    public_jwk: String,
    expires_at: Option<i64>,
}

impl TryFrom<KeyRow> for KeyOfPrincipal {
    type Error = StoreError;

    fn try_from(row: KeyRow) -> Result<Self, StoreError> {
        let place = Place { table: "signing_credentials", id: &row.id };
        let keys = PublicKey::read(&row.public_jwk).map_err(|_| place.corrupt("public_jwk"))?;
        let key = keys.into_iter().next().ok_or_else(|| place.corrupt("public_jwk"))?.key;
        Ok(Self {
            service_principal_id: row.service_principal_id,
            kid: row.kid,
            key,
            expires_at: row.expires_at,
        })
    }
}

impl Store {
    /// Every OAuth client, at most so many of them.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn every_oauth_client(&self, at_most: i64) -> Result<Vec<OAuthClient>, StoreError> {
        const EVERY: &str = "SELECT id, client_id, name, client_type, grant_type, redirect_uris, web_origins, \
             pkce_method, description, status, created_at, updated_at, version FROM oauth_clients \
             ORDER BY client_id LIMIT $1";
        let rows: Vec<OAuthClientRow> =
            on_backend!(Store, self, pool => sqlx::query_as(EVERY).bind(at_most).fetch_all(pool).await)?;
        rows.into_iter().map(OAuthClient::try_from).collect()
    }

    /// Every service principal, at most so many of them.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn every_principal(&self, at_most: i64) -> Result<Vec<Principal>, StoreError> {
        const EVERY: &str = "SELECT p.id, p.client_id, p.name, p.security_type, p.environment_id, \
             e.name AS environment, e.audience, p.accepts_endpoint_audience, p.status, p.created_at, \
             p.updated_at, p.version FROM service_principals p JOIN environments e ON e.id = p.environment_id \
             ORDER BY p.client_id LIMIT $1";
        let rows: Vec<PrincipalRow> =
            on_backend!(Store, self, pool => sqlx::query_as(EVERY).bind(at_most).fetch_all(pool).await)?;
        rows.into_iter().map(Principal::try_from).collect()
    }

    /// Every public key that counts at `now`, oldest first.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn every_key(&self, now: i64) -> Result<Vec<KeyOfPrincipal>, StoreError> {
        const EVERY: &str = "SELECT id, service_principal_id, kid, public_jwk, expires_at \
             FROM signing_credentials WHERE retired_at IS NULL AND (expires_at IS NULL OR expires_at > $1) \
             ORDER BY created_at, id";
        let rows: Vec<KeyRow> =
            on_backend!(Store, self, pool => sqlx::query_as(EVERY).bind(now).fetch_all(pool).await)?;
        rows.into_iter().map(KeyOfPrincipal::try_from).collect()
    }

    /// Every role that somebody holds.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn every_role_held(&self) -> Result<Vec<RoleOfHolder>, StoreError> {
        const EVERY: &str = "SELECT a.holder_id, p.name AS api_name, r.name AS role_name FROM role_assignments a \
             JOIN apis p ON p.id = a.api_id JOIN api_roles r ON r.id = a.api_role_id";
        Ok(on_backend!(Store, self, pool => sqlx::query_as(EVERY).fetch_all(pool).await)?)
    }
}

impl Tx {
    /// The client id of the OAuth client whose name has this key.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn client_id_of_client(&mut self, name_key: &str) -> Result<Option<String>, StoreError> {
        const FIND: &str = "SELECT client_id FROM oauth_clients WHERE name_key = $1";
        Ok(on_backend!(Tx, self, conn => sqlx::query_scalar(FIND)
            .bind(name_key)
            .fetch_optional(conn)
            .await)?)
    }

    /// The client id of the principal in this environment whose name has this key.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn client_id_of_principal(
        &mut self,
        environment: &str,
        name_key: &str,
    ) -> Result<Option<String>, StoreError> {
        const FIND: &str = "SELECT p.client_id FROM service_principals p \
             JOIN environments e ON e.id = p.environment_id WHERE e.name = $1 AND p.name_key = $2";
        Ok(on_backend!(Tx, self, conn => sqlx::query_scalar(FIND)
            .bind(environment)
            .bind(name_key)
            .fetch_optional(conn)
            .await)?)
    }

    /// The client ids of every client and every principal, in order, at most so many of them.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn client_ids(&mut self, at_most: i64) -> Result<Vec<String>, StoreError> {
        const EVERY: &str = "SELECT client_id FROM client_ids ORDER BY client_id LIMIT $1";
        Ok(on_backend!(Tx, self, conn => sqlx::query_scalar(EVERY).bind(at_most).fetch_all(conn).await)?)
    }

    /// The environment of this name.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn environment_for_principal(
        &mut self,
        name: &EnvironmentName,
    ) -> Result<Option<PrincipalEnvironment>, StoreError> {
        const NAMED: &str = "SELECT id, audience FROM environments WHERE name = $1";
        Ok(on_backend!(Tx, self, conn => sqlx::query_as(NAMED)
            .bind(name.as_str())
            .fetch_optional(conn)
            .await)?)
    }

    /// The primary keys of all environments, in order.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn environment_ids(&mut self) -> Result<Vec<String>, StoreError> {
        const EVERY: &str = "SELECT id FROM environments ORDER BY id";
        Ok(on_backend!(Tx, self, conn => sqlx::query_scalar(EVERY).fetch_all(conn).await)?)
    }

    /// The primary keys of all APIs, in order.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn api_ids(&mut self) -> Result<Vec<String>, StoreError> {
        const EVERY: &str = "SELECT id FROM apis ORDER BY id";
        Ok(on_backend!(Tx, self, conn => sqlx::query_scalar(EVERY).fetch_all(conn).await)?)
    }
}
