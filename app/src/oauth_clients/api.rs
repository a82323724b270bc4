//! The server functions of the OAuth Clients pages.

use domain::{ClientListView, OAuthClientDraft};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use crate::error::PortalError;
pub use crate::oauth_clients::api_types::{
    CurrentClient, OAuthClientDetail, OAuthClientPage, OAuthClientRow, SavedOAuthClient,
};

/// A page of the clients that `view` asks for: the first one, the last one (`last`), or the one that another page
/// named as `previous` or `next`.
///
/// # Errors
/// [`PortalError::Malformed`] for a page this server never named in this order.
#[server(prefix = "/portal/api", endpoint = "oauth-clients", input = Json)]
pub async fn oauth_clients(
    view: ClientListView,
    page: Option<String>,
) -> Result<OAuthClientPage, PortalError> {
    use crate::door;

    let (services, reader) = door::reader()?;
    let page = services.oauth_clients(&reader, &view, page.as_deref()).await.map_err(door::fail)?;
    Ok(page.into())
}

/// Everything there is to see of one client.
///
/// # Errors
/// [`PortalError::NotFound`].
#[server(prefix = "/portal/api", endpoint = "oauth-clients/client", input = Json)]
pub async fn oauth_client(client_id: String) -> Result<OAuthClientDetail, PortalError> {
    use crate::door;

    let (services, reader) = door::reader()?;
    let detail = services.oauth_client(&reader, &client_id).await.map_err(door::fail)?;
    Ok(detail.into())
}

/// Registers an OAuth client; the answer is the only place its secret ever appears.
///
/// # Errors
/// [`PortalError::Refused`] with every broken rule, or with the fields whose values are taken.
#[server(prefix = "/portal/api", endpoint = "oauth-clients/register", input = Json)]
pub async fn register_oauth_client(draft: OAuthClientDraft) -> Result<SavedOAuthClient, PortalError> {
    use crate::door;

    let (services, administrator) = door::administrator()?;
    let client = draft.check().map_err(door::refuse)?;
    let saved = services.register_oauth_client(&administrator, client).await.map_err(door::fail)?;
    Ok(saved.into())
}

/// Saves the fields of a client that was at `version` when they were read. One that becomes Confidential gets its
/// first secret, which appears in this answer only; one that becomes Public loses its secrets.
///
/// # Errors
/// [`PortalError::Stale`] with the client as it is now, [`PortalError::Refused`], [`PortalError::InProgress`],
/// [`PortalError::NotFound`].
#[server(prefix = "/portal/api", endpoint = "oauth-clients/edit", input = Json)]
pub async fn edit_oauth_client(
    client_id: String,
    version: i64,
    draft: OAuthClientDraft,
) -> Result<SavedOAuthClient, PortalError> {
    use crate::door;

    let (services, administrator) = door::administrator()?;
    let client = draft.check().map_err(door::refuse)?;
    let saved =
        services.edit_oauth_client(&administrator, &client_id, version, client).await.map_err(door::fail)?;
    Ok(saved.into())
}

/// What the add form starts with to copy a client: its fields, a free name, no client id.
///
/// # Errors
/// [`PortalError::NotFound`].
#[server(prefix = "/portal/api", endpoint = "oauth-clients/copy", input = Json)]
pub async fn copy_of_oauth_client(client_id: String) -> Result<OAuthClientDraft, PortalError> {
    use crate::door;

    let (services, reader) = door::reader()?;
    services.copy_of_oauth_client(&reader, &client_id).await.map_err(door::fail)
}
