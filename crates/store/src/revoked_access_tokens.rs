//! What decides whether an access token still counts, beside its own claims: one read for one token.

use domain::{EnvironmentName, Status};

use crate::backend::on_backend;
use crate::error::Place;
use crate::{PortalUser, Store, StoreError};

/// An access token, by what its claims say.
#[derive(Clone, Copy, Debug)]
pub struct AccessTokenName<'a> {
    /// The token itself.
    pub jti: &'a str,
    /// The client or principal it was issued to.
    pub client_id: &'a str,
    /// The grant it came from.
    pub grant_id: Option<&'a str>,
}

/// How the client or principal, the grant and the person of an access token stand now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessTokenStanding {
    /// Primary key of the client or principal.
    pub holder_id: String,
    /// Whether the client or principal may obtain tokens.
    pub client_status: Status,
    /// Epoch seconds at which it was made.
    pub client_created_at: i64,
    /// Where a principal lives; an OAuth client lives nowhere in particular.
    pub environment: Option<EnvironmentName>,
    /// Whether the token was given back.
    pub is_revoked: bool,
    /// Whom the grant is for, unless it was revoked; absent, too, where the token came from none.
    pub user: Option<PortalUser>,
}

#[derive(sqlx::FromRow)]
struct StandingRow {
    id: String,
    client_status: String,
    client_created_at: i64,
    environment: Option<String>,
    is_revoked: bool,
    user_id: Option<String>,
    email: Option<String>,
    role: Option<String>,
    status: Option<String>,
}

impl TryFrom<StandingRow> for AccessTokenStanding {
    type Error = StoreError;

    fn try_from(row: StandingRow) -> Result<Self, StoreError> {
        let place = Place { table: "client_ids", id: &row.id };
        let client_status = Status::parse(&row.client_status).ok_or_else(|| place.corrupt("status"))?;
        let environment = row.environment.as_deref().map(EnvironmentName::parse).transpose();
        let environment = environment.map_err(|_| place.corrupt("environment"))?;
        let user = match (row.user_id, row.email, row.role, row.status) {
            (Some(id), Some(email), Some(role), Some(status)) => {
                Some(PortalUser::read(id, &email, &role, &status)?)
            }
            // None of the columns can be empty, unless there is no row.
            (..) => None,
        };
        Ok(Self {
            holder_id: row.id,
            client_status,
            client_created_at: row.client_created_at,
            environment,
            is_revoked: row.is_revoked,
            user,
        })
    }
}

impl Store {
    /// How an access token stands; absent where its client or principal is gone.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn access_token_standing(
        &self,
        token: AccessTokenName<'_>,
    ) -> Result<Option<AccessTokenStanding>, StoreError> {
        const FIND: &str = "SELECT k.holder_id AS id, COALESCE(c.status, p.status) AS client_status, \
             COALESCE(c.created_at, p.created_at) AS client_created_at, e.name AS environment, \
             EXISTS (SELECT 1 FROM revoked_access_tokens r WHERE r.jti = $2) AS is_revoked, u.id AS user_id, \
             u.email, u.role, u.status FROM client_ids k \
             LEFT JOIN oauth_clients c ON c.id = k.holder_id \
             LEFT JOIN service_principals p ON p.id = k.holder_id \
             LEFT JOIN environments e ON e.id = p.environment_id \
             LEFT JOIN token_grants g ON g.id = $3 AND g.oauth_client_id = c.id AND g.revoked_at IS NULL \
             LEFT JOIN portal_users u ON u.id = g.portal_user_id \
             WHERE k.client_id = $1 AND k.holder_id IN (c.id, p.id)";
        let row: Option<StandingRow> = on_backend!(Store, self, pool => sqlx::query_as(FIND)
            .bind(token.client_id)
            .bind(token.jti)
            .bind(token.grant_id)
            .fetch_optional(pool)
            .await)?;
        row.map(AccessTokenStanding::try_from).transpose()
    }

    /// Has an access token count no longer; it is remembered until it would have expired by itself.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn revoke_access_token(&self, jti: &str, expires_at: i64) -> Result<(), StoreError> {
        const INSERT: &str = "INSERT INTO revoked_access_tokens (jti, expires_at) VALUES ($1, $2) \
             ON CONFLICT (jti) DO NOTHING";
        on_backend!(Write, self, pool => sqlx::query(INSERT)
            .bind(jti)
            .bind(expires_at)
            .execute(pool)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Forgets the revoked access tokens that expired by `now`; says how many.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn remove_expired_revocations(&self, now: i64) -> Result<u64, StoreError> {
        const DELETE: &str = "DELETE FROM revoked_access_tokens WHERE expires_at <= $1";
        Ok(on_backend!(Write, self, pool => sqlx::query(DELETE)
            .bind(now)
            .execute(pool)
            .await
            .map(|done| done.rows_affected()))?)
    }
}
