//! OAuth clients: the rows, the two identifiers that must be unique, and the list.

use domain::{
    ClientId, ClientName, ClientType, Description, GrantType, PkceMethod, RedirectUri, Status, WebOrigin,
};
use serde_json::Value;

use crate::backend::on_backend;
use crate::error::Place;
use crate::{Store, StoreError, Tx};

/// An OAuth client as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OAuthClient {
    /// Primary key; never shown.
    pub id: String,
    /// The `client_id` of RFC 6749 §2.2.
    pub client_id: ClientId,
    /// The name people know it by.
    pub name: ClientName,
    /// Confidential or Public (RFC 6749 §2.1).
    pub client_type: ClientType,
    /// How it obtains tokens.
    pub grant_type: GrantType,
    /// Where answers to authorization requests may go.
    pub redirect_uris: Vec<RedirectUri>,
    /// Which web pages may read the token service's answers.
    pub web_origins: Vec<WebOrigin>,
    /// The PKCE method (RFC 7636 §4.2) a Public client must use.
    pub pkce_method: Option<PkceMethod>,
    /// What people wrote about it.
    pub description: Option<Description>,
    /// Whether it may obtain tokens.
    pub status: Status,
    /// Epoch seconds.
    pub created_at: i64,
    /// Epoch seconds; absent until the first change.
    pub updated_at: Option<i64>,
    /// Counts the changes, from 1.
    pub version: i64,
}

/// A place in the list, newest first: the row after which a page starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientPosition {
    /// Creation time of the row before the page, epoch seconds.
    pub created_at: i64,
    /// Primary key of the row before the page.
    pub id: String,
}

/// Which of the identifiers of a new client are in use already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdentifiersTaken {
    /// Another OAuth client has this name, in this or another case.
    pub name: bool,
    /// Another client or principal has this client id.
    pub client_id: bool,
}

#[derive(sqlx::FromRow)]
struct OAuthClientRow {
    id: String,
    client_id: String,
    name: String,
    client_type: String,
    grant_type: String,
    redirect_uris: String,
    web_origins: String,
    pkce_method: Option<String>,
    description: Option<String>,
    status: String,
    created_at: i64,
    updated_at: Option<i64>,
    version: i64,
}

impl TryFrom<OAuthClientRow> for OAuthClient {
    type Error = StoreError;

    fn try_from(row: OAuthClientRow) -> Result<Self, StoreError> {
        let place = Place { table: "oauth_clients", id: &row.id };
        let uris = strings(&row.redirect_uris).ok_or_else(|| place.corrupt("redirect_uris"))?;
        let origins = strings(&row.web_origins).ok_or_else(|| place.corrupt("web_origins"))?;
        Ok(Self {
            client_id: ClientId::parse(&row.client_id).map_err(|_| place.corrupt("client_id"))?,
            name: ClientName::parse(&row.name).map_err(|_| place.corrupt("name"))?,
            client_type: ClientType::parse(&row.client_type).ok_or_else(|| place.corrupt("client_type"))?,
            grant_type: GrantType::parse(&row.grant_type).ok_or_else(|| place.corrupt("grant_type"))?,
            redirect_uris: uris
                .iter()
                .map(|uri| RedirectUri::parse(uri).map_err(|_| place.corrupt("redirect_uris")))
                .collect::<Result<_, _>>()?,
            web_origins: origins
                .iter()
                .map(|origin| WebOrigin::parse(origin).map_err(|_| place.corrupt("web_origins")))
                .collect::<Result<_, _>>()?,
            pkce_method: row
                .pkce_method
                .map(|method| PkceMethod::parse(&method).ok_or_else(|| place.corrupt("pkce_method")))
                .transpose()?,
            description: row
                .description
                .map(|text| Description::parse(&text).map_err(|_| place.corrupt("description")))
                .transpose()?,
            status: Status::parse(&row.status).ok_or_else(|| place.corrupt("status"))?,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.version,
            id: row.id,
        })
    }
}

fn strings(json: &str) -> Option<Vec<String>> {
    serde_json::from_str(json).ok()
}

fn json<'a>(values: impl Iterator<Item = &'a str>) -> String {
    Value::Array(values.map(Value::from).collect()).to_string()
}

impl Store {
    /// At most `limit` clients, newest first, from after `position` or from the start.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn oauth_clients(
        &self,
        position: Option<&ClientPosition>,
        limit: u16,
    ) -> Result<Vec<OAuthClient>, StoreError> {
        const LIST: &str = "SELECT id, client_id, name, client_type, grant_type, redirect_uris, web_origins, \
             pkce_method, description, status, created_at, updated_at, version FROM oauth_clients \
             WHERE (created_at, id) < ($1, $2) ORDER BY created_at DESC, id DESC LIMIT $3";
        let (created_at, id) = position.map_or((i64::MAX, ""), |after| (after.created_at, after.id.as_str()));
        let rows: Vec<OAuthClientRow> = on_backend!(Store, self, pool => sqlx::query_as(LIST)
            .bind(created_at)
            .bind(id)
            .bind(i64::from(limit))
            .fetch_all(pool)
            .await)?;
        rows.into_iter().map(OAuthClient::try_from).collect()
    }
}

impl Tx {
    /// Adds a client, unless its name or its client id is taken: then nothing may be committed, and all that is
    /// taken is said. Of two that arrive at once the second waits for the first.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn add_oauth_client(
        &mut self,
        client: &OAuthClient,
    ) -> Result<Result<(), IdentifiersTaken>, StoreError> {
        const RESERVE: &str =
            "INSERT INTO client_ids (client_id) VALUES ($1) ON CONFLICT (client_id) DO NOTHING";
        const INSERT: &str = "INSERT INTO oauth_clients (id, client_id, name, name_key, client_type, grant_type, \
             redirect_uris, web_origins, pkce_method, description, status, created_at, updated_at, version) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING";
        const NAME_IS_TAKEN: &str = "SELECT EXISTS (SELECT 1 FROM oauth_clients WHERE name_key = $1)";

        let name_key = client.name.key();
        let reserved = on_backend!(Tx, self, conn => sqlx::query(RESERVE)
            .bind(client.client_id.as_str())
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?
            == 1;
        let inserted = reserved
            && on_backend!(Tx, self, conn => sqlx::query(INSERT)
                .bind(&client.id)
                .bind(client.client_id.as_str())
                .bind(client.name.as_str())
                .bind(&name_key)
                .bind(client.client_type.as_str())
                .bind(client.grant_type.as_str())
                .bind(json(client.redirect_uris.iter().map(RedirectUri::as_str)))
                .bind(json(client.web_origins.iter().map(WebOrigin::as_str)))
                .bind(client.pkce_method.map(PkceMethod::as_str))
                .bind(client.description.as_ref().map(Description::as_str))
                .bind(client.status.as_str())
                .bind(client.created_at)
                .bind(client.updated_at)
                .bind(client.version)
                .execute(conn)
                .await
                .map(|done| done.rows_affected()))?
                == 1;
        if inserted {
            return Ok(Ok(()));
        }
        let name_is_taken: bool = on_backend!(Tx, self, conn => sqlx::query_scalar(NAME_IS_TAKEN)
            .bind(&name_key)
            .fetch_one(conn)
            .await)?;
        Ok(Err(IdentifiersTaken { name: name_is_taken, client_id: !reserved }))
    }
}
