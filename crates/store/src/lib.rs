//! SQL, rows and migrations: the only room that knows there is a database, and which.

mod audit;
mod authorization_codes;
mod backend;
mod changes;
mod client_list;
mod client_secrets;
mod client_words;
mod consents;
mod denials;
mod error;
mod oauth_clients;
mod portal_users;
mod provisioning;
mod refresh_tokens;
mod revoked_access_tokens;
mod sessions;
mod setup_links;
mod signing_keys;
mod statement;
mod token_grants;
mod web_origins;

pub use audit::{AuditEvent, EventPosition, FieldChange, LastChange, RecordedChange, RecordedEvent};
pub use authorization_codes::{AuthorizationCode, CodeChallenge, NewAuthorizationCode};
pub use backend::{DatabaseUrl, Store, Tx, UnsupportedDatabase};
pub use changes::{Changes, DataVersion};
pub use client_list::{
    ClientPlace, ClientPosition, ClientQuery, ClientRows, ListedClient, SearchBounds, SortKey,
};
pub use client_secrets::{NewClientSecret, StoredSecret, TokenClient};
pub use consents::{Consent, ConsentChange};
pub use denials::{DenialBounds, DeniedRequests};
pub use error::StoreError;
pub use oauth_clients::{ClientFields, IdentifiersTaken, OAuthClient, StoredClient, UnreadClient};
pub use portal_users::{NewPortalUser, PortalUser, UserCredentials};
pub use refresh_tokens::{NewRefreshToken, RefreshToken, Succession};
pub use revoked_access_tokens::{AccessTokenName, AccessTokenStanding};
pub use sessions::{NewSession, Session};
pub use setup_links::NewSetupLink;
pub use signing_keys::SealedSigningKey;
pub use token_grants::{NewTokenGrant, TokenGrant};
