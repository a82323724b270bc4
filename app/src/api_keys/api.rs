//! The server functions of the page *API Keys*.

use domain::ApiKeyDraft;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

pub use crate::api_keys::api_types::{ApiKeyRow, ShownApiKey};
use crate::error::PortalError;

/// The API keys, newest first: as many as a page can show.
///
/// # Errors
/// Those of every function for people who are signed in.
#[server(prefix = "/portal/api", endpoint = "api-keys", input = Json)]
pub async fn api_keys() -> Result<Vec<ApiKeyRow>, PortalError> {
    use crate::door;

    /// More than anybody looks through; the others are to be had through the API.
    const AT_MOST: u16 = 500;

    let (services, reader) = door::reader()?;
    let page = services.api_keys(&reader, None, AT_MOST).await.map_err(door::fail)?;
    Ok(page.keys.into_iter().map(ApiKeyRow::from).collect())
}

/// Makes an API key; the answer is the only place where it ever appears.
///
/// # Errors
/// [`PortalError::Refused`] with every broken rule, or where another key has the name.
#[server(prefix = "/portal/api", endpoint = "api-keys/create", input = Json)]
pub async fn create_api_key(draft: ApiKeyDraft) -> Result<ShownApiKey, PortalError> {
    use crate::door;

    let (services, administrator) = door::administrator()?;
    let new = draft.check(services.now()).map_err(door::refuse)?;
    let issued = services.create_api_key(&administrator, new).await.map_err(door::fail)?;
    Ok(ShownApiKey::new(issued, services.issuer()))
}

/// Makes an API key count no longer, from the next request on.
///
/// # Errors
/// [`PortalError::NotFound`], also for one that was revoked before.
#[server(prefix = "/portal/api", endpoint = "api-keys/revoke", input = Json)]
pub async fn revoke_api_key(id: String) -> Result<(), PortalError> {
    use crate::door;

    let (services, administrator) = door::administrator()?;
    services.revoke_api_key(&administrator, &id).await.map_err(door::fail)
}
