//! OAuth clients: the rows, and the two identifiers that must be unique. See `client_list` for the list.

use domain::{
    ClientId, ClientName, ClientType, Description, GrantType, OAuthClientDraft, PkceMethod, RedirectUri,
    Status, WebOrigin,
};
use serde_json::Value;

use crate::backend::on_backend;
use crate::error::Place;
use crate::statement::{Statement, Value as Bound};
use crate::{Store, StoreError, Tx};

mod removed;

pub use removed::ClientFields;

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

impl OAuthClient {
    /// What would be typed to make this client.
    pub fn draft(&self) -> OAuthClientDraft {
        OAuthClientDraft {
            client_name: self.name.as_str().to_owned(),
            client_id: self.client_id.as_str().to_owned(),
            client_type: self.client_type,
            grant_type: self.grant_type,
            redirect_uris: self.redirect_uris.iter().map(|uri| uri.as_str().to_owned()).collect(),
            web_origins: self.web_origins.iter().map(|origin| origin.as_str().to_owned()).collect(),
            pkce_code_challenge_method: self.pkce_method,
            description: self.description.as_ref().map_or_else(String::new, |text| text.as_str().to_owned()),
        }
    }
}

/// An OAuth client and what is going on with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredClient {
    /// The client.
    pub client: OAuthClient,
    /// Whether it is being provisioned into an identity provider.
    pub is_in_progress: bool,
}

/// Which of the identifiers of a client are in use already: one of them at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdentifiersTaken {
    /// Another OAuth client has this name, in this or another case.
    pub name: bool,
    /// Another client or principal has this client id.
    pub client_id: bool,
}

#[derive(sqlx::FromRow)]
pub(crate) struct OAuthClientRow {
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

#[derive(sqlx::FromRow)]
struct StoredClientRow {
    #[sqlx(flatten)]
    client: OAuthClientRow,
    is_in_progress: bool,
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
    /// The client with this client id.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn oauth_client(&self, client_id: &str) -> Result<Option<StoredClient>, StoreError> {
        const FIND: &str = "SELECT id, client_id, name, client_type, grant_type, redirect_uris, web_origins, \
             pkce_method, description, status, created_at, updated_at, version, \
             EXISTS (SELECT 1 FROM provisioning_requests p WHERE p.oauth_client_id = oauth_clients.id \
             AND p.state = 'in_progress') AS is_in_progress FROM oauth_clients WHERE client_id = $1";
        let row: Option<StoredClientRow> = on_backend!(Store, self, pool => sqlx::query_as(FIND)
            .bind(client_id)
            .fetch_optional(pool)
            .await)?;
        row.map(|row| Ok(StoredClient { client: row.client.try_into()?, is_in_progress: row.is_in_progress }))
            .transpose()
    }

    /// The clients with these primary keys, in no order. Those that are gone are left out.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn oauth_clients_with_ids(&self, ids: &[&str]) -> Result<Vec<OAuthClient>, StoreError> {
        let mut statement = Statement::new(
            "SELECT id, client_id, name, client_type, grant_type, redirect_uris, web_origins, pkce_method, \
             description, status, created_at, updated_at, version FROM oauth_clients WHERE id IN (",
        );
        for (number, id) in ids.iter().enumerate() {
            statement.push(if number == 0 { "" } else { ", " }).bind(Bound::Text(id));
        }
        statement.push(")");
        let rows: Vec<OAuthClientRow> = statement.rows(self).await?;
        rows.into_iter().map(OAuthClient::try_from).collect()
    }

    /// Whether a client has this name, in this or another case.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn is_client_name_taken(&self, name: &ClientName) -> Result<bool, StoreError> {
        Ok(on_backend!(Store, self, pool => sqlx::query_scalar(NAME_IS_TAKEN)
            .bind(name.key())
            .fetch_one(pool)
            .await)?)
    }
}

const NAME_IS_TAKEN: &str = "SELECT EXISTS (SELECT 1 FROM oauth_clients WHERE name_key = $1)";

