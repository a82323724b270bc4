//! Which roles clients and principals hold, at most one of each API.

use domain::{Scopes, Title};

use crate::backend::on_backend;
use crate::client_secrets::read_scopes;
use crate::error::Place;
use crate::statement::Statement;
use crate::{Holder, Store, StoreError, Tx};

/// A role that a client or principal holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldRole {
    /// Primary key of the API.
    pub api_id: String,
    /// What people call the API.
    pub api_name: Title,
    /// Primary key of the role.
    pub role_id: String,
    /// What people call the role.
    pub role_name: Title,
    /// What it allows.
    pub scopes: Scopes,
}

#[derive(sqlx::FromRow)]
struct HeldRoleRow {
    api_id: String,
    api_name: String,
    role_id: String,
    role_name: String,
    scope: Option<String>,
}

#[derive(sqlx::FromRow)]
struct HeldBy {
    holder_id: String,
    #[sqlx(flatten)]
    role: HeldRoleRow,
}

/// A role by its primary keys.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct FoundRole {
    /// Primary key of the API.
    pub api_id: String,
    /// Primary key of the role.
    pub role_id: String,
}

impl TryFrom<HeldRoleRow> for HeldRole {
    type Error = StoreError;

    fn try_from(row: HeldRoleRow) -> Result<Self, StoreError> {
        let api = Place { table: "apis", id: &row.api_id };
        let role = Place { table: "api_roles", id: &row.role_id };
        Ok(Self {
            api_name: Title::parse(&row.api_name).map_err(|_| api.corrupt("name"))?,
            role_name: Title::parse(&row.role_name).map_err(|_| role.corrupt("name"))?,
            scopes: read_scopes(row.scope.as_deref(), &role)?,
            api_id: row.api_id,
            role_id: row.role_id,
        })
    }
}

const OF_HOLDER: &str = "SELECT a.api_id, p.name AS api_name, r.id AS role_id, r.name AS role_name, \
     (SELECT STRING_AGG(s.scope, ' ') FROM api_role_scopes s WHERE s.api_role_id = r.id) AS scope \
     FROM role_assignments a JOIN apis p ON p.id = a.api_id JOIN api_roles r ON r.id = a.api_role_id \
     WHERE a.holder_id = $1 ORDER BY p.name_key";

impl Store {
    /// The roles of a client or principal, by the name of their API.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn roles_of_holder(&self, holder_id: &str) -> Result<Vec<HeldRole>, StoreError> {
        let rows: Vec<HeldRoleRow> = on_backend!(Store, self, pool => sqlx::query_as(OF_HOLDER)
            .bind(holder_id)
            .fetch_all(pool)
            .await)?;
        rows.into_iter().map(HeldRole::try_from).collect()
    }

    /// The roles of each of these clients and principals, by the name of their API, with who holds it. All by primary key.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn roles_of_holders(&self, holder_ids: &[&str]) -> Result<Vec<(String, HeldRole)>, StoreError> {
        if holder_ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut select = Statement::new(
            "SELECT a.holder_id, a.api_id, p.name AS api_name, r.id AS role_id, r.name AS role_name, \
             (SELECT STRING_AGG(s.scope, ' ') FROM api_role_scopes s WHERE s.api_role_id = r.id) AS scope \
             FROM role_assignments a JOIN apis p ON p.id = a.api_id JOIN api_roles r ON r.id = a.api_role_id \
             WHERE a.holder_id IN ",
        );
        let rows: Vec<HeldBy> = select.push_list(holder_ids).push(" ORDER BY p.name_key").rows(self).await?;
        rows.into_iter().map(|HeldBy { holder_id, role }| Ok((holder_id, role.try_into()?))).collect()
    }

    /// What the roles of a client or principal allow, by its primary key.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn scopes_of_holder(&self, holder_id: &str) -> Result<Scopes, StoreError> {
        const SCOPES: &str = "SELECT STRING_AGG(r.scope, ' ') FROM role_assignments a \
             JOIN api_role_scopes r ON r.api_role_id = a.api_role_id WHERE a.holder_id = $1";
        let scope: Option<String> = on_backend!(Store, self, pool => sqlx::query_scalar(SCOPES)
            .bind(holder_id)
            .fetch_one(pool)
            .await)?;
        read_scopes(scope.as_deref(), &Place { table: "role_assignments", id: holder_id })
    }
}

impl Tx {
    /// See [`Store::roles_of_holder`].
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn roles_of_holder(&mut self, holder_id: &str) -> Result<Vec<HeldRole>, StoreError> {
        let rows: Vec<HeldRoleRow> = on_backend!(Tx, self, conn => sqlx::query_as(OF_HOLDER)
            .bind(holder_id)
            .fetch_all(conn)
            .await)?;
        rows.into_iter().map(HeldRole::try_from).collect()
    }

    /// The role of this name of the API of this name, in this or another case.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn role_named(&mut self, api: &Title, role: &Title) -> Result<Option<FoundRole>, StoreError> {
        const FIND: &str = "SELECT r.api_id, r.id AS role_id FROM apis a JOIN api_roles r ON r.api_id = a.id \
             WHERE a.name_key = $1 AND r.name_key = $2";
        Ok(on_backend!(Tx, self, conn => sqlx::query_as(FIND)
            .bind(api.key())
            .bind(role.key())
            .fetch_optional(conn)
            .await)?)
    }

    /// Gives a client or principal that this transaction has locked a role, of which it has none of this API; the API is
    /// locked as well, and has this role.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn add_role_assignment(
        &mut self,
        holder: &Holder,
        api_id: &str,
        role_id: &str,
    ) -> Result<(), StoreError> {
        const ADD: &str = "INSERT INTO role_assignments (holder_id, api_id, api_role_id) VALUES ($1, $2, $3)";
        on_backend!(Tx, self, conn => sqlx::query(ADD)
            .bind(&holder.id)
            .bind(api_id)
            .bind(role_id)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Takes every role from a client or principal that this transaction has locked.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn remove_role_assignments(&mut self, holder: &Holder) -> Result<(), StoreError> {
        const REMOVE: &str = "DELETE FROM role_assignments WHERE holder_id = $1";
        on_backend!(Tx, self, conn => sqlx::query(REMOVE)
            .bind(&holder.id)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }
}
