//! APIs and their scopes. Whatever is changed of an API, its roles included, is changed by who has locked its row.

use domain::{ScopeName, Scopes, Title};

use crate::backend::on_backend;
use crate::client_secrets::read_scopes;
use crate::error::{Place, unless_violated};
use crate::{Store, StoreError, Tx};

/// An API as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Api {
    /// Primary key.
    pub id: String,
    /// What people call it.
    pub name: Title,
    /// Its scopes.
    pub scopes: Scopes,
    /// Whether it is this server's own, which comes with it.
    pub is_built_in: bool,
    /// Epoch seconds.
    pub created_at: i64,
    /// Epoch seconds; absent until the first change.
    pub updated_at: Option<i64>,
    /// Counts the changes of its name and its scopes, from 1.
    pub version: i64,
}

/// What another API has of what one is to have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApiTaken {
    /// Whether another one has this name, in this or another case.
    pub name: bool,
    /// Each scope that another one has, and what that one is called.
    pub scopes: Vec<(ScopeName, String)>,
}

#[derive(sqlx::FromRow)]
struct ApiRow {
    id: String,
    name: String,
    #[sqlx(default)]
    scope: Option<String>,
    is_built_in: bool,
    created_at: i64,
    updated_at: Option<i64>,
    version: i64,
}

impl TryFrom<ApiRow> for Api {
    type Error = StoreError;

    fn try_from(row: ApiRow) -> Result<Self, StoreError> {
        let place = Place { table: "apis", id: &row.id };
        Ok(Self {
            name: Title::parse(&row.name).map_err(|_| place.corrupt("name"))?,
            scopes: read_scopes(row.scope.as_deref(), &place)?,
            is_built_in: row.is_built_in,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.version,
            id: row.id,
        })
    }
}

impl Store {
    /// Every API, by name.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn apis(&self) -> Result<Vec<Api>, StoreError> {
        const LIST: &str = "SELECT id, name, (SELECT STRING_AGG(s.scope, ' ') FROM api_scopes s \
             WHERE s.api_id = apis.id) AS scope, is_built_in, created_at, updated_at, version FROM apis ORDER BY name_key";
        let rows: Vec<ApiRow> = on_backend!(Store, self, pool => sqlx::query_as(LIST).fetch_all(pool).await)?;
        rows.into_iter().map(Api::try_from).collect()
    }

    /// Whether this server's own API is there.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn has_built_in_api(&self) -> Result<bool, StoreError> {
        const FIND: &str = "SELECT EXISTS (SELECT 1 FROM apis WHERE is_built_in)";
        Ok(on_backend!(Store, self, pool => sqlx::query_scalar(FIND).fetch_one(pool).await)?)
    }
}

impl Tx {
    /// Adds an API with its scopes, unless its name or one of its scopes is taken; says whether it did. If it did not,
    /// nothing may be committed. Of two that want the same at once the second waits for the first.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn add_api(&mut self, api: &Api) -> Result<bool, StoreError> {
        const INSERT: &str = "INSERT INTO apis (id, name, name_key, is_built_in, created_at, version) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
        let added = on_backend!(Tx, self, conn => sqlx::query(INSERT)
            .bind(&api.id)
            .bind(api.name.as_str())
            .bind(api.name.key())
            .bind(api.is_built_in)
            .bind(api.created_at)
            .bind(api.version)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(added == 1 && self.replace_api_scopes(&api.id, &Scopes::default(), &api.scopes).await?)
    }

