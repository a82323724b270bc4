//! The server functions of the page *API Roles*, and what they answer.

use domain::{ApiDraft, ApiRoleDraft};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use crate::error::PortalError;

/// An API with its roles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiRow {
    /// Names it in the functions that change it.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Whether it is Gatehouse's own, which stays as it is.
    pub is_built_in: bool,
    /// Its scopes, in order.
    pub scopes: Vec<String>,
    /// Its roles, by name.
    pub roles: Vec<ApiRoleRow>,
    /// Goes back with a change.
    pub version: i64,
}

/// A role of an API.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiRoleRow {
    /// Names it where it is changed or assigned.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What it allows, in order.
    pub scopes: Vec<String>,
    /// How many clients and principals hold it.
    pub holders: i64,
    /// Goes back with a change.
    pub version: i64,
}

#[cfg(feature = "ssr")]
impl From<service::ApiDetail> for ApiRow {
    fn from(api: service::ApiDetail) -> Self {
        Self {
            id: api.id,
            name: api.name.into(),
            is_built_in: api.is_built_in,
            scopes: api.scopes.into_iter().map(String::from).collect(),
            roles: api.roles.into_iter().map(ApiRoleRow::from).collect(),
            version: api.version,
        }
    }
}

#[cfg(feature = "ssr")]
impl From<service::ApiRoleDetail> for ApiRoleRow {
    fn from(role: service::ApiRoleDetail) -> Self {
        Self {
            id: role.id,
            name: role.name.into(),
            scopes: role.scopes.into_iter().map(String::from).collect(),
            holders: role.holders,
            version: role.version,
        }
    }
}

/// Every API, by name.
///
/// # Errors
/// Those of every function for people who are signed in.
#[server(prefix = "/portal/api", endpoint = "apis", input = Json)]
pub async fn apis() -> Result<Vec<ApiRow>, PortalError> {
    use crate::door;

    let (services, reader) = door::reader()?;
    let all = services.apis(&reader).await.map_err(door::fail)?;
    Ok(all.into_iter().map(ApiRow::from).collect())
}

/// Adds an API.
///
/// # Errors
/// [`PortalError::Refused`] with every broken rule, or with the fields whose values are taken.
#[server(prefix = "/portal/api", endpoint = "apis/add", input = Json)]
pub async fn add_api(draft: ApiDraft) -> Result<ApiRow, PortalError> {
    use crate::door;

    let (services, administrator) = door::administrator()?;
    let new = draft.check().map_err(door::refuse)?;
    let added = services.add_api(&administrator, new).await.map_err(door::fail)?;
    Ok(added.into())
}

/// Saves the fields of an API that was at `version` when they were read.
///
/// # Errors
/// [`PortalError::NotFound`], [`PortalError::ChangedMeanwhile`], [`PortalError::Refused`], also for a scope that goes while
/// a role has it.
#[server(prefix = "/portal/api", endpoint = "apis/edit", input = Json)]
pub async fn edit_api(id: String, version: i64, draft: ApiDraft) -> Result<ApiRow, PortalError> {
    use crate::door;

    let (services, administrator) = door::administrator()?;
    let new = draft.check().map_err(door::refuse)?;
    let saved = services.edit_api(&administrator, &id, version, new).await.map_err(door::fail)?;
    Ok(saved.into())
}

/// Removes an API with its roles, where nobody holds one.
///
/// # Errors
/// [`PortalError::NotFound`], [`PortalError::InUse`] with how many hold one.
#[server(prefix = "/portal/api", endpoint = "apis/delete", input = Json)]
pub async fn delete_api(id: String) -> Result<(), PortalError> {
    use crate::door;

    let (services, administrator) = door::administrator()?;
    services.delete_api(&administrator, &id).await.map_err(door::fail)
}

/// Adds a role to an API.
///
/// # Errors
/// [`PortalError::NotFound`], [`PortalError::Refused`].
#[server(prefix = "/portal/api", endpoint = "apis/roles/add", input = Json)]
pub async fn add_api_role(api_id: String, draft: ApiRoleDraft) -> Result<ApiRoleRow, PortalError> {
    use crate::door;

    let (services, administrator) = door::administrator()?;
    let new = draft.check().map_err(door::refuse)?;
    let added = services.add_api_role(&administrator, &api_id, new).await.map_err(door::fail)?;
    Ok(added.into())
}

/// Saves the fields of a role that was at `version` when they were read.
///
/// # Errors
/// [`PortalError::NotFound`], [`PortalError::ChangedMeanwhile`], [`PortalError::Refused`].
#[server(prefix = "/portal/api", endpoint = "apis/roles/edit", input = Json)]
pub async fn edit_api_role(id: String, version: i64, draft: ApiRoleDraft) -> Result<ApiRoleRow, PortalError> {
    use crate::door;

    let (services, administrator) = door::administrator()?;
    let new = draft.check().map_err(door::refuse)?;
    let saved = services.edit_api_role(&administrator, &id, version, new).await.map_err(door::fail)?;
    Ok(saved.into())
}

/// Removes a role that nobody holds.
///
/// # Errors
/// [`PortalError::NotFound`], [`PortalError::InUse`] with how many hold it.
#[server(prefix = "/portal/api", endpoint = "apis/roles/delete", input = Json)]
pub async fn delete_api_role(id: String) -> Result<(), PortalError> {
    use crate::door;

    let (services, administrator) = door::administrator()?;
    services.delete_api_role(&administrator, &id).await.map_err(door::fail)
}
