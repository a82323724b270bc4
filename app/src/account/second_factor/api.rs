//! The server functions by which a person looks after their second factor.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use crate::error::PortalError;
use crate::session::second_factor::api::{Offer, ShownCodes};

/// How the person stands with the second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondFactorState {
    /// Whether they have one.
    pub is_set_up: bool,
    /// How many recovery codes were not used yet.
    pub recovery_codes_left: i64,
    /// Whether one is required of everybody.
    pub is_required: bool,
}

/// How the person stands with the second factor.
///
/// # Errors
/// Those of every function for people who are signed in.
#[server(prefix = "/portal/api", endpoint = "account/second-factor", input = Json)]
pub async fn own_second_factor() -> Result<SecondFactorState, PortalError> {
    use crate::door;

    let (services, person) = door::person()?;
    let service::SecondFactor { is_set_up, recovery_codes_left, is_required } =
        services.own_second_factor(&person).await.map_err(door::fail)?;
    Ok(SecondFactorState { is_set_up, recovery_codes_left, is_required })
}

/// A key that the person may set up.
///
/// # Errors
/// [`PortalError::SecondFactorThere`].
#[server(prefix = "/portal/api", endpoint = "account/second-factor/offer", input = Json)]
pub async fn offer_second_factor() -> Result<Offer, PortalError> {
    use crate::door;

    let (services, person) = door::person()?;
    Ok(services.offer_second_factor(&person).await.map_err(door::fail)?.into())
}

/// Sets it up with a code made with the key.
///
/// # Errors
/// [`PortalError::Refused`] at the code, [`PortalError::Throttled`], [`PortalError::SecondFactorThere`].
#[server(prefix = "/portal/api", endpoint = "account/second-factor/add", input = Json)]
pub async fn add_second_factor(sealed: String, code: String) -> Result<ShownCodes, PortalError> {
    use crate::door;

    let (services, person) = door::person()?;
    Ok(services.add_second_factor(&person, &sealed, &code).await.map_err(door::fail)?.into())
}

/// New recovery codes in place of those before, for a code that the app shows.
///
/// # Errors
/// [`PortalError::Refused`] at the code, [`PortalError::Throttled`], [`PortalError::NotFound`].
#[server(prefix = "/portal/api", endpoint = "account/second-factor/recovery-codes", input = Json)]
pub async fn make_recovery_codes(code: String) -> Result<ShownCodes, PortalError> {
    use crate::door;

    let (services, person) = door::person()?;
    Ok(services.make_recovery_codes(&person, &code).await.map_err(door::fail)?.into())
}

/// Removes the person's second factor, for a code that the app shows or a recovery code.
///
/// # Errors
/// [`PortalError::Refused`] at the code, or where one is required; [`PortalError::Throttled`], [`PortalError::NotFound`].
#[server(prefix = "/portal/api", endpoint = "account/second-factor/remove", input = Json)]
pub async fn remove_second_factor(code: String) -> Result<(), PortalError> {
    use crate::door;

    let (services, person) = door::person()?;
    services.remove_own_second_factor(&person, &code).await.map_err(door::fail)
}
