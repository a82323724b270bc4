//! Use cases: what may happen, who may do it, in one transaction each. The portal, the management API and the
//! protocol endpoints are doors to these.

mod audit;
mod client_secrets;
mod clock;
mod error;
mod hashing;
mod last_uses;
mod oauth_clients;
mod opaque_token;
mod page_token;
mod people;
mod rng;
mod row_ids;
mod secret;
mod seed;
mod services;
mod sessions;
mod setup;
mod signing;
mod slots;
mod tokens;
mod utc;
mod verifier;

pub use audit::AuditPage;
pub use clock::Clock;
pub use error::ServiceError;
pub use last_uses::LastUse;
pub use oauth_clients::{
    ChangedClients, ClientDetail, ClientPage, ClientUse, CurrentClient, SavedClient, SecretDetail,
};
pub use opaque_token::OpaqueToken;
pub use people::{Administrator, Reader, SignedIn};
pub use rng::Rng;
pub use secret::ClientSecret;
pub use seed::seed_oauth_clients;
pub use services::{Services, StartError};
pub use sessions::StartedSession;
pub use signing::{Jwk, SealingKey, SealingKeyMalformed, SigningError};
pub use store::{
    DatabaseUrl, IdentifiersTaken, ListedClient, OAuthClient, RecordedChange, RecordedEvent, Store,
    StoreError, UnsupportedDatabase,
};
pub use tokens::{AccessToken, ClientCredentialsRequest, TokenRefusal};
pub use utc::utc_text;
