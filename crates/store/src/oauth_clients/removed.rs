//! What an OAuth client was, when it is removed: as it is stored, whether or not the rules of this version would allow it.

use domain::{Description, PkceMethod, RedirectUri, WebOrigin};

use super::{OAuthClient, OAuthClientRow, strings};
use crate::backend::on_backend;
use crate::{StoreError, Tx};

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

impl Tx {
    /// Removes a client, but does not free its client id; says what its fields were.
    pub(crate) async fn delete_client(&mut self, id: &str) -> Result<ClientFields, StoreError> {
        const DELETE: &str = "DELETE FROM oauth_clients WHERE id = $1 \
             RETURNING id, client_id, name, client_type, grant_type, redirect_uris, web_origins, pkce_method, \
             description, status, created_at, updated_at, version";
        let row: OAuthClientRow =
            on_backend!(Tx, self, conn => sqlx::query_as(DELETE).bind(id).fetch_one(conn).await)?;
        Ok(row.into())
    }
}
