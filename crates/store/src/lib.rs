//! SQL, rows and migrations: the only room that knows there is a database, and which.

mod api_access;
mod api_roles;
mod apis;
mod audit;
mod authorization_codes;
mod backend;
mod changes;
mod client_ids;
mod client_list;
mod client_secrets;
mod client_words;
mod consents;
mod denials;
mod environments;
mod error;
mod holders;
mod oauth_clients;
mod portal_users;
mod provisioning;
mod refresh_tokens;
mod revoked_access_tokens;
mod role_assignments;
mod service_principals;
mod sessions;
mod setup_links;
mod signing_credentials;
mod signing_keys;
mod signing_principals;
mod statement;
mod token_grants;
mod used_assertions;
mod web_origins;

pub use api_access::ApiAccess;
pub use api_roles::ApiRole;
pub use apis::{Api, ApiTaken};
pub use audit::{AuditEvent, EventPosition, FieldChange, LastChange, RecordedChange, RecordedEvent};
pub use authorization_codes::{AuthorizationCode, CodeChallenge, NewAuthorizationCode};
pub use backend::{DatabaseUrl, Store, Tx, UnsupportedDatabase};
pub use changes::{Changes, DataVersion};
pub use client_list::{
    ClientPlace, ClientPosition, ClientQuery, ClientRows, ListedClient, SearchBounds, SortKey,
};
pub use client_secrets::{NewClientSecret, StoredSecret, TokenClient, TokenEnvironment};
pub use consents::{Consent, ConsentChange};
pub use denials::{DenialBounds, DeniedRequests};
pub use environments::{Environment, EnvironmentTaken, ListedEnvironment};
pub use error::StoreError;
pub use holders::{Holder, HolderFields, PrincipalFields, StoredUse};
pub use oauth_clients::{ClientFields, IdentifiersTaken, OAuthClient, StoredClient};
pub use portal_users::{NewPortalUser, PortalUser, UserCredentials};
pub use refresh_tokens::{NewRefreshToken, RefreshToken, Succession};
pub use revoked_access_tokens::{AccessTokenName, AccessTokenStanding};
pub use role_assignments::HeldRole;
pub use service_principals::{
    Principal, PrincipalConflict, PrincipalEnvironment, PrincipalPlace, PrincipalPosition, PrincipalQuery,
    PrincipalRows,
};
pub use sessions::{NewSession, Session};
pub use setup_links::NewSetupLink;
pub use signing_credentials::{NewSigningCredential, SigningCredential};
pub use signing_keys::SealedSigningKey;
pub use signing_principals::SigningPrincipal;
pub use token_grants::{NewTokenGrant, TokenGrant};
