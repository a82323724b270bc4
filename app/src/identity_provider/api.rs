//! The server functions of the page *Identity Provider*.

use domain::{KeyState, SigningAlgorithm};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use crate::error::PortalError;
use crate::identity_provider::guide::{Application, Language};

/// A signing key, as far as it may be seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyRow {
    /// The JWK thumbprint (RFC 7638).
    pub kid: String,
    /// How it signs.
    pub algorithm: SigningAlgorithm,
    /// Where it is in its life.
    pub state: KeyState,
    /// Epoch seconds.
    pub created_at: i64,
    /// Epoch seconds.
    pub signs_from: i64,
    /// Epoch seconds, where there is a next one.
    pub signs_until: Option<i64>,
    /// Epoch seconds, where it no longer signs.
    pub published_until: Option<i64>,
}

/// What there is to see of the identity provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityProviderDetail {
    /// The issuer of every token: what all its addresses begin with.
    pub issuer: String,
    /// The newest first.
    pub keys: Vec<KeyRow>,
    /// Epoch seconds at which the next key takes over.
    pub next_rotation_at: i64,
}

#[cfg(feature = "ssr")]
impl From<service::IdentityProvider> for IdentityProviderDetail {
    fn from(provider: service::IdentityProvider) -> Self {
        let row = |key: service::KeyDetail| KeyRow {
            kid: key.kid,
            algorithm: key.algorithm,
            state: key.state,
            created_at: key.created_at,
            signs_from: key.signs_from,
            signs_until: key.signs_until,
            published_until: key.published_until,
        };
        Self {
            issuer: provider.issuer,
            keys: provider.keys.into_iter().map(row).collect(),
            next_rotation_at: provider.next_rotation_at,
        }
    }
}

/// The identity provider as it is now.
///
/// # Errors
/// [`PortalError::Internal`] where the database did not answer.
#[server(prefix = "/portal/api", endpoint = "identity-provider", input = Json)]
pub async fn identity_provider() -> Result<IdentityProviderDetail, PortalError> {
    use crate::door;

    let (services, reader) = door::reader()?;
    let provider = services.identity_provider(&reader).await.map_err(door::fail)?;
    Ok(provider.into())
}

/// Makes the next signing key and publishes it; it takes over when everybody can know it.
///
/// # Errors
/// [`PortalError::RotationUnderWay`] where a next key is published already.
#[server(prefix = "/portal/api", endpoint = "identity-provider/rotate", input = Json)]
pub async fn rotate_signing_key() -> Result<(), PortalError> {
    use crate::door;

    let (services, administrator) = door::administrator()?;
    services.rotate_signing_key(&administrator).await.map_err(door::fail)
}

/// A program that gets a token from this server.
///
/// # Errors
/// Those of every function for people who are signed in.
#[server(prefix = "/portal/api", endpoint = "identity-provider/guide", input = Json)]
pub async fn guide(application: Application, language: Language) -> Result<String, PortalError> {
    use crate::door;

    let (services, _) = door::reader()?;
    Ok(application.program(language).replace("{issuer}", services.issuer()))
}
