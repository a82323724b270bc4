//! SQL, rows and migrations: the only room that knows there is a database, and which.

mod audit;
mod backend;
mod client_list;
mod client_secrets;
mod client_words;
mod error;
mod oauth_clients;
mod portal_users;
mod provisioning;
mod sessions;
mod setup_links;
mod signing_keys;
mod statement;

pub use audit::{AuditEvent, EventPosition, FieldChange, LastChange, RecordedChange, RecordedEvent};
pub use backend::{DatabaseUrl, Store, Tx, UnsupportedDatabase};
pub use client_list::{
    ClientPlace, ClientPosition, ClientQuery, ClientRows, ListedClient, SearchBounds, SortKey,
};
pub use client_secrets::{NewClientSecret, StoredSecret, TokenClient};
pub use error::StoreError;
pub use oauth_clients::{IdentifiersTaken, OAuthClient, StoredClient};
pub use portal_users::{NewPortalUser, PortalUser, UserCredentials};
pub use sessions::{NewSession, Session};
pub use setup_links::NewSetupLink;
pub use signing_keys::SealedSigningKey;
