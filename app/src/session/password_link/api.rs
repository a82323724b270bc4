//! The server functions for whoever has a one-time link.

use domain::LinkPurpose;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use crate::error::PortalError;

/// Whose a link is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkOwner {
    /// Their e-mail.
    pub email: String,
    /// What the link is for.
    pub purpose: LinkPurpose,
}

#[cfg(feature = "ssr")]
impl From<service::LinkOwner> for LinkOwner {
    fn from(owner: service::LinkOwner) -> Self {
        Self { email: owner.email, purpose: owner.purpose }
    }
}

/// Whose the link with this token is.
///
/// # Errors
/// [`PortalError::LinkInvalid`] for a link that no longer counts.
#[server(name = ReadLinkOwner, prefix = "/portal/api", endpoint = "links/owner", input = Json)]
pub async fn link_owner(token: String) -> Result<LinkOwner, PortalError> {
    let owner = crate::door::services().link_owner(&token).await.map_err(crate::door::fail)?;
    Ok(owner.into())
}

/// Uses a link up: sets the password, signs in and goes to the person's first page.
///
/// # Errors
/// [`PortalError::LinkInvalid`], [`PortalError::Refused`] for a password that breaks a rule.
#[server(prefix = "/portal/api", endpoint = "links/set-password", input = Json)]
pub async fn set_password_by_link(token: String, password: String) -> Result<(), PortalError> {
    crate::door::set_password_by_link(&token, &password).await
}
