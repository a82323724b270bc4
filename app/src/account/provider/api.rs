//! The server functions about the outside provider and a person's own account.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use crate::error::PortalError;

/// How a person stands with the outside provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderLink {
    /// What people know the provider by.
    pub name: String,
    /// Whether the person may come through it.
    pub is_linked: bool,
    /// Whether the person may come with a password.
    pub has_password: bool,
}

/// How the person stands with the outside provider; none where none is configured.
///
/// # Errors
/// [`PortalError::SignedOut`] without a live session.
#[server(prefix = "/portal/api", endpoint = "account/provider", input = Json)]
pub async fn own_provider() -> Result<Option<ProviderLink>, PortalError> {
    use crate::door;

    let (services, person) = door::person()?;
    let Some(name) = door::provider_name() else { return Ok(None) };
    let standing = services.own_provider_standing(&person).await.map_err(door::fail)?;
    let service::ProviderStanding { is_linked, has_password } = standing;
    Ok(Some(ProviderLink { name, is_linked, has_password }))
}

/// Lets the person come with their password only.
///
/// # Errors
/// [`PortalError::NotFound`] where nothing is linked, [`PortalError::ThroughProvider`] for who has no password.
#[server(prefix = "/portal/api", endpoint = "account/provider/disconnect", input = Json)]
pub async fn disconnect_provider() -> Result<(), PortalError> {
    use crate::door;

    let (services, person) = door::person()?;
    services.unlink_provider(&person).await.map_err(door::fail)
}
