//! What the server functions of the OAuth Clients pages answer: one type for each view.

use domain::{ClientType, GrantType, HolderKind, OAuthClientDraft, PkceMethod, Status};
use serde::{Deserialize, Serialize};

use crate::holders::api_types::{LastUse, SavedHolder, SecretRow, ShownSecret};

/// One row of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OAuthClientRow {
    /// Whether it may obtain tokens.
    pub status: Status,
    /// Whether it is being provisioned into an identity provider.
    pub is_in_progress: bool,
    /// The name people know it by.
    pub client_name: String,
    /// The `client_id` of RFC 6749 §2.2.
    pub client_id: String,
    /// Confidential or Public.
    pub client_type: ClientType,
    /// How it obtains tokens.
    pub grant_type: GrantType,
    /// Epoch seconds.
    pub created_at: i64,
    /// Epoch seconds; absent until the first change.
    pub updated_at: Option<i64>,
}

/// A page of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OAuthClientPage {
    /// At most fifty rows.
    pub rows: Vec<OAuthClientRow>,
    /// The page before this one, where there is one.
    pub previous: Option<String>,
    /// The page after this one, where there is one.
    pub next: Option<String>,
    /// Where the search goes on, where it looked at a part of the clients only: `next` or, for a page that was named from
    /// the other side, `previous`.
    pub further: Option<String>,
}

/// Everything there is to see of one client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OAuthClientDetail {
    /// Names the client in the audit trail.
    pub entity_id: String,
    /// Goes back with a change of its fields.
    pub version: i64,
    /// Whether it may obtain tokens.
    pub status: Status,
    /// Whether it is being provisioned into an identity provider.
    pub is_in_progress: bool,
    /// The name people know it by.
    pub client_name: String,
    /// The `client_id` of RFC 6749 §2.2.
    pub client_id: String,
    /// Confidential or Public.
    pub client_type: ClientType,
    /// How it obtains tokens.
    pub grant_type: GrantType,
    /// Where answers to authorization requests may go.
    pub redirect_uris: Vec<String>,
    /// Which web pages may read the token service's answers.
    pub web_origins: Vec<String>,
    /// The PKCE method a Public client must use.
    pub pkce_code_challenge_method: Option<PkceMethod>,
    /// What people wrote about it.
    pub description: Option<String>,
    /// Epoch seconds.
    pub created_at: i64,
    /// Epoch seconds; absent until the first change.
    pub updated_at: Option<i64>,
    /// The secrets of a Confidential client, newest first.
    pub secrets: Vec<SecretRow>,
    /// When the client last authenticated.
    pub last_used: Option<LastUse>,
    /// The name of the initial access token that a program registered it with, where one did.
    pub registered_with: Option<String>,
}

impl OAuthClientDetail {
    /// The client's fields as they stand in its form.
    pub fn draft(&self) -> OAuthClientDraft {
        OAuthClientDraft {
            client_name: self.client_name.clone(),
            client_id: self.client_id.clone(),
            client_type: self.client_type,
            grant_type: self.grant_type,
            redirect_uris: self.redirect_uris.clone(),
            web_origins: self.web_origins.clone(),
            pkce_code_challenge_method: self.pkce_code_challenge_method,
            description: self.description.clone().unwrap_or_default(),
        }
    }
}

/// A client that somebody else changed while its form was open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CurrentClient {
    /// Goes back with the next try.
    pub version: i64,
    /// Its fields as they are now.
    pub draft: OAuthClientDraft,
    /// Its status now.
    pub status: Status,
    /// The e-mail of who last changed its fields or its status.
    pub changed_by: Option<String>,
    /// Epoch seconds.
    pub changed_at: Option<i64>,
}

/// What saving a client answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedOAuthClient {
    /// The name as stored.
    pub client_name: String,
    /// The client id, made by the server where none was given.
    pub client_id: String,
    /// What it was before, where nothing was changed.
    pub version: i64,
    /// How it obtains tokens.
    pub grant_type: GrantType,
    /// The secret, where one was made; in this answer only.
    pub client_secret: Option<ShownSecret>,
    /// Where the client asks for tokens.
    pub token_endpoint: String,
}

impl From<SavedOAuthClient> for SavedHolder {
    fn from(saved: SavedOAuthClient) -> Self {
        Self {
            kind: HolderKind::OAuthClient,
            name: saved.client_name,
            client_id: saved.client_id,
            asks_by_itself: saved.grant_type == GrantType::ClientCredentials,
            secret: saved.client_secret,
            token_endpoint: saved.token_endpoint,
        }
    }
}

#[cfg(feature = "ssr")]
mod from_service {
    use super::{
        CurrentClient, LastUse, OAuthClientDetail, OAuthClientPage, OAuthClientRow, SavedOAuthClient,
        SecretRow, ShownSecret,
    };

    impl From<service::ListedClient> for OAuthClientRow {
        fn from(listed: service::ListedClient) -> Self {
            Self {
                status: listed.status,
                is_in_progress: listed.is_in_progress,
                client_name: listed.name,
                client_id: listed.client_id,
                client_type: listed.client_type,
                grant_type: listed.grant_type,
                created_at: listed.created_at,
                updated_at: listed.updated_at,
            }
        }
    }

    impl From<service::ClientPage> for OAuthClientPage {
        fn from(page: service::ClientPage) -> Self {
            Self {
                rows: page.clients.into_iter().map(OAuthClientRow::from).collect(),
                previous: page.previous,
                next: page.next,
                further: page.further,
            }
        }
    }

    impl From<service::ClientDetail> for OAuthClientDetail {
        fn from(detail: service::ClientDetail) -> Self {
            let client = detail.client;
            let draft = client.draft();
            Self {
                entity_id: client.id,
                version: client.version,
                status: client.status,
                is_in_progress: detail.is_in_progress,
                client_name: draft.client_name,
                client_id: draft.client_id,
                client_type: draft.client_type,
                grant_type: draft.grant_type,
                redirect_uris: draft.redirect_uris,
                web_origins: draft.web_origins,
                pkce_code_challenge_method: draft.pkce_code_challenge_method,
                description: client.description.map(String::from),
                created_at: client.created_at,
                updated_at: client.updated_at,
                secrets: detail.secrets.into_iter().map(SecretRow::from).collect(),
                last_used: detail.last_used.map(LastUse::from),
                registered_with: detail.registered_with.map(|with| with.token_name),
            }
        }
    }

    impl From<service::CurrentClient> for CurrentClient {
        fn from(current: service::CurrentClient) -> Self {
            let (changed_by, changed_at) =
                current.last_change.map(|change| (change.actor_name, change.happened_at)).unzip();
            Self {
                version: current.client.version,
                draft: current.client.draft(),
                status: current.client.status,
                changed_by,
                changed_at,
            }
        }
    }

    impl From<service::SavedClient> for SavedOAuthClient {
        fn from(saved: service::SavedClient) -> Self {
            Self {
                client_name: saved.client.name.as_str().to_owned(),
                client_id: saved.client.client_id.as_str().to_owned(),
                version: saved.client.version,
                grant_type: saved.client.grant_type,
                client_secret: saved.secret.map(ShownSecret::from),
                token_endpoint: saved.token_endpoint,
            }
        }
    }
}
