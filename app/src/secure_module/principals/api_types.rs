//! What the server functions of the Principals pages answer: one type for each view.

use domain::{HolderKind, SecretState, SecurityType, Status};
use serde::{Deserialize, Serialize};

use crate::holders::api::{LastUse, SavedHolder, SecretRow, ShownSecret};

/// Which principals are wanted; the default is all of them, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrincipalListView {
    /// Words, as typed: by how they begin, in name, client ID and security type.
    #[serde(default)]
    pub q: String,
    /// Only those of this environment, by name.
    #[serde(default)]
    pub environment: Option<String>,
}

impl PrincipalListView {
    /// Whether principals may be missing from the list because of what was asked for.
    pub fn is_narrowed(&self) -> bool {
        !self.q.trim().is_empty() || self.environment.is_some()
    }
}

/// One row of the list.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PrincipalRow {
    /// The `client_id` of RFC 6749 §2.2.
    pub client_id: String,
    /// The name people know it by.
    pub client_name: String,
    /// How it proves who it is.
    pub security_type: SecurityType,
    /// The name of the environment it lives in.
    pub environment: String,
    /// Whether it may obtain tokens.
    pub status: Status,
    /// Epoch seconds.
    pub created_at: i64,
}

/// A page of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrincipalPage {
    /// At most fifty rows.
    pub rows: Vec<PrincipalRow>,
    /// The page before this one, where there is one.
    pub previous: Option<String>,
    /// The page after this one, where there is one.
    pub next: Option<String>,
    /// The names of all environments there are, to choose from.
    pub environments: Vec<String>,
}

/// One public key, as far as there is anything to see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CredentialRow {
    /// Names it in [`retire_key`](super::api::retire_key).
    pub id: String,
    /// By what assertions name it.
    pub kid: String,
    /// What it is, for people: `EC, P-256`.
    pub kind: String,
    /// The JWS algorithm it verifies.
    pub algorithm: String,
    /// Whether it counts.
    pub state: SecretState,
    /// Epoch seconds.
    pub created_at: i64,
    /// Epoch seconds from which it no longer counts, where an end is set.
    pub expires_at: Option<i64>,
    /// Epoch seconds at which somebody ended it.
    pub retired_at: Option<i64>,
    /// Absent until the first use.
    pub last_used: Option<LastUse>,
}

/// Everything there is to see of one principal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrincipalDetail {
    /// Names the principal in the audit trail.
    pub entity_id: String,
    /// Goes back with a change of its fields.
    pub version: i64,
    /// What the list shows of it.
    pub row: PrincipalRow,
    /// For whom its tokens are.
    pub audience: String,
    /// Whether its assertions may name the token endpoint as their audience.
    pub accepts_endpoint_audience: bool,
    /// Epoch seconds; absent until the first change.
    pub updated_at: Option<i64>,
    /// The secrets of one with a client secret, newest first.
    pub secrets: Vec<SecretRow>,
    /// The keys of one that signs, newest first.
    pub credentials: Vec<CredentialRow>,
    /// When it last authenticated.
    pub last_used: Option<LastUse>,
}

/// What registering a principal answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedPrincipal {
    /// The name as stored.
    pub client_name: String,
    /// The client id, made by the server.
    pub client_id: String,
    /// The secret, where one was made; in this answer only.
    pub client_secret: Option<ShownSecret>,
    /// Where it asks for tokens.
    pub token_endpoint: String,
}

impl From<SavedPrincipal> for SavedHolder {
    fn from(saved: SavedPrincipal) -> Self {
        Self {
            kind: HolderKind::ServicePrincipal,
            name: saved.client_name,
            client_id: saved.client_id,
            asks_by_itself: true,
            secret: saved.client_secret,
            token_endpoint: saved.token_endpoint,
        }
    }
}

#[cfg(feature = "ssr")]
mod from_service {
    use domain::EnvironmentName;

    use super::{
        CredentialRow, LastUse, PrincipalDetail, PrincipalListView, PrincipalPage, PrincipalRow,
        SavedPrincipal, SecretRow,
    };

    impl From<PrincipalListView> for service::PrincipalView {
        fn from(view: PrincipalListView) -> Self {
            Self { q: view.q, environment: view.environment }
        }
    }

    impl From<service::Principal> for PrincipalRow {
        fn from(principal: service::Principal) -> Self {
            Self {
                client_id: principal.client_id.as_str().to_owned(),
                client_name: principal.name.as_str().to_owned(),
                security_type: principal.security_type,
                environment: principal.environment.as_str().to_owned(),
                status: principal.status,
                created_at: principal.created_at,
            }
        }
    }

    impl PrincipalPage {
        /// A page, and the environments beside it.
        pub fn new(page: service::PrincipalPage, environments: Vec<EnvironmentName>) -> Self {
            Self {
                rows: page.principals.into_iter().map(PrincipalRow::from).collect(),
                previous: page.previous,
                next: page.next,
                environments: environments.into_iter().map(String::from).collect(),
            }
        }
    }

    impl From<service::CredentialDetail> for CredentialRow {
        fn from(credential: service::CredentialDetail) -> Self {
            Self {
                id: credential.id,
                kid: credential.kid,
                kind: credential.kind,
                algorithm: credential.algorithm.to_owned(),
                state: credential.state,
                created_at: credential.created_at,
                expires_at: credential.expires_at,
                retired_at: credential.retired_at,
                last_used: credential.last_used.map(LastUse::from),
            }
        }
    }

    impl From<service::PrincipalDetail> for PrincipalDetail {
        fn from(detail: service::PrincipalDetail) -> Self {
            let principal = detail.principal;
            Self {
                entity_id: principal.id.clone(),
                version: principal.version,
                audience: principal.audience.clone(),
                accepts_endpoint_audience: principal.accepts_endpoint_audience,
                updated_at: principal.updated_at,
                row: principal.into(),
                secrets: detail.secrets.into_iter().map(SecretRow::from).collect(),
                credentials: detail.credentials.into_iter().map(CredentialRow::from).collect(),
                last_used: detail.last_used.map(LastUse::from),
            }
        }
    }

    impl From<service::SavedPrincipal> for SavedPrincipal {
        fn from(saved: service::SavedPrincipal) -> Self {
            Self {
                client_name: saved.principal.name.as_str().to_owned(),
                client_id: saved.principal.client_id.as_str().to_owned(),
                client_secret: saved.secret.map(Into::into),
                token_endpoint: saved.token_endpoint,
            }
        }
    }
}
