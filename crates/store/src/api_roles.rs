//! Roles of APIs: each a set of its API's scopes.

use domain::{Scopes, Title};

use crate::backend::on_backend;
use crate::client_secrets::read_scopes;
use crate::error::{Place, unless_violated};
use crate::{Store, StoreError, Tx};

/// A role as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiRole {
    /// Primary key.
    pub id: String,
    /// Primary key of its API; never another.
    pub api_id: String,
    /// What people call it.
    pub name: Title,
    /// What it allows.
    pub scopes: Scopes,
    /// How many clients and principals hold it.
    pub holders: i64,
    /// Epoch seconds.
    pub created_at: i64,
    /// Epoch seconds; absent until the first change.
    pub updated_at: Option<i64>,
    /// Counts the changes of its name and its scopes, from 1.
    pub version: i64,
}

#[derive(sqlx::FromRow)]
struct ApiRoleRow {
    id: String,
    api_id: String,
    name: String,
    scope: Option<String>,
    holders: i64,
    created_at: i64,
    updated_at: Option<i64>,
    version: i64,
}

impl TryFrom<ApiRoleRow> for ApiRole {
    type Error = StoreError;

    fn try_from(row: ApiRoleRow) -> Result<Self, StoreError> {
        let place = Place { table: "api_roles", id: &row.id };
        Ok(Self {
            name: Title::parse(&row.name).map_err(|_| place.corrupt("name"))?,
            scopes: read_scopes(row.scope.as_deref(), &place)?,
            holders: row.holders,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.version,
            api_id: row.api_id,
            id: row.id,
        })
    }
}

const EVERY: &str = "SELECT id, api_id, name, (SELECT STRING_AGG(s.scope, ' ') FROM api_role_scopes s \
     WHERE s.api_role_id = api_roles.id) AS scope, (SELECT COUNT(*) FROM role_assignments a \
     WHERE a.api_role_id = api_roles.id) AS holders, created_at, updated_at, version FROM api_roles \
     ORDER BY name_key, id";
const OF_API: &str = "SELECT id, api_id, name, (SELECT STRING_AGG(s.scope, ' ') FROM api_role_scopes s \
     WHERE s.api_role_id = api_roles.id) AS scope, (SELECT COUNT(*) FROM role_assignments a \
     WHERE a.api_role_id = api_roles.id) AS holders, created_at, updated_at, version FROM api_roles \
     WHERE api_id = $1 ORDER BY name_key";

impl Store {
    /// Every role of every API, by name.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn api_roles(&self) -> Result<Vec<ApiRole>, StoreError> {
        let rows: Vec<ApiRoleRow> =
            on_backend!(Store, self, pool => sqlx::query_as(EVERY).fetch_all(pool).await)?;
        rows.into_iter().map(ApiRole::try_from).collect()
    }
}

impl Tx {
    /// The roles of an API, by name.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn api_roles(&mut self, api_id: &str) -> Result<Vec<ApiRole>, StoreError> {
        let rows: Vec<ApiRoleRow> =
            on_backend!(Tx, self, conn => sqlx::query_as(OF_API).bind(api_id).fetch_all(conn).await)?;
        rows.into_iter().map(ApiRole::try_from).collect()
    }

    /// Primary key of the API that the role with this primary key is one of.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn api_of_role(&mut self, id: &str) -> Result<Option<String>, StoreError> {
        const FIND: &str = "SELECT api_id FROM api_roles WHERE id = $1";
        Ok(on_backend!(Tx, self, conn => sqlx::query_scalar(FIND).bind(id).fetch_optional(conn).await)?)
    }

    /// Adds a role to an API that this transaction has locked and that has its scopes, unless the API has another role of
    /// this name; says whether it did.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn add_api_role(&mut self, role: &ApiRole) -> Result<bool, StoreError> {
        const INSERT: &str = "INSERT INTO api_roles (id, api_id, name, name_key, created_at, version) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (api_id, name_key) DO NOTHING";
        let added = on_backend!(Tx, self, conn => sqlx::query(INSERT)
            .bind(&role.id)
            .bind(&role.api_id)
            .bind(role.name.as_str())
            .bind(role.name.key())
            .bind(role.created_at)
            .bind(role.version)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(added == 1 && self.replace_role_scopes(&role.id, &Scopes::default(), &role.scopes).await?)
    }

    /// Writes the name and the scopes of a role whose API this transaction has locked, and that was as it was `before`, with
    /// when that was and as which version; says whether it did. Where its API has another role of this name it did not,
    /// and this transaction can only be dropped.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn update_api_role(&mut self, before: &ApiRole, after: &ApiRole) -> Result<bool, StoreError> {
        const UPDATE: &str =
            "UPDATE api_roles SET name = $2, name_key = $3, updated_at = $4, version = $5 WHERE id = $1";
        let updated = on_backend!(Tx, self, conn => sqlx::query(UPDATE)
            .bind(&after.id)
            .bind(after.name.as_str())
            .bind(after.name.key())
            .bind(after.updated_at)
            .bind(after.version)
            .execute(conn)
            .await
            .map(drop));
        Ok(unless_violated(updated, |cause| cause.is_unique_violation())?
            && self.replace_role_scopes(&after.id, &before.scopes, &after.scopes).await?)
    }

    async fn replace_role_scopes(
        &mut self,
        id: &str,
        before: &Scopes,
        after: &Scopes,
    ) -> Result<bool, StoreError> {
        const REMOVE: &str = "DELETE FROM api_role_scopes WHERE api_role_id = $1 AND scope = $2";
        const ADD: &str = "INSERT INTO api_role_scopes (api_role_id, scope) VALUES ($1, $2)";
        self.replace_scopes([REMOVE, ADD], id, before, after).await
    }

    /// Removes a role whose API this transaction has locked, and that nobody may hold.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn delete_api_role(&mut self, id: &str) -> Result<(), StoreError> {
        const DELETE: &str = "DELETE FROM api_roles WHERE id = $1";
        on_backend!(Tx, self, conn => sqlx::query(DELETE).bind(id).execute(conn).await.map(drop))?;
        Ok(())
    }
}
