//! Use cases: what may happen, who may do it, in one transaction each. The portal, the management API and the
//! protocol endpoints are doors to these.

mod clock;
mod error;
mod hashing;
mod oauth_clients;
mod people;
mod rng;
mod secret;
mod services;
mod sessions;
mod setup;
mod signing;
mod slots;
mod tokens;
mod verifier;

pub use clock::Clock;
pub use error::ServiceError;
pub use oauth_clients::{ClientPage, RegisteredClient};
pub use people::{Administrator, Reader, SignedIn};
pub use rng::Rng;
pub use secret::ClientSecret;
pub use services::{Services, StartError};
pub use sessions::{SessionToken, StartedSession};
pub use setup::SetupToken;
pub use signing::{Jwk, SealingKey, SealingKeyMalformed, SigningError};
pub use store::{DatabaseUrl, IdentifiersTaken, OAuthClient, Store, StoreError, UnsupportedDatabase};
pub use tokens::{AccessToken, ClientCredentialsRequest, TokenRefusal};
