//! What the roles of a client or principal allow it, API by API.

use domain::{Scopes, Title};

use crate::backend::on_backend;
use crate::client_secrets::read_scopes;
use crate::error::Place;
use crate::{Store, StoreError};

/// What may be done at one API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiAccess {
    /// What people call the API.
    pub api: Title,
    /// The scopes of the API that allow it; at least one.
    pub scopes: Scopes,
}

#[derive(sqlx::FromRow)]
struct ApiAccessRow {
    id: String,
    name: String,
    scope: Option<String>,
}

impl TryFrom<ApiAccessRow> for ApiAccess {
    type Error = StoreError;

    fn try_from(row: ApiAccessRow) -> Result<Self, StoreError> {
        let place = Place { table: "apis", id: &row.id };
        Ok(Self {
            api: Title::parse(&row.name).map_err(|_| place.corrupt("name"))?,
            scopes: read_scopes(row.scope.as_deref(), &place)?,
        })
    }
}

impl Store {
    /// What the roles of a client or principal allow, by its primary key; in the order of the APIs' names.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn access_to_apis(&self, holder_id: &str) -> Result<Vec<ApiAccess>, StoreError> {
        const OF_HOLDER: &str = "SELECT p.id, p.name, STRING_AGG(r.scope, ' ') AS scope \
             FROM role_assignments a JOIN apis p ON p.id = a.api_id \
             JOIN api_role_scopes r ON r.api_role_id = a.api_role_id \
             WHERE a.holder_id = $1 GROUP BY p.id, p.name, p.name_key ORDER BY p.name_key";
        let rows: Vec<ApiAccessRow> = on_backend!(Store, self, pool => sqlx::query_as(OF_HOLDER)
            .bind(holder_id)
            .fetch_all(pool)
            .await)?;
        rows.into_iter().map(ApiAccess::try_from).collect()
    }
}
