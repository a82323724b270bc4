//! The words and rules of Gatehouse: one implementation of each, compiled into the server and into the page.
//!
//! Everything here is pure: no clock, no randomness, no input or output.

mod account;
mod api;
mod api_key;
mod audit_action;
mod auth_method;
mod character;
mod choices;
mod client_id;
mod client_list;
mod client_name;
mod client_secret;
mod denial;
mod description;
mod email_address;
mod environment;
mod field;
mod gatehouse_scope;
mod holder_kind;
mod host;
mod initial_access_token;
mod oauth_client;
mod password;
mod port;
mod principal_name;
mod problem;
mod public_key;
mod redirect_uri;
mod role;
mod scope;
mod search;
mod security_type;
mod service_principal;
mod signing_key;
mod status;
mod title;
mod user;
mod web_origin;
mod webhook;

pub use account::{AccountDraft, NewAccount};
pub use api::{ApiDraft, ApiProblem, ApiRoleDraft, MAX_SCOPES, NewApi, NewApiRole};
pub use api_key::{ApiKeyDraft, ApiKeyProblem, ApiKeyState, MAX_KEY_LIFE, NewApiKey};
pub use audit_action::{AuditAction, AuditFilter, EntityKind};
pub use auth_method::ClientAuthMethod;
pub use choices::{ClientType, GrantType, PkceMethod};
pub use client_id::{ClientId, ClientIdProblem};
pub use client_list::{ClientColumn, ClientListView, ClientOrder, UnknownOrder};
pub use client_name::{ClientName, ClientNameProblem};
pub use client_secret::{
    MAX_LABEL_LENGTH, MAX_OVERLAP, MAX_VALID_SECRETS, NewSecret, NewSecretDraft, NewSecretProblem,
    SecretState,
};
pub use denial::DenialReason;
pub use description::{Description, DescriptionProblem};
pub use email_address::{EmailAddress, EmailAddressProblem};
pub use environment::{
    Audience, AudienceProblem, EnvironmentDraft, EnvironmentName, EnvironmentNameProblem, NewEnvironment,
};
pub use field::{Field, UnknownField};
pub use gatehouse_scope::GatehouseScope;
pub use holder_kind::HolderKind;
pub use host::HostProblem;
pub use initial_access_token::{
    InitialAccessTokenDraft, InitialAccessTokenProblem, InitialAccessTokenState, MAX_INITIAL_TOKEN_LIFE,
    MAX_INITIAL_TOKEN_USES, NewInitialAccessToken,
};
pub use oauth_client::{NewOAuthClient, OAuthClientDraft, OAuthClientProblem};
pub use password::{Password, PasswordProblem};
pub use port::PortProblem;
pub use principal_name::{PrincipalName, PrincipalNameProblem};
pub use problem::{FieldProblem, Problem};
pub use public_key::{PastedKey, PublicKey, PublicKeyProblem};
pub use redirect_uri::{Mismatch, RedirectUri, RedirectUriProblem, match_redirect_uri};
pub use role::Role;
pub use scope::{Scope, ScopeName, ScopeNameProblem, Scopes};
pub use search::{search_terms, search_words};
pub use security_type::SecurityType;
pub use service_principal::{
    KeyDraft, MAX_VALID_KEYS, NewKeys, NewPrincipal, PrincipalDraft, PrincipalEdit, PrincipalEditDraft,
    PrincipalProblem,
};
pub use signing_key::{KeyState, SigningAlgorithm};
pub use status::{ClientsChange, LeftOut, Status};
pub use title::{Title, TitleProblem};
pub use user::{
    InvitationDraft, LinkPurpose, NewInvitation, PasswordChange, PasswordChangeDraft, UserListView,
};
pub use web_origin::{WebOrigin, WebOriginProblem};
pub use webhook::{
    DeliveryState, MAX_WEBHOOKS, NewWebhook, WebhookDraft, WebhookProblem, WebhookUrl, WebhookUrlProblem,
    is_public_address,
};

/// The most characters a name, a client id, a redirect URI, a web origin or a description may have.
pub const MAX_LENGTH: usize = 255;

/// The most redirect URIs, and the most web origins, one client may have.
pub const MAX_ENTRIES: usize = 5;
