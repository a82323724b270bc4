//! The server functions of the tab *Refused requests*, and what they answer.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use crate::error::PortalError;
use crate::holders::api::LastUse;

/// Refused requests that are alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DenialRow {
    /// Why, for people: in words, so that the page need not have those of every reason.
    pub reason: String,
    /// What to do about it.
    pub advice: String,
    /// What was asked for, or nothing.
    pub detail: String,
    /// How a redirect URI compares with the registered ones now.
    pub comparison: Option<String>,
    /// Whether `detail` is a redirect URI that could be registered.
    pub can_be_added: bool,
    /// How many.
    pub times: i64,
    /// Epoch seconds.
    pub first_at: i64,
    /// When and from where the last one came.
    pub last: LastUse,
    /// What the last caller was told to look for.
    pub last_reference: String,
}

#[cfg(feature = "ssr")]
impl From<service::ClientDenial> for DenialRow {
    fn from(denial: service::ClientDenial) -> Self {
        use domain::DenialReason::RedirectUriNotRegistered;

        let is_mended = denial.reason == RedirectUriNotRegistered && !denial.detail.is_empty();
        let mended = is_mended.then(|| "It is registered by now.".to_owned());
        Self {
            reason: denial.reason.label().to_owned(),
            advice: denial.reason.advice().to_owned(),
            detail: denial.detail,
            comparison: denial.mismatch.or(mended),
            can_be_added: denial.can_be_added,
            times: denial.times,
            first_at: denial.first_at,
            last: LastUse { at: denial.last_at, address: denial.last_address },
            last_reference: denial.last_reference,
        }
    }
}

/// What a client or principal was refused lately, the newest first.
///
/// # Errors
/// [`PortalError::NotFound`].
#[server(prefix = "/portal/api", endpoint = "clients/denials", input = Json)]
pub async fn denials(client_id: String) -> Result<Vec<DenialRow>, PortalError> {
    use crate::door;

    let (services, reader) = door::reader()?;
    let denials = services.denials(&reader, &client_id).await.map_err(door::fail)?;
    Ok(denials.into_iter().map(DenialRow::from).collect())
}

/// Registers one more redirect URI for an OAuth client.
///
/// # Errors
/// [`PortalError::Refused`] where the rules do not allow it, [`PortalError::InProgress`], [`PortalError::NotFound`].
#[server(prefix = "/portal/api", endpoint = "oauth-clients/denials/add-redirect-uri", input = Json)]
pub async fn add_redirect_uri(client_id: String, redirect_uri: String) -> Result<(), PortalError> {
    use crate::door;

    let (services, administrator) = door::administrator()?;
    services.add_redirect_uri(&administrator, &client_id, &redirect_uri).await.map_err(door::fail)?;
    Ok(())
}
