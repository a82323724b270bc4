//! The server functions of the OAuth Clients pages and what they answer.

use domain::{ClientType, GrantType, OAuthClientDraft, Status};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};
use std::fmt;

use crate::error::PortalError;

/// One row of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OAuthClientRow {
    /// Whether it may obtain tokens.
    pub status: Status,
    /// The name people know it by.
    pub client_name: String,
    /// The `client_id` of RFC 6749 §2.2.
    pub client_id: String,
    /// Confidential or Public.
    pub client_type: ClientType,
    /// How it obtains tokens.
    pub grant_type: GrantType,
    /// Epoch seconds.
    pub created_at: i64,
    /// Epoch seconds; absent until the first change.
    pub updated_at: Option<i64>,
}

/// A page of the list, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OAuthClientPage {
    /// At most fifty rows.
    pub rows: Vec<OAuthClientRow>,
    /// Where the next page starts, where there is one; goes back into [`oauth_clients`].
    pub next: Option<String>,
}

/// A client secret on its way to the one dialog that shows it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ShownSecret(String);

impl ShownSecret {
    /// The secret itself, to be shown or copied and nothing else.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ShownSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ShownSecret(…)")
    }
}

/// What the creation of a client answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisteredOAuthClient {
    /// The name as stored.
    pub client_name: String,
    /// The client id, made by the server where none was given.
    pub client_id: String,
    /// How it obtains tokens.
    pub grant_type: GrantType,
    /// The secret of a Confidential client, in this answer only.
    pub client_secret: Option<ShownSecret>,
    /// Where the client asks for tokens.
    pub token_endpoint: String,
}

#[cfg(feature = "ssr")]
impl From<service::OAuthClient> for OAuthClientRow {
    fn from(client: service::OAuthClient) -> Self {
        Self {
            status: client.status,
            client_name: client.name.as_str().to_owned(),
            client_id: client.client_id.as_str().to_owned(),
            client_type: client.client_type,
            grant_type: client.grant_type,
            created_at: client.created_at,
            updated_at: client.updated_at,
        }
    }
}

#[cfg(feature = "ssr")]
impl From<service::ClientPage> for OAuthClientPage {
    fn from(page: service::ClientPage) -> Self {
        Self { rows: page.clients.into_iter().map(OAuthClientRow::from).collect(), next: page.next }
    }
}

#[cfg(feature = "ssr")]
impl From<service::RegisteredClient> for RegisteredOAuthClient {
    fn from(registered: service::RegisteredClient) -> Self {
        Self {
            client_name: registered.client.name.as_str().to_owned(),
            client_id: registered.client.client_id.as_str().to_owned(),
            grant_type: registered.client.grant_type,
            client_secret: registered.secret.map(|secret| ShownSecret(secret.reveal().to_owned())),
            token_endpoint: registered.token_endpoint,
        }
    }
}

/// The clients, newest first, from the place an earlier page named as `next`.
///
/// # Errors
/// [`PortalError::Malformed`] for a place this server never named.
#[server(prefix = "/portal/api", endpoint = "oauth-clients", input = Json)]
pub async fn oauth_clients(after: Option<String>) -> Result<OAuthClientPage, PortalError> {
    use crate::door;

    let (services, reader) = door::reader()?;
    let page = services.oauth_clients(&reader, after.as_deref()).await.map_err(door::fail)?;
    Ok(page.into())
}

/// Registers an OAuth client; the answer is the only place its secret ever appears.
///
/// # Errors
/// [`PortalError::Refused`] with every broken rule, or with the fields whose values are taken.
#[server(prefix = "/portal/api", endpoint = "oauth-clients/register", input = Json)]
pub async fn register_oauth_client(draft: OAuthClientDraft) -> Result<RegisteredOAuthClient, PortalError> {
    use crate::door;

    let (services, administrator) = door::administrator()?;
    let client = draft.check().map_err(door::refuse)?;
    let registered = services.register_oauth_client(&administrator, client).await.map_err(door::fail)?;
    Ok(registered.into())
}
