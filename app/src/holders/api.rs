//! The server functions for whoever has a client id: OAuth clients and service principals alike.

use domain::{ClientsChange, NewSecretDraft};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use crate::error::PortalError;
pub use crate::holders::api_types::{
    ChangedClients, ClientUse, LastUse, SavedHolder, SecretRow, ShownSecret,
};

/// Enables, disables or deletes clients and principals, all in one transaction. Those for which it cannot be done are left
/// out.
///
/// # Errors
/// [`PortalError::Malformed`] for none or more than a page of clients.
#[server(prefix = "/portal/api", endpoint = "clients/change", input = Json)]
pub async fn change_clients(
    client_ids: Vec<String>,
    change: ClientsChange,
) -> Result<ChangedClients, PortalError> {
    use crate::door;

    let (services, administrator) = door::administrator()?;
    let changed = services.change_clients(&administrator, &client_ids, change).await.map_err(door::fail)?;
    Ok(changed.into())
}

/// When each of these clients and principals was last used, for the question before they are deleted. Those that no longer
/// exist are missing from the answer.
///
/// # Errors
/// [`PortalError::Malformed`] for none or more than a page of clients.
#[server(prefix = "/portal/api", endpoint = "clients/uses", input = Json)]
pub async fn uses_of_clients(client_ids: Vec<String>) -> Result<Vec<ClientUse>, PortalError> {
    use crate::door;

    let (services, reader) = door::reader()?;
    let uses = services.uses_of_clients(&reader, &client_ids).await.map_err(door::fail)?;
    Ok(uses.into_iter().map(ClientUse::from).collect())
}

/// Makes a new secret for a Confidential client, or for a principal with a secret, which appears in this answer only, and
/// ends those before it.
///
/// # Errors
/// [`PortalError::TwoSecretsValid`] where an overlap would leave a third, [`PortalError::NotConfidential`],
/// [`PortalError::SignsInstead`], [`PortalError::Refused`], [`PortalError::NotFound`].
#[server(prefix = "/portal/api", endpoint = "clients/secrets/generate", input = Json)]
pub async fn generate_client_secret(
    client_id: String,
    draft: NewSecretDraft,
) -> Result<SavedHolder, PortalError> {
    use crate::door;

    let (services, administrator) = door::administrator()?;
    let generated =
        services.generate_client_secret(&administrator, &client_id, &draft).await.map_err(door::fail)?;
    Ok(generated.into())
}

/// Makes a secret count no longer.
///
/// # Errors
/// [`PortalError::NotFound`] where the client has no such secret that counts.
#[server(prefix = "/portal/api", endpoint = "clients/secrets/retire", input = Json)]
pub async fn retire_client_secret(client_id: String, secret_id: String) -> Result<(), PortalError> {
    use crate::door;

    let (services, administrator) = door::administrator()?;
    services.retire_client_secret(&administrator, &client_id, &secret_id).await.map_err(door::fail)
}