impl Tx {
    /// The name of the client with this primary key.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn client_name(&mut self, id: &str) -> Result<Option<String>, StoreError> {
        const FIND: &str = "SELECT name FROM oauth_clients WHERE id = $1";
        Ok(on_backend!(Tx, self, conn => sqlx::query_scalar(FIND).bind(id).fetch_optional(conn).await)?)
    }

    /// Adds a client, unless its name or its client id is taken: then nothing may be committed, and all that is
    /// taken is said. Of two that arrive at once the second waits for the first.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn add_oauth_client(
        &mut self,
        client: &OAuthClient,
    ) -> Result<Result<(), IdentifiersTaken>, StoreError> {
        const INSERT: &str = "INSERT INTO oauth_clients (id, client_id, name, name_key, client_type, grant_type, \
             redirect_uris, web_origins, pkce_method, description, status, created_at, updated_at, version, \
             has_words) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, TRUE) \
             ON CONFLICT (name_key) DO NOTHING";

        if !self.reserve_client_id(&client.client_id, &client.id).await? {
            let name = on_backend!(Tx, self, conn => sqlx::query_scalar(NAME_IS_TAKEN)
                .bind(client.name.key())
                .fetch_one(conn)
                .await)?;
            return Ok(Err(IdentifiersTaken { name, client_id: true }));
        }
        if self.write_client(INSERT, client).await? == 0 {
            return Ok(Err(IdentifiersTaken { name: true, client_id: false }));
        }
        self.add_client_words(client).await?;
        self.add_client_origins(client).await?;
        Ok(Ok(()))
    }

    /// The client with this client id, which nobody else can change before this transaction ends: of two that want
    /// it the second waits for the first, and sees what it did.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn lock_oauth_client(&mut self, client_id: &str) -> Result<Option<StoredClient>, StoreError> {
        const LOCK: &str = "UPDATE oauth_clients SET version = version WHERE client_id = $1 \
             RETURNING id, client_id, name, client_type, grant_type, redirect_uris, web_origins, pkce_method, \
             description, status, created_at, updated_at, version";
        let row: Option<OAuthClientRow> = on_backend!(Tx, self, conn => sqlx::query_as(LOCK)
            .bind(client_id)
            .fetch_optional(conn)
            .await)?;
        let Some(row) = row else { return Ok(None) };
        let client = OAuthClient::try_from(row)?;
        // A statement of its own: Postgres would answer it in the one above as of before the wait.
        let is_in_progress = self.is_in_progress(&client.id).await?;
        Ok(Some(StoredClient { client, is_in_progress }))
    }

    /// Writes every field of a client but its client id and its creation time, the words it is found by and the origins
    /// it may be asked for by. Where its name is taken nothing may be committed.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn update_oauth_client(
        &mut self,
        client: &OAuthClient,
    ) -> Result<Result<(), IdentifiersTaken>, StoreError> {
        const UPDATE: &str = "UPDATE oauth_clients SET name = $3, name_key = $4, client_type = $5, grant_type = $6, \
             redirect_uris = $7, web_origins = $8, pkce_method = $9, description = $10, status = $11, \
             updated_at = $13, version = $14, has_words = TRUE WHERE id = $1";
        let updated = self.write_client(UPDATE, client).await;
        // The name is the only unique column that is written.
        if let Err(sqlx::Error::Database(cause)) = &updated
            && cause.is_unique_violation()
        {
            return Ok(Err(IdentifiersTaken { name: true, client_id: false }));
        }
        updated?;
        self.replace_client_words(client).await?;
        self.replace_client_origins(client).await?;
        Ok(Ok(()))
    }

    /// Runs a statement whose placeholders stand for a client's columns, for some of them at least; says how many rows it
    /// wrote.
    async fn write_client(&mut self, sql: &'static str, client: &OAuthClient) -> Result<u64, sqlx::Error> {
        on_backend!(Tx, self, conn => sqlx::query(sql)
            .bind(&client.id)
            .bind(client.client_id.as_str())
            .bind(client.name.as_str())
            .bind(client.name.key())
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
            .map(|done| done.rows_affected()))
    }

    /// Notes that something of a client changed that is none of its fields.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn touch_oauth_client(&mut self, id: &str, now: i64) -> Result<(), StoreError> {
        const TOUCH: &str = "UPDATE oauth_clients SET updated_at = $2 WHERE id = $1";
        on_backend!(Tx, self, conn => sqlx::query(TOUCH).bind(id).bind(now).execute(conn).await.map(drop))?;
        Ok(())
    }
}
