//! The server functions for who gave the right password and has more to give.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use crate::error::PortalError;

/// What is missing until the person is signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wanted {
    /// A code of their second factor.
    Code,
    /// A second factor.
    Enrolment,
}

/// A key for an authenticator app. Secret: it stands in one answer, never in a page, and `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// In base32, to be typed.
    pub key: String,
    /// To be photographed: the `d` of an SVG path.
    pub qr_path: String,
    /// How many units the picture is wide and high.
    pub qr_size: u8,
    /// What comes back with the code.
    pub sealed: String,
}

/// Codes that each replace the app once. Secret as an [`Offer`] is.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownCodes(pub Vec<String>);

/// The recovery codes of who has set up a second factor first, and where they go on to.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetUpFirst {
    /// The codes.
    pub codes: ShownCodes,
    /// A path of this portal.
    pub next: String,
}

#[cfg(feature = "ssr")]
impl From<service::Missing> for Wanted {
    fn from(missing: service::Missing) -> Self {
        match missing {
            service::Missing::Code => Self::Code,
            service::Missing::Enrolment => Self::Enrolment,
        }
    }
}

#[cfg(feature = "ssr")]
impl From<service::SecondFactorOffer> for Offer {
    fn from(offer: service::SecondFactorOffer) -> Self {
        Self {
            key: offer.key.to_string(),
            qr_path: offer.qr_path.to_string(),
            qr_size: offer.qr_size,
            sealed: offer.sealed,
        }
    }
}

#[cfg(feature = "ssr")]
impl From<service::RecoveryCodes> for ShownCodes {
    fn from(codes: service::RecoveryCodes) -> Self {
        Self(codes.0.iter().map(|code| code.to_string()).collect())
    }
}

/// What is missing until the person is signed in.
///
/// # Errors
/// [`PortalError::SignedOut`] for who did not give the password, or has nothing more to give.
#[server(prefix = "/portal/api", endpoint = "sign-in/second-factor/wanted", input = Json)]
pub async fn second_factor_wanted() -> Result<Wanted, PortalError> {
    let (_, person) = crate::door::half_signed_in()?;
    Ok(person.missing().into())
}

/// Takes a code of the second factor, or a recovery code, and goes to `next`, a path of this portal, or to the first page.
///
/// # Errors
/// [`PortalError::WrongCode`], [`PortalError::Throttled`], [`PortalError::SignedOut`].
#[server(prefix = "/portal/api", endpoint = "sign-in/second-factor")]
pub async fn answer_second_factor(code: String, next: Option<String>) -> Result<(), PortalError> {
    crate::door::answer_second_factor(&code, next.as_deref()).await
}

/// A key for who has to set up a second factor first.
///
/// # Errors
/// [`PortalError::SignedOut`], [`PortalError::SecondFactorThere`].
#[server(prefix = "/portal/api", endpoint = "sign-in/second-factor/offer", input = Json)]
pub async fn offer_second_factor_first() -> Result<Offer, PortalError> {
    Ok(crate::door::offer_second_factor_first().await?.into())
}

/// Sets it up with a code made with the key; the person is signed in with it.
///
/// # Errors
/// [`PortalError::Refused`] at the code, [`PortalError::Throttled`], [`PortalError::SignedOut`],
/// [`PortalError::SecondFactorThere`].
#[server(prefix = "/portal/api", endpoint = "sign-in/second-factor/add", input = Json)]
pub async fn add_second_factor_first(
    sealed: String,
    code: String,
    next: Option<String>,
) -> Result<SetUpFirst, PortalError> {
    let (codes, next) = crate::door::add_second_factor_first(&sealed, &code, next.as_deref()).await?;
    Ok(SetUpFirst { codes: codes.into(), next })
}
