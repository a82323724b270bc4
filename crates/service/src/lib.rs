//! Use cases: what may happen, who may do it, in one transaction each. The portal, the management API and the
//! protocol endpoints are doors to these.

mod api_keys;
mod apis;
mod audit;
mod authorization;
mod client_secrets;
mod clock;
mod configuration;
mod counters;
mod denials;
mod environments;
mod error;
mod hashing;
mod holders;
mod idempotency;
mod identity_provider;
mod initial_access_tokens;
mod introspection;
mod known_device;
mod last_uses;
mod mail;
mod oauth_clients;
mod opaque_token;
mod own_account;
mod page_token;
mod people;
mod pkce;
mod provider;
mod registrations;
mod rng;
mod roles_held;
mod row_ids;
mod second_factor;
mod secret;
mod seed;
mod service_principals;
mod services;
mod sessions;
mod settings;
mod setup;
mod sign_in_from;
mod signing;
mod slots;
mod throttling;
mod token_clients;
mod tokens;
mod user_info;
mod user_links;
mod users;
mod utc;
mod verifier;
mod web_origins;
mod webhooks;
mod work;

pub use api_keys::{ApiKeyDetail, ApiKeyPage, IssuedApiKey, PlainApiKey};
pub use apis::{ApiDetail, ApiRoleDetail};
pub use audit::AuditPage;
pub use authorization::{
    AskingApplication, AuthorizationAnswer, ConsentAnswer, ConsentQuestion, RequestParameters, Visitor,
};
pub use client_secrets::GeneratedSecret;
pub use clock::Clock;
pub use configuration::{
    Absent, ApiEntry, ApiRoleEntry, Applied, Change, ChangeAction, ChangedField, Configuration,
    ConfigurationError, DOCUMENT_VERSION, EntryKind, EntryProblem, EnvironmentEntry, GivenSecret,
    HeldRoleEntry, KeySetEntry, MAX_ENTRIES, OAuthClientEntry, Plan, PrincipalEntry,
};
pub use counters::{SignInOutcome, SignInWith, Verification};
pub use denials::{ClientDenial, Denial};
pub use environments::EnvironmentDetail;
pub use error::ServiceError;
pub use holders::{ChangedClients, ClientUse};
pub use idempotency::{
    CreationAnswer, CreationHeaders, CreationRequest, CreationStanding, IdempotencyKey, ReservedCreation,
};
pub use identity_provider::{IdentityProvider, KeyDetail};
pub use initial_access_tokens::{InitialAccessTokenDetail, InitialAccessTokenPage, IssuedInitialAccessToken};
pub use introspection::ActiveToken;
pub use known_device::{DEVICE_KNOWN_FOR, DeviceValue};
pub use last_uses::LastUse;
pub use mail::{MailSettingsProblem, Mailer};
pub use oauth_clients::{ClientDetail, ClientListing, ClientPage, CurrentClient, SavedClient, SecretDetail};
pub use opaque_token::OpaqueToken;
pub use people::{Administrator, Caller, HalfSignedIn, Missing, PersonOfSession, Reader, SignedIn};
pub use provider::{ProviderErrand, ProviderFlow, ProviderIdentity, ProviderStanding};
pub use registrations::{RegisteredClient, Registrant, Registrar, RegistrationError, RegistrationToken};
pub use rng::Rng;
pub use roles_held::{HeldRole, RoleByName};
pub use second_factor::{RecoveryCodes, SecondFactor, SecondFactorOffer, SignInRules};
pub use secret::ClientSecret;
pub use seed::seed_oauth_clients;
pub use service_principals::{
    CredentialDetail, Principal, PrincipalChange, PrincipalDetail, PrincipalPage, PrincipalRegistration,
    PrincipalView, SavedPrincipal, ValidKey, WholePrincipal, WholePrincipals,
};
pub use services::{Services, StartError};
pub use sessions::StartedSession;
pub use settings::TokenSettings;
pub use sign_in_from::SignInFrom;
pub use signing::{Curve, Jwk, PublicKey, SealingKey, SealingKeyMalformed, SigningError};
pub use store::{
    ApiAccess, AppliedMigration, BackupError, Connections, CopiedTable, CopyError, DatabaseUrl, Delivery,
    IdentifiersTaken, ListedClient, OAuthClient, RecordedChange, RecordedEvent, RegisteredWith, Store,
    StoreError, UnsupportedDatabase, back_up, copy,
};
pub use tokens::{
    ASSERTION_ALGORITHMS, AssertionRefusal, Grant, IssuedTokens, PersonClaims, PresentedClient,
    PresentedProof, TokenRefusal, TokenRequest, claimed_by,
};
pub use user_info::{UserInfo, UserInfoRefusal};
pub use user_links::LinkOwner;
pub use users::{ListedUser, Mailed, SignInMeans, UserDetail, UserLink, UserPage, UserSession};
pub use utc::{utc_of_text, utc_text};
pub use webhooks::{
    DeliveryFailure, DeliveryOutcome, DeliveryPage, NotedDelivery, SavedWebhook, TEST_EVENT, WebhookDetail,
    WebhookMessage, WebhookSecret,
};