    /// The API with this primary key, which nobody else can change before this transaction ends, nor add, change or remove
    /// one of its roles.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn lock_api(&mut self, id: &str) -> Result<Option<Api>, StoreError> {
        const LOCK: &str = "UPDATE apis SET version = version WHERE id = $1 \
             RETURNING id, name, is_built_in, created_at, updated_at, version";
        // A statement of its own: Postgres would answer it in the one above as of before the wait.
        const SCOPES: &str = "SELECT STRING_AGG(scope, ' ') FROM api_scopes WHERE api_id = $1";
        let row: Option<ApiRow> =
            on_backend!(Tx, self, conn => sqlx::query_as(LOCK).bind(id).fetch_optional(conn).await)?;
        let Some(row) = row else { return Ok(None) };
        let scope: Option<String> =
            on_backend!(Tx, self, conn => sqlx::query_scalar(SCOPES).bind(id).fetch_one(conn).await)?;
        Api::try_from(ApiRow { scope, ..row }).map(Some)
    }

    /// What another API has of what this one is to have.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn api_taken(&mut self, api: &Api) -> Result<ApiTaken, StoreError> {
        const NAME: &str = "SELECT EXISTS (SELECT 1 FROM apis WHERE name_key = $1 AND id <> $2)";
        const SCOPE: &str = "SELECT a.name FROM api_scopes s JOIN apis a ON a.id = s.api_id \
             WHERE s.scope = $1 AND s.api_id <> $2";
        let name = on_backend!(Tx, self, conn => sqlx::query_scalar(NAME)
            .bind(api.name.key())
            .bind(&api.id)
            .fetch_one(conn)
            .await)?;
        let mut taken = ApiTaken { name, scopes: Vec::new() };
        for scope in api.scopes.iter() {
            let holder: Option<String> = on_backend!(Tx, self, conn => sqlx::query_scalar(SCOPE)
                .bind(scope.as_str())
                .bind(&api.id)
                .fetch_optional(conn)
                .await)?;
            taken.scopes.extend(holder.map(|holder| (scope.clone(), holder)));
        }
        Ok(taken)
    }

    /// Writes the name and the scopes of an API that this transaction has locked as it was `before`, with when that was and
    /// as which version; says whether it did. Where another one was given any of them meanwhile it did not, and this
    /// transaction can only be dropped.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn update_api(&mut self, before: &Api, after: &Api) -> Result<bool, StoreError> {
        const UPDATE: &str =
            "UPDATE apis SET name = $2, name_key = $3, updated_at = $4, version = $5 WHERE id = $1";
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
            && self.replace_api_scopes(&after.id, &before.scopes, &after.scopes).await?)
    }

    /// Removes and adds scopes, all in one order, so that of two APIs that take them over from each other at once the
    /// second waits for the first. Says whether each was free.
    async fn replace_api_scopes(
        &mut self,
        id: &str,
        before: &Scopes,
        after: &Scopes,
    ) -> Result<bool, StoreError> {
        const REMOVE: &str = "DELETE FROM api_scopes WHERE api_id = $1 AND scope = $2";
        const ADD: &str =
            "INSERT INTO api_scopes (api_id, scope) VALUES ($1, $2) ON CONFLICT (scope) DO NOTHING";
        self.replace_scopes([REMOVE, ADD], id, before, after).await
    }

    /// Runs a statement for each scope that goes and one for each that comes, of an API or a role, all in one order. Says
    /// whether each wrote something, and stops at the first that did not.
    pub(crate) async fn replace_scopes(
        &mut self,
        [remove, add]: [&'static str; 2],
        id: &str,
        before: &Scopes,
        after: &Scopes,
    ) -> Result<bool, StoreError> {
        for scope in before.union(after).iter() {
            let statement = match (before.has(scope), after.has(scope)) {
                (true, false) => remove,
                (false, true) => add,
                (true, true) | (false, false) => continue,
            };
            let written = on_backend!(Tx, self, conn => sqlx::query(statement)
                .bind(id)
                .bind(scope.as_str())
                .execute(conn)
                .await
                .map(|done| done.rows_affected()))?;
            if written == 0 {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Removes an API that this transaction has locked, with its scopes and its roles, of which nobody may hold one.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn delete_api(&mut self, id: &str) -> Result<(), StoreError> {
        // First what is made of its scopes: they go with it.
        const DELETE_ROLES: &str = "DELETE FROM api_roles WHERE api_id = $1";
        const DELETE: &str = "DELETE FROM apis WHERE id = $1";
        for statement in [DELETE_ROLES, DELETE] {
            on_backend!(Tx, self, conn => sqlx::query(statement).bind(id).execute(conn).await.map(drop))?;
        }
        Ok(())
    }
}
