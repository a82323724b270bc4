//! The server functions that start, end and describe a session.

use domain::{AccountDraft, Role};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use leptos::server_fn::ServerFn as _;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use crate::error::PortalError;
#[cfg(feature = "ssr")]
use crate::session::second_factor::api::AnswerSecondFactor;

/// The person whose session this is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedInPerson {
    /// As typed when the account was made.
    pub email: String,
    /// What the person may do.
    pub role: Role,
}

/// The server functions that work as plain forms too, and so read a form's body; the others read JSON.
#[cfg(feature = "ssr")]
pub const PLAIN_FORMS: [&str; 3] = [SignIn::PATH, AnswerSecondFactor::PATH, SignOut::PATH];

#[cfg(feature = "ssr")]
impl From<&service::SignedIn> for SignedInPerson {
    fn from(person: &service::SignedIn) -> Self {
        Self { email: person.email().as_str().to_owned(), role: person.role() }
    }
}

/// The signed-in person, where that is known without a wait: on the server.
pub fn known_person() -> Option<Result<SignedInPerson, PortalError>> {
    #[cfg(feature = "ssr")]
    return Some(crate::door::person_who_reads().map(|person| (&person).into()));
    #[cfg(not(feature = "ssr"))]
    None
}

/// The signed-in person of any role, where that is known without a wait: on the server.
pub fn known_owner() -> Option<Result<SignedInPerson, PortalError>> {
    #[cfg(feature = "ssr")]
    return Some(crate::door::person().map(|(_, person)| (&person).into()));
    #[cfg(not(feature = "ssr"))]
    None
}

/// The signed-in person, of any role.
///
/// # Errors
/// [`PortalError::SignedOut`] without a live session.
#[server(name = ReadOwner, prefix = "/portal/api", endpoint = "account", input = Json)]
pub async fn signed_in_owner() -> Result<SignedInPerson, PortalError> {
    let (_, person) = crate::door::person()?;
    Ok((&person).into())
}

/// The signed-in person.
///
/// # Errors
/// [`PortalError::SignedOut`] without a live session, [`PortalError::Forbidden`] for a Member.
#[server(name = ReadSession, prefix = "/portal/api", endpoint = "session", input = Json)]
pub async fn signed_in_person() -> Result<SignedInPerson, PortalError> {
    let person = crate::door::person_who_reads()?;
    Ok((&person).into())
}

/// Starts a session and goes to `next`, a path of this portal, or to the first page.
///
/// # Errors
/// [`PortalError::WrongCredentials`], the same whether or not the e-mail is known.
#[server(prefix = "/portal/api", endpoint = "sign-in")]
pub async fn sign_in(email: String, password: String, next: Option<String>) -> Result<(), PortalError> {
    crate::door::sign_in(&email, &password, next.as_deref()).await
}

/// Ends the session, here and in the database, and goes to the sign-in page.
///
/// # Errors
/// [`PortalError::Internal`] where the session could not be ended.
#[server(prefix = "/portal/api", endpoint = "sign-out")]
pub async fn sign_out() -> Result<(), PortalError> {
    crate::door::sign_out().await
}

/// Whether the first administrator is still to be made.
///
/// # Errors
/// [`PortalError::Internal`] where the database did not answer.
#[server(prefix = "/portal/api", endpoint = "setup/is-open", input = Json)]
pub async fn is_setup_open() -> Result<bool, PortalError> {
    crate::door::is_setup_open().await
}

/// Makes the first administrator with the token of the one-time link, signs them in and goes to the first page.
///
/// # Errors
/// [`PortalError::Refused`] for a rule broken by the e-mail or the password,
/// [`PortalError::SetupLinkInvalid`] for a link that no longer counts.
#[server(prefix = "/portal/api", endpoint = "setup/first-administrator", input = Json)]
pub async fn create_first_administrator(token: String, account: AccountDraft) -> Result<(), PortalError> {
    crate::door::create_first_administrator(&token, &account).await
}
