//! SQL, rows and migrations: the only room that knows there is a database, and which.

mod audit;
mod backend;
mod client_secrets;
mod error;
mod oauth_clients;
mod portal_users;
mod sessions;
mod setup_links;
mod signing_keys;

pub use audit::{AuditEvent, FieldChange};
pub use backend::{DatabaseUrl, Store, Tx, UnsupportedDatabase};
pub use client_secrets::{NewClientSecret, TokenClient};
pub use error::StoreError;
pub use oauth_clients::{ClientPosition, IdentifiersTaken, OAuthClient};
pub use portal_users::{NewPortalUser, PortalUser, UserCredentials};
pub use sessions::{NewSession, Session};
pub use setup_links::NewSetupLink;
pub use signing_keys::SealedSigningKey;
