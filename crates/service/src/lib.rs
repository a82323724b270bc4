//! Use cases: what may happen, who may do it, in one transaction each. The portal, the management API and the
//! protocol endpoints are doors to these.

mod apis;
mod audit;
mod authorization;
mod client_secrets;
mod clock;
mod counters;
mod denials;
mod environments;
mod error;
mod hashing;
mod holders;
mod identity_provider;
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

pub use apis::{ApiDetail, ApiRoleDetail};
pub use audit::AuditPage;
pub use authorization::{
    AskingApplication, AuthorizationAnswer, ConsentAnswer, ConsentQuestion, RequestParameters, Visitor,
};
pub use client_secrets::GeneratedSecret;
pub use clock::Clock;
pub use counters::{SignInOutcome, SignInWith, Verification};
pub use denials::{ClientDenial, Denial};
pub use environments::EnvironmentDetail;
pub use error::ServiceError;
pub use holders::{ChangedClients, ClientUse};
pub use identity_provider::{IdentityProvider, KeyDetail};
pub use introspection::ActiveToken;
pub use known_device::{DEVICE_KNOWN_FOR, DeviceValue};
pub use last_uses::LastUse;
pub use mail::{MailSettingsProblem, Mailer};
pub use oauth_clients::{ClientDetail, ClientPage, CurrentClient, SavedClient, SecretDetail};
pub use opaque_token::OpaqueToken;
pub use people::{Administrator, HalfSignedIn, Missing, PersonOfSession, Reader, SignedIn};
pub use provider::{ProviderErrand, ProviderFlow, ProviderIdentity, ProviderStanding};
pub use rng::Rng;
pub use roles_held::HeldRole;
pub use second_factor::{RecoveryCodes, SecondFactor, SecondFactorOffer, SignInRules};
pub use secret::ClientSecret;
pub use seed::seed_oauth_clients;
pub use service_principals::{
    CredentialDetail, Principal, PrincipalDetail, PrincipalPage, PrincipalView, SavedPrincipal,
};
pub use services::{Services, StartError};
pub use sessions::StartedSession;
pub use settings::TokenSettings;
pub use sign_in_from::SignInFrom;
pub use signing::{Curve, Jwk, PublicKey, SealingKey, SealingKeyMalformed, SigningError};
pub use store::{
    ApiAccess, AppliedMigration, BackupError, Connections, CopiedTable, CopyError, DatabaseUrl,
    IdentifiersTaken, ListedClient, OAuthClient, RecordedChange, RecordedEvent, Store, StoreError,
    UnsupportedDatabase, back_up, copy,
};
pub use tokens::{
    ASSERTION_ALGORITHMS, AssertionRefusal, Grant, IssuedTokens, PersonClaims, PresentedClient,
    PresentedProof, TokenRefusal, TokenRequest, claimed_by,
};
pub use user_info::{UserInfo, UserInfoRefusal};
pub use user_links::LinkOwner;
pub use users::{ListedUser, Mailed, SignInMeans, UserDetail, UserLink, UserPage, UserSession};
pub use utc::utc_text;
