//! What the token service needs to know of a service principal that signs; see `signing_credentials` for its keys.

use domain::{Scopes, Status};

use crate::backend::on_backend;
use crate::client_secrets::read_scopes;
use crate::error::Place;
use crate::{Store, StoreError, TokenEnvironment};

/// A service principal that proves who it is with what it signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SigningPrincipal {
    /// Primary key.
    pub id: String,
    /// Whether it may obtain tokens.
    pub status: Status,
    /// Where it lives.
    pub environment: TokenEnvironment,
    /// What its roles allow.
    pub granted: Scopes,
    /// Whether its assertions may name the token endpoint as their audience.
    pub accepts_endpoint_audience: bool,
}

#[derive(sqlx::FromRow)]
struct SigningPrincipalRow {
    id: String,
    status: String,
    environment: String,
    audience: String,
    scope: Option<String>,
    accepts_endpoint_audience: bool,
}

impl TryFrom<SigningPrincipalRow> for SigningPrincipal {
    type Error = StoreError;

    fn try_from(row: SigningPrincipalRow) -> Result<Self, StoreError> {
        let place = Place { table: "service_principals", id: &row.id };
        Ok(Self {
            status: Status::parse(&row.status).ok_or_else(|| place.corrupt("status"))?,
            environment: TokenEnvironment::read(&row.environment, &row.audience, &place)?,
            granted: read_scopes(row.scope.as_deref(), &place)?,
            accepts_endpoint_audience: row.accepts_endpoint_audience,
            id: row.id,
        })
    }
}

impl Store {
    /// The principal with this client id, if it is one that signs.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn signing_principal(&self, client_id: &str) -> Result<Option<SigningPrincipal>, StoreError> {
        const FIND: &str = "SELECT p.id, p.status, e.name AS environment, e.audience, \
             (SELECT STRING_AGG(r.scope, ' ') FROM role_assignments a \
             JOIN api_role_scopes r ON r.api_role_id = a.api_role_id WHERE a.holder_id = p.id) AS scope, \
             p.accepts_endpoint_audience FROM service_principals p \
             JOIN environments e ON e.id = p.environment_id \
             WHERE p.client_id = $1 AND p.security_type = 'signed_jwt'";
        let row: Option<SigningPrincipalRow> = on_backend!(Store, self, pool => sqlx::query_as(FIND)
            .bind(client_id)
            .fetch_optional(pool)
            .await)?;
        row.map(SigningPrincipal::try_from).transpose()
    }
}
