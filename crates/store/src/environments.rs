//! Environments: where service principals live.

use domain::{Audience, EnvironmentName};

use crate::backend::on_backend;
use crate::error::{Place, unless_violated};
use crate::{Store, StoreError, Tx};

/// An environment as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Environment {
    /// Primary key.
    pub id: String,
    /// Its name, as it stands in tokens.
    pub name: EnvironmentName,
    /// For whom its tokens are.
    pub audience: Audience,
    /// Epoch seconds.
    pub created_at: i64,
    /// Epoch seconds; absent until the first change.
    pub updated_at: Option<i64>,
    /// Counts the changes, from 1.
    pub version: i64,
}

/// An environment, and how much is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedEnvironment {
    /// The environment.
    pub environment: Environment,
    /// How many principals live in it.
    pub principals: i64,
}

/// Which of the two values that no other environment may have are in use already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct EnvironmentTaken {
    /// Another environment has this name.
    pub name: bool,
    /// Another environment has this audience.
    pub audience: bool,
}

impl EnvironmentTaken {
    /// Whether either is.
    pub fn is_any(self) -> bool {
        self.name || self.audience
    }
}

#[derive(sqlx::FromRow)]
struct EnvironmentRow {
    id: String,
    name: String,
    audience: String,
    created_at: i64,
    updated_at: Option<i64>,
    version: i64,
}

#[derive(sqlx::FromRow)]
struct ListedRow {
    #[sqlx(flatten)]
    environment: EnvironmentRow,
    principals: i64,
}

impl TryFrom<EnvironmentRow> for Environment {
    type Error = StoreError;

    fn try_from(row: EnvironmentRow) -> Result<Self, StoreError> {
        let place = Place { table: "environments", id: &row.id };
        Ok(Self {
            name: EnvironmentName::parse(&row.name).map_err(|_| place.corrupt("name"))?,
            audience: Audience::parse(&row.audience).map_err(|_| place.corrupt("audience"))?,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.version,
            id: row.id,
        })
    }
}

impl Store {
    /// Whether there is any environment.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn has_environments(&self) -> Result<bool, StoreError> {
        const ANY: &str = "SELECT EXISTS (SELECT 1 FROM environments)";
        Ok(on_backend!(Store, self, pool => sqlx::query_scalar(ANY).fetch_one(pool).await)?)
    }

    /// Every environment, by name.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn environments(&self) -> Result<Vec<ListedEnvironment>, StoreError> {
        const LIST: &str = "SELECT id, name, audience, created_at, updated_at, version, \
             (SELECT COUNT(*) FROM service_principals p WHERE p.environment_id = environments.id) AS principals \
             FROM environments ORDER BY name";
        let rows: Vec<ListedRow> =
            on_backend!(Store, self, pool => sqlx::query_as(LIST).fetch_all(pool).await)?;
        let read = |row: ListedRow| {
            Ok(ListedEnvironment { environment: row.environment.try_into()?, principals: row.principals })
        };
        rows.into_iter().map(read).collect()
    }
}

impl Tx {
    /// Adds an environment, unless its name or its audience is taken; says whether it did. Of two that want the same at
    /// once the second waits for the first.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn add_environment(&mut self, environment: &Environment) -> Result<bool, StoreError> {
        const INSERT: &str = "INSERT INTO environments (id, name, audience, created_at, version) \
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
        let added = on_backend!(Tx, self, conn => sqlx::query(INSERT)
            .bind(&environment.id)
            .bind(environment.name.as_str())
            .bind(environment.audience.as_str())
            .bind(environment.created_at)
            .bind(environment.version)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(added == 1)
    }

    /// The environment with this primary key, which nobody else can change before this transaction ends.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn lock_environment(&mut self, id: &str) -> Result<Option<Environment>, StoreError> {
        const LOCK: &str = "UPDATE environments SET version = version WHERE id = $1 \
             RETURNING id, name, audience, created_at, updated_at, version";
        let row: Option<EnvironmentRow> =
            on_backend!(Tx, self, conn => sqlx::query_as(LOCK).bind(id).fetch_optional(conn).await)?;
        row.map(Environment::try_from).transpose()
    }

    /// Which of the two values of an environment another one has.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn environment_taken(
        &mut self,
        environment: &Environment,
    ) -> Result<EnvironmentTaken, StoreError> {
        const TAKEN: &str = "SELECT EXISTS (SELECT 1 FROM environments WHERE name = $1 AND id <> $3) AS name, \
             EXISTS (SELECT 1 FROM environments WHERE audience = $2 AND id <> $3) AS audience";
        Ok(on_backend!(Tx, self, conn => sqlx::query_as(TAKEN)
            .bind(environment.name.as_str())
            .bind(environment.audience.as_str())
            .bind(&environment.id)
            .fetch_one(conn)
            .await)?)
    }

    /// Writes the name and the audience of an environment, with when that was and as which version; says whether it did. Where
    /// another one was given either of them meanwhile it did not, and this transaction can only be dropped.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn update_environment(&mut self, environment: &Environment) -> Result<bool, StoreError> {
        const UPDATE: &str = "UPDATE environments SET name = $2, audience = $3, updated_at = $4, version = $5 \
             WHERE id = $1";
        let updated = on_backend!(Tx, self, conn => sqlx::query(UPDATE)
            .bind(&environment.id)
            .bind(environment.name.as_str())
            .bind(environment.audience.as_str())
            .bind(environment.updated_at)
            .bind(environment.version)
            .execute(conn)
            .await
            .map(drop));
        unless_violated(updated, |cause| cause.is_unique_violation())
    }

    /// How many principals live in an environment.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn principals_in(&mut self, environment_id: &str) -> Result<i64, StoreError> {
        const COUNT: &str = "SELECT COUNT(*) FROM service_principals WHERE environment_id = $1";
        Ok(on_backend!(Tx, self, conn => sqlx::query_scalar(COUNT)
            .bind(environment_id)
            .fetch_one(conn)
            .await)?)
    }

    /// Removes an environment; says whether it did. Where a principal has come to live in it meanwhile it did not, and this
    /// transaction can only be dropped.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn delete_environment(&mut self, id: &str) -> Result<bool, StoreError> {
        const DELETE: &str = "DELETE FROM environments WHERE id = $1";
        let deleted =
            on_backend!(Tx, self, conn => sqlx::query(DELETE).bind(id).execute(conn).await.map(drop));
        unless_violated(deleted, |cause| cause.is_foreign_key_violation())
    }
}
