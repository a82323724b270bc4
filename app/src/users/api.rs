//! The server functions about the people of the portal.

use domain::{InvitationDraft, Role, Status, UserListView};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use crate::error::PortalError;
pub use crate::users::api_types::{
    Mailed, SessionRow, ShownLink, SignInMeans, UserDetail, UserPage, UserRow,
};

/// The people that `view` asks for, by e-mail, from the place that an earlier answer named as `next`.
///
/// # Errors
/// [`PortalError::Malformed`] for a place this server never named.
#[server(prefix = "/portal/api", endpoint = "users", input = Json)]
pub async fn users(view: UserListView, after: Option<String>) -> Result<UserPage, PortalError> {
    use crate::door;

    let (services, reader) = door::reader()?;
    let page = services.users(&reader, &view, after.as_deref()).await.map_err(door::fail)?;
    Ok(page.into())
}

/// Everything there is to see of one person.
///
/// # Errors
/// [`PortalError::NotFound`].
#[server(prefix = "/portal/api", endpoint = "users/user", input = Json)]
pub async fn user(user_id: String) -> Result<UserDetail, PortalError> {
    use crate::door;

    let (services, reader) = door::reader()?;
    let own_session = door::own_session();
    let detail = services.user(&reader, &user_id, own_session.as_deref()).await.map_err(door::fail)?;
    Ok(detail.into())
}

/// Adds a person who sets their password by a link; the answer is the only place it ever appears.
///
/// # Errors
/// [`PortalError::Refused`] for a rule broken by the e-mail, or where somebody has it.
#[server(prefix = "/portal/api", endpoint = "users/invite", input = Json)]
pub async fn invite(draft: InvitationDraft) -> Result<ShownLink, PortalError> {
    use crate::door;

    let (services, administrator) = door::administrator()?;
    let invitation = draft.check().map_err(door::refuse)?;
    let link = services.invite(&administrator, &invitation).await.map_err(door::fail)?;
    Ok(ShownLink::new(link, services.issuer()))
}

/// A new link by which a person sets a password; the answer is the only place it ever appears.
///
/// # Errors
/// [`PortalError::NotFound`], [`PortalError::ThroughProvider`] for who has no password here, [`PortalError::PersonDisabled`].
#[server(prefix = "/portal/api", endpoint = "users/link", input = Json)]
pub async fn make_user_link(user_id: String) -> Result<ShownLink, PortalError> {
    use crate::door;

    let (services, administrator) = door::administrator()?;
    let link = services.make_user_link(&administrator, &user_id).await.map_err(door::fail)?;
    Ok(ShownLink::new(link, services.issuer()))
}

/// Gives a person who was at `version` when they were read another role.
///
/// # Errors
/// [`PortalError::NotFound`], [`PortalError::ChangedMeanwhile`], [`PortalError::LastAdministrator`],
/// [`PortalError::ThroughProvider`].
#[server(prefix = "/portal/api", endpoint = "users/role", input = Json)]
pub async fn change_user_role(user_id: String, version: i64, role: Role) -> Result<(), PortalError> {
    use crate::door;

    let (services, administrator) = door::administrator()?;
    services.change_user_role(&administrator, &user_id, version, role).await.map_err(door::fail)
}

/// Lets a person sign in, or keeps them out and ends their sessions.
///
/// # Errors
/// [`PortalError::NotFound`], [`PortalError::LastAdministrator`].
#[server(prefix = "/portal/api", endpoint = "users/status", input = Json)]
pub async fn change_user_status(user_id: String, status: Status) -> Result<(), PortalError> {
    use crate::door;

    let (services, administrator) = door::administrator()?;
    services.change_user_status(&administrator, &user_id, status).await.map_err(door::fail)
}

/// Removes a person.
///
/// # Errors
/// [`PortalError::NotFound`], [`PortalError::LastAdministrator`].
#[server(prefix = "/portal/api", endpoint = "users/delete", input = Json)]
pub async fn delete_user(user_id: String) -> Result<(), PortalError> {
    use crate::door;

    let (services, administrator) = door::administrator()?;
    services.delete_user(&administrator, &user_id).await.map_err(door::fail)
}

/// Ends all sessions of a person; says how many there were.
///
/// # Errors
/// [`PortalError::NotFound`].
#[server(prefix = "/portal/api", endpoint = "users/sign-out-everywhere", input = Json)]
pub async fn sign_out_everywhere(user_id: String) -> Result<u64, PortalError> {
    use crate::door;

    let (services, administrator) = door::administrator()?;
    services.sign_out_everywhere(&administrator, &user_id).await.map_err(door::fail)
}

/// Removes the second factor of a person who lost it.
///
/// # Errors
/// [`PortalError::NotFound`] where there is no such person, or no second factor.
#[server(prefix = "/portal/api", endpoint = "users/remove-second-factor", input = Json)]
pub async fn remove_second_factor_of(user_id: String) -> Result<(), PortalError> {
    use crate::door;

    let (services, administrator) = door::administrator()?;
    services.remove_second_factor_of(&administrator, &user_id).await.map_err(door::fail)
}
