//! Clients of which only the name and the status are read: what is stored can be disabled, enabled and removed, whether
//! or not the rules of this version would allow the rest of it.

use domain::{Description, PkceMethod, RedirectUri, Status, WebOrigin};

use super::{OAuthClient, OAuthClientRow, strings};
use crate::backend::on_backend;
use crate::error::Place;
use crate::{Store, StoreError, Tx};

/// An OAuth client by its identifiers and its status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadClient {
    /// Primary key; never shown.
    pub id: String,
    /// The `client_id` of RFC 6749 §2.2.
    pub client_id: String,
    /// The name people know it by.
    pub name: String,
    /// Whether it may obtain tokens.
    pub status: Status,
    /// Whether it is being provisioned into an identity provider.
    pub is_in_progress: bool,
}

/// The fields of a client as they are stored.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields of `OAuthClient`")]
pub struct ClientFields {
    pub name: String,
    pub client_id: String,
    pub client_type: String,
    pub grant_type: String,
    pub redirect_uris: Vec<String>,
    pub web_origins: Vec<String>,
    pub pkce_method: Option<String>,
    pub description: Option<String>,
    pub status: String,
}

impl From<&OAuthClient> for ClientFields {
    fn from(client: &OAuthClient) -> Self {
        Self {
            name: client.name.as_str().to_owned(),
            client_id: client.client_id.as_str().to_owned(),
            client_type: client.client_type.as_str().to_owned(),
            grant_type: client.grant_type.as_str().to_owned(),
            redirect_uris: client.redirect_uris.iter().map(RedirectUri::as_str).map(str::to_owned).collect(),
            web_origins: client.web_origins.iter().map(WebOrigin::as_str).map(str::to_owned).collect(),
            pkce_method: client.pkce_method.map(PkceMethod::as_str).map(str::to_owned),
            description: client.description.as_ref().map(Description::as_str).map(str::to_owned),
            status: client.status.as_str().to_owned(),
        }
    }
}

impl From<OAuthClientRow> for ClientFields {
    fn from(row: OAuthClientRow) -> Self {
        // What is no list is told as it stands.
        let list = |json: String| strings(&json).unwrap_or_else(|| vec![json]);
        Self {
            name: row.name,
            client_id: row.client_id,
            client_type: row.client_type,
            grant_type: row.grant_type,
            redirect_uris: list(row.redirect_uris),
            web_origins: list(row.web_origins),
            pkce_method: row.pkce_method,
            description: row.description,
            status: row.status,
        }
    }
}

#[derive(sqlx::FromRow)]
struct UnreadClientRow {
    id: String,
    client_id: String,
    name: String,
    status: String,
    #[sqlx(default)]
    is_in_progress: bool,
}

impl UnreadClientRow {
    fn read(self) -> Result<UnreadClient, StoreError> {
        let place = Place { table: "oauth_clients", id: &self.id };
        Ok(UnreadClient {
            status: Status::parse(&self.status).ok_or_else(|| place.corrupt("status"))?,
            id: self.id,
            client_id: self.client_id,
            name: self.name,
            is_in_progress: self.is_in_progress,
        })
    }
}

impl Store {
    /// The client with this client id, by its identifiers and its status.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn unread_client(&self, client_id: &str) -> Result<Option<UnreadClient>, StoreError> {
        const FIND: &str = "SELECT id, client_id, name, status, \
             EXISTS (SELECT 1 FROM provisioning_requests p WHERE p.oauth_client_id = oauth_clients.id \
             AND p.state = 'in_progress') AS is_in_progress FROM oauth_clients WHERE client_id = $1";
        let row: Option<UnreadClientRow> = on_backend!(Store, self, pool => sqlx::query_as(FIND)
            .bind(client_id)
            .fetch_optional(pool)
            .await)?;
        row.map(UnreadClientRow::read).transpose()
    }
}

impl Tx {
    /// The client with this client id, which nobody else can change before this transaction ends: of two that want
    /// it the second waits for the first, and sees what it did.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn lock_unread_client(&mut self, client_id: &str) -> Result<Option<UnreadClient>, StoreError> {
        const LOCK: &str = "UPDATE oauth_clients SET version = version WHERE client_id = $1 \
             RETURNING id, client_id, name, status";
        let row: Option<UnreadClientRow> = on_backend!(Tx, self, conn => sqlx::query_as(LOCK)
            .bind(client_id)
            .fetch_optional(conn)
            .await)?;
        let Some(row) = row else { return Ok(None) };
        // A statement of its own: Postgres would answer it in the one above as of before the wait.
        let is_in_progress = self.is_in_progress(&row.id).await?;
        UnreadClientRow { is_in_progress, ..row }.read().map(Some)
    }

    /// Lets a client obtain tokens, or obtain none, as its next version.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn set_client_status(&mut self, id: &str, status: Status, now: i64) -> Result<(), StoreError> {
        const SET: &str =
            "UPDATE oauth_clients SET status = $2, updated_at = $3, version = version + 1 WHERE id = $1";
        on_backend!(Tx, self, conn => sqlx::query(SET)
            .bind(id)
            .bind(status.as_str())
            .bind(now)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Removes a client that this transaction has locked, with all that belongs to it, and frees its name and its client
    /// id. The audit trail stays. Says what its fields were.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn delete_oauth_client(&mut self, client: &UnreadClient) -> Result<ClientFields, StoreError> {
        const DELETE: &str = "DELETE FROM oauth_clients WHERE id = $1 \
             RETURNING id, client_id, name, client_type, grant_type, redirect_uris, web_origins, pkce_method, \
             description, status, created_at, updated_at, version";
        const FREE: &str = "DELETE FROM client_ids WHERE client_id = $1";
        let row: OAuthClientRow =
            on_backend!(Tx, self, conn => sqlx::query_as(DELETE).bind(&client.id).fetch_one(conn).await)?;
        on_backend!(Tx, self, conn => sqlx::query(FREE)
            .bind(&client.client_id)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(row.into())
    }
}
