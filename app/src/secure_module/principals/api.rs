//! The server functions of the Principals pages.

use domain::{KeyDraft, PrincipalDraft, PrincipalEditDraft};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use crate::error::PortalError;
pub use crate::secure_module::principals::api_types::{
    CredentialRow, PrincipalDetail, PrincipalListView, PrincipalPage, PrincipalRow, SavedPrincipal,
};

/// A page of the principals that `view` asks for, and what environments there are: the first page, or the one that
/// another page named as `previous` or `next`.
///
/// # Errors
/// [`PortalError::Malformed`] for a page this server never named.
#[server(prefix = "/portal/api", endpoint = "principals", input = Json)]
pub async fn principals(view: PrincipalListView, page: Option<String>) -> Result<PrincipalPage, PortalError> {
    use crate::door;

    let (services, reader) = door::reader()?;
    let found = services.principals(&reader, &view.into(), page.as_deref()).await.map_err(door::fail)?;
    let environments = services.environments(&reader).await.map_err(door::fail)?;
    let names = environments.into_iter().map(|environment| environment.name).collect();
    Ok(PrincipalPage::new(found, names))
}

/// Everything there is to see of one principal.
///
/// # Errors
/// [`PortalError::NotFound`].
#[server(prefix = "/portal/api", endpoint = "principals/principal", input = Json)]
pub async fn principal(client_id: String) -> Result<PrincipalDetail, PortalError> {
    use crate::door;

    let (services, reader) = door::reader()?;
    let detail = services.principal(&reader, &client_id).await.map_err(door::fail)?;
    Ok(detail.into())
}

/// Registers a principal; the answer is the only place its secret ever appears, where it has one.
///
/// # Errors
/// [`PortalError::Refused`] with every broken rule, or with the fields whose values are taken.
#[server(prefix = "/portal/api", endpoint = "principals/register", input = Json)]
pub async fn register_principal(draft: PrincipalDraft) -> Result<SavedPrincipal, PortalError> {
    use crate::door;

    let (services, administrator) = door::administrator()?;
    let new = draft.check(services.now()).map_err(door::refuse)?;
    let saved = services.register_principal(&administrator, new).await.map_err(door::fail)?;
    Ok(saved.into())
}

/// Saves what can be edited of a principal that was at `version` when it was read.
///
/// # Errors
/// [`PortalError::ChangedMeanwhile`], [`PortalError::Refused`], [`PortalError::NotFound`].
#[server(prefix = "/portal/api", endpoint = "principals/edit", input = Json)]
pub async fn edit_principal(
    client_id: String,
    version: i64,
    draft: PrincipalEditDraft,
) -> Result<(), PortalError> {
    use crate::door;

    let (services, administrator) = door::administrator()?;
    let edit = draft.check().map_err(door::refuse)?;
    services.edit_principal(&administrator, &client_id, version, edit).await.map_err(door::fail)?;
    Ok(())
}

/// Registers one or two more public keys of a principal that signs.
///
/// # Errors
/// [`PortalError::TwoKeysValid`] where more than two would count, [`PortalError::NotSigning`], [`PortalError::Refused`],
/// [`PortalError::NotFound`].
#[server(prefix = "/portal/api", endpoint = "principals/keys/add", input = Json)]
pub async fn add_key(client_id: String, draft: KeyDraft) -> Result<(), PortalError> {
    use crate::door;

    let (services, administrator) = door::administrator()?;
    let keys = draft.check(services.now()).map_err(door::refuse)?;
    services.add_credentials(&administrator, &client_id, keys).await.map_err(door::fail)?;
    Ok(())
}

/// Makes a public key count no longer.
///
/// # Errors
/// [`PortalError::NotFound`] where the principal has no such key that counts.
#[server(prefix = "/portal/api", endpoint = "principals/keys/retire", input = Json)]
pub async fn retire_key(client_id: String, credential_id: String) -> Result<(), PortalError> {
    use crate::door;

    let (services, administrator) = door::administrator()?;
    services.retire_credential(&administrator, &client_id, &credential_id).await.map_err(door::fail)
}
