//! SQL, rows and migrations: the only room that knows there is a database, and which.

mod api_access;
mod api_roles;
mod apis;
mod audit;
mod authorization_codes;
mod backend;
mod backup;
mod changes;
mod client_ids;
mod client_list;
mod client_secrets;
mod client_words;
mod connections;
mod consents;
mod copying;
mod denials;
mod environments;
mod error;
mod holders;
mod migrations;
mod oauth_clients;
mod opening;
mod portal_settings;
mod portal_users;
mod provider_identities;
mod provisioning;
mod recovery_codes;
mod refresh_tokens;
mod revoked_access_tokens;
mod role_assignments;
mod second_factors;
mod service_principals;
mod sessions;
mod setup_links;
mod sign_in_throttles;
mod signing_credentials;
mod signing_keys;
mod signing_principals;
mod statement;
mod token_grants;
mod used_assertions;
mod user_links;
mod web_origins;

pub use api_access::ApiAccess;
pub use api_roles::ApiRole;
pub use apis::{Api, ApiTaken};
pub use audit::{AuditEvent, EventPosition, FieldChange, LastChange, RecordedChange, RecordedEvent};
pub use authorization_codes::{AuthorizationCode, CodeChallenge, NewAuthorizationCode};
pub use backend::{DatabaseUrl, Store, Tx, UnsupportedDatabase};
pub use backup::{BackupError, back_up};
pub use changes::{Changes, DataVersion};
pub use client_list::{
    ClientPlace, ClientPosition, ClientQuery, ClientRows, ListedClient, SearchBounds, SortKey,
};
pub use client_secrets::{NewClientSecret, StoredSecret, TokenClient, TokenEnvironment};
pub use connections::Connections;
pub use consents::{Consent, ConsentChange};
pub use copying::{CopiedTable, CopyError, copy};
pub use denials::{DenialBounds, DeniedRequests};
pub use environments::{Environment, EnvironmentTaken, ListedEnvironment};
pub use error::StoreError;
pub use holders::{Holder, HolderFields, PrincipalFields, StoredUse};
pub use migrations::AppliedMigration;
pub use oauth_clients::{ClientFields, IdentifiersTaken, OAuthClient, StoredClient};
pub use portal_users::{NewPortalUser, PortalUser, UserCredentials, UserQuery, UserRecord};
pub use provider_identities::ProviderSubject;
pub use refresh_tokens::{NewRefreshToken, RefreshToken, Succession};
pub use revoked_access_tokens::{AccessTokenName, AccessTokenStanding};
pub use role_assignments::HeldRole;
pub use service_principals::{
    Principal, PrincipalConflict, PrincipalEnvironment, PrincipalPlace, PrincipalPosition, PrincipalQuery,
    PrincipalRows,
};
pub use sessions::{Ending, ListedSession, NewSession, Session, SessionStanding, SessionsAt};
pub use setup_links::NewSetupLink;
pub use sign_in_throttles::Pace;
pub use signing_credentials::{NewSigningCredential, SigningCredential};
pub use signing_keys::SealedSigningKey;
pub use signing_principals::SigningPrincipal;
pub use token_grants::{NewTokenGrant, TokenGrant};
pub use user_links::{NewUserLink, UserLink};
