//! The server functions of the page *Environments*, and what they answer.

use domain::EnvironmentDraft;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use crate::error::PortalError;

/// One environment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnvironmentRow {
    /// Names it in [`edit_environment`] and [`delete_environment`].
    pub id: String,
    /// Its name, as it stands in tokens.
    pub name: String,
    /// For whom its tokens are.
    pub audience: String,
    /// How many principals live in it.
    pub principals: i64,
    /// Epoch seconds.
    pub created_at: i64,
    /// Goes back with a change.
    pub version: i64,
}

#[cfg(feature = "ssr")]
impl From<service::EnvironmentDetail> for EnvironmentRow {
    fn from(environment: service::EnvironmentDetail) -> Self {
        Self {
            id: environment.id,
            name: environment.name.into(),
            audience: environment.audience,
            principals: environment.principals,
            created_at: environment.created_at,
            version: environment.version,
        }
    }
}

/// Every environment, by name.
///
/// # Errors
/// Those of every function for people who are signed in.
#[server(prefix = "/portal/api", endpoint = "environments", input = Json)]
pub async fn environments() -> Result<Vec<EnvironmentRow>, PortalError> {
    use crate::door;

    let (services, reader) = door::reader()?;
    let all = services.environments(&reader).await.map_err(door::fail)?;
    Ok(all.into_iter().map(EnvironmentRow::from).collect())
}

/// Adds an environment; without an audience it gets one below the issuer.
///
/// # Errors
/// [`PortalError::Refused`] with every broken rule, or with the fields whose values are taken.
#[server(prefix = "/portal/api", endpoint = "environments/add", input = Json)]
pub async fn add_environment(draft: EnvironmentDraft) -> Result<EnvironmentRow, PortalError> {
    use crate::door;

    let (services, administrator) = door::administrator()?;
    let new = draft.check().map_err(door::refuse)?;
    let added = services.add_environment(&administrator, new).await.map_err(door::fail)?;
    Ok(added.into())
}

/// Saves the fields of an environment that was at `version` when they were read.
///
/// # Errors
/// [`PortalError::NotFound`], [`PortalError::ChangedMeanwhile`], [`PortalError::Refused`].
#[server(prefix = "/portal/api", endpoint = "environments/edit", input = Json)]
pub async fn edit_environment(
    id: String,
    version: i64,
    draft: EnvironmentDraft,
) -> Result<EnvironmentRow, PortalError> {
    use crate::door;

    let (services, administrator) = door::administrator()?;
    let new = draft.check().map_err(door::refuse)?;
    let saved = services.edit_environment(&administrator, &id, version, new).await.map_err(door::fail)?;
    Ok(saved.into())
}

/// Removes an environment in which nothing lives.
///
/// # Errors
/// [`PortalError::NotFound`], [`PortalError::InUse`] with how many principals live in it.
#[server(prefix = "/portal/api", endpoint = "environments/delete", input = Json)]
pub async fn delete_environment(id: String) -> Result<(), PortalError> {
    use crate::door;

    let (services, administrator) = door::administrator()?;
    services.delete_environment(&administrator, &id).await.map_err(door::fail)
}
