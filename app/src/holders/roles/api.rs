//! The server functions of the tab *Roles*, and what they answer.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use crate::error::PortalError;

/// A role that a client or principal holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldRoleRow {
    /// Names the API.
    pub api_id: String,
    /// What people call the API.
    pub api_name: String,
    /// Names the role in [`assign_roles`].
    pub role_id: String,
    /// What people call the role.
    pub role_name: String,
    /// What it allows, in order.
    pub scopes: Vec<String>,
}

#[cfg(feature = "ssr")]
impl From<service::HeldRole> for HeldRoleRow {
    fn from(held: service::HeldRole) -> Self {
        Self {
            api_id: held.api_id,
            api_name: held.api_name.into(),
            role_id: held.role_id,
            role_name: held.role_name.into(),
            scopes: held.scopes.into_iter().map(String::from).collect(),
        }
    }
}

/// The roles that the client or principal with this client id holds, by the name of their API.
///
/// # Errors
/// [`PortalError::NotFound`].
#[server(prefix = "/portal/api", endpoint = "clients/roles", input = Json)]
pub async fn roles_held(client_id: String) -> Result<Vec<HeldRoleRow>, PortalError> {
    use crate::door;

    let (services, reader) = door::reader()?;
    let held = services.roles_held(&reader, &client_id).await.map_err(door::fail)?;
    Ok(held.into_iter().map(HeldRoleRow::from).collect())
}

/// Has a client or principal hold the `wanted` roles and no others, where it holds those that were `seen`.
///
/// # Errors
/// [`PortalError::NotFound`] for the client, [`PortalError::ChangedMeanwhile`] where it holds others than were seen or a
/// wanted role is gone, [`PortalError::Malformed`] for two roles of one API.
#[server(prefix = "/portal/api", endpoint = "clients/roles/assign", input = Json)]
pub async fn assign_roles(
    client_id: String,
    seen: Vec<String>,
    wanted: Vec<String>,
) -> Result<Vec<HeldRoleRow>, PortalError> {
    use crate::door;

    let (services, administrator) = door::administrator()?;
    let held = services.assign_roles(&administrator, &client_id, &seen, &wanted).await.map_err(door::fail)?;
    Ok(held.into_iter().map(HeldRoleRow::from).collect())
}
