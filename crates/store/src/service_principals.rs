//! Service principals: the rows, and the name that must be unique in an environment. See `list` for the list.

use domain::{ClientId, EnvironmentName, PrincipalName, SecurityType, Status};

use crate::backend::on_backend;
use crate::{Store, StoreError, Tx};
pub(crate) use rows::PrincipalRow;

mod list;
mod rows;
mod words;

pub use list::{PrincipalPlace, PrincipalPosition, PrincipalQuery, PrincipalRows};

/// A service principal as it is stored, with what its environment is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    /// Primary key; names it in the audit trail.
    pub id: String,
    /// The `client_id` of RFC 6749 §2.2.
    pub client_id: ClientId,
    /// The name people know it by.
    pub name: PrincipalName,
    /// How it proves who it is.
    pub security_type: SecurityType,
    /// Primary key of its environment.
    pub environment_id: String,
    /// Where it lives.
    pub environment: EnvironmentName,
    /// For whom its tokens are.
    pub audience: String,
    /// Whether its assertions may name the token endpoint as their audience.
    pub accepts_endpoint_audience: bool,
    /// Whether it may obtain tokens.
    pub status: Status,
    /// Epoch seconds.
    pub created_at: i64,
    /// Epoch seconds; absent until the first change.
    pub updated_at: Option<i64>,
    /// Counts the changes of its fields and status, from 1.
    pub version: i64,
}

/// Why a principal was not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrincipalConflict {
    /// Another principal in its environment has this name, in this or another case.
    NameTaken,
    /// Its environment was removed.
    EnvironmentGone,
    /// Another client or principal has its client id.
    ClientIdTaken,
}

/// An environment as a principal that comes to live in it needs it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PrincipalEnvironment {
    /// Primary key.
    pub id: String,
    /// For whom its tokens are.
    pub audience: String,
}

const FIND: &str = "SELECT p.id, p.client_id, p.name, p.security_type, p.environment_id, \
     e.name AS environment, e.audience, p.accepts_endpoint_audience, p.status, p.created_at, p.updated_at, \
     p.version FROM service_principals p JOIN environments e ON e.id = p.environment_id \
     WHERE p.client_id = $1";

impl Store {
    /// The principal with this client id.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn principal(&self, client_id: &str) -> Result<Option<Principal>, StoreError> {
        let row: Option<PrincipalRow> = on_backend!(Store, self, pool => sqlx::query_as(FIND)
            .bind(client_id)
            .fetch_optional(pool)
            .await)?;
        row.map(Principal::try_from).transpose()
    }

    /// The environment of this name.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn environment_for_principal(
        &self,
        name: &EnvironmentName,
    ) -> Result<Option<PrincipalEnvironment>, StoreError> {
        const NAMED: &str = "SELECT id, audience FROM environments WHERE name = $1";
        Ok(on_backend!(Store, self, pool => sqlx::query_as(NAMED)
            .bind(name.as_str())
            .fetch_optional(pool)
            .await)?)
    }
}

impl Tx {
    /// Adds a principal. After a conflict nothing may be committed. Of two that want one name at once the second waits for
    /// the first.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn add_principal(
        &mut self,
        principal: &Principal,
    ) -> Result<Result<(), PrincipalConflict>, StoreError> {
        const INSERT: &str = "INSERT INTO service_principals (id, client_id, name, name_key, security_type, \
             environment_id, accepts_endpoint_audience, status, created_at, updated_at, version) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
             ON CONFLICT (environment_id, name_key) DO NOTHING";
        if !self.reserve_client_id(&principal.client_id, &principal.id).await? {
            return Ok(Err(PrincipalConflict::ClientIdTaken));
        }
        let inserted = on_backend!(Tx, self, conn => sqlx::query(INSERT)
            .bind(&principal.id)
            .bind(principal.client_id.as_str())
            .bind(principal.name.as_str())
            .bind(principal.name.key())
            .bind(principal.security_type.as_str())
            .bind(&principal.environment_id)
            .bind(principal.accepts_endpoint_audience)
            .bind(principal.status.as_str())
            .bind(principal.created_at)
            .bind(principal.updated_at)
            .bind(principal.version)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()));
        match inserted {
            // The client id was reserved in this transaction: the other reference is to the environment.
            Err(sqlx::Error::Database(cause)) if cause.is_foreign_key_violation() => {
                Ok(Err(PrincipalConflict::EnvironmentGone))
            }
            Err(error) => Err(error.into()),
            Ok(0) => Ok(Err(PrincipalConflict::NameTaken)),
            Ok(_) => Ok(Ok(self.add_principal_words(principal).await?)),
        }
    }

    /// The principal with this client id, which nobody else can change before this transaction ends: of two that want
    /// it the second waits for the first, and sees what it did.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn lock_principal(&mut self, client_id: &str) -> Result<Option<Principal>, StoreError> {
        const LOCK: &str = "UPDATE service_principals SET version = version WHERE client_id = $1";
        on_backend!(Tx, self, conn => sqlx::query(LOCK).bind(client_id).execute(conn).await.map(drop))?;
        let row: Option<PrincipalRow> =
            on_backend!(Tx, self, conn => sqlx::query_as(FIND).bind(client_id).fetch_optional(conn).await)?;
        row.map(Principal::try_from).transpose()
    }

    /// Writes what of a principal can be edited, and the words it is found by. Where its name is taken nothing may be
    /// committed.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn update_principal(
        &mut self,
        principal: &Principal,
    ) -> Result<Result<(), PrincipalConflict>, StoreError> {
        const UPDATE: &str = "UPDATE service_principals SET name = $2, name_key = $3, \
             accepts_endpoint_audience = $4, updated_at = $5, version = $6 WHERE id = $1";
        let updated = on_backend!(Tx, self, conn => sqlx::query(UPDATE)
            .bind(&principal.id)
            .bind(principal.name.as_str())
            .bind(principal.name.key())
            .bind(principal.accepts_endpoint_audience)
            .bind(principal.updated_at)
            .bind(principal.version)
            .execute(conn)
            .await
            .map(drop));
        // The name is the only unique column that is written.
        if let Err(sqlx::Error::Database(cause)) = &updated
            && cause.is_unique_violation()
        {
            return Ok(Err(PrincipalConflict::NameTaken));
        }
        updated?;
        Ok(Ok(self.replace_principal_words(principal).await?))
    }

    /// Notes that something of a principal changed that is none of its fields.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn touch_principal(&mut self, id: &str, now: i64) -> Result<(), StoreError> {
        const TOUCH: &str = "UPDATE service_principals SET updated_at = $2 WHERE id = $1";
        on_backend!(Tx, self, conn => sqlx::query(TOUCH).bind(id).bind(now).execute(conn).await.map(drop))?;
        Ok(())
    }
}
