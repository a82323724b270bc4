//! The server functions by which every person looks after their own account.

use domain::PasswordChangeDraft;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use crate::error::PortalError;
use crate::users::api::SessionRow;

/// Whether the person has a password here: who signs in through the outside provider alone has none.
///
/// # Errors
/// Those of every function for people who are signed in.
#[server(prefix = "/portal/api", endpoint = "account/has-password", input = Json)]
pub async fn has_own_password() -> Result<bool, PortalError> {
    use crate::door;

    let (services, person) = door::person()?;
    Ok(services.own_provider_standing(&person).await.map_err(door::fail)?.has_password)
}

/// Sets another password, and ends the person's other sessions.
///
/// # Errors
/// [`PortalError::Refused`] with every broken rule, and at the current password where it is not right;
/// [`PortalError::Throttled`], [`PortalError::ThroughProvider`].
#[server(prefix = "/portal/api", endpoint = "account/password", input = Json)]
pub async fn change_own_password(draft: PasswordChangeDraft) -> Result<(), PortalError> {
    use crate::door;

    let (services, person) = door::person()?;
    let change = draft.check(person.email()).map_err(door::refuse)?;
    let session = door::own_session().unwrap_or_default();
    services.change_own_password(&person, &session, &change).await.map_err(door::fail)
}

/// The person's live sessions, the one seen last first.
///
/// # Errors
/// Those of every function for people who are signed in.
#[server(prefix = "/portal/api", endpoint = "account/sessions", input = Json)]
pub async fn own_sessions() -> Result<Vec<SessionRow>, PortalError> {
    use crate::door;

    let (services, person) = door::person()?;
    let session = door::own_session().unwrap_or_default();
    let sessions = services.own_sessions(&person, &session).await.map_err(door::fail)?;
    Ok(sessions.into_iter().map(SessionRow::from).collect())
}

/// Ends the person's other sessions; says how many there were.
///
/// # Errors
/// Those of every function for people who are signed in.
#[server(prefix = "/portal/api", endpoint = "account/sign-out-elsewhere", input = Json)]
pub async fn sign_out_elsewhere() -> Result<u64, PortalError> {
    use crate::door;

    let (services, person) = door::person()?;
    let session = door::own_session().unwrap_or_default();
    services.sign_out_elsewhere(&person, &session).await.map_err(door::fail)
}
