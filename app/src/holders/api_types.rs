//! What the server functions for OAuth clients and service principals alike answer.

use domain::{HolderKind, LeftOut, SecretState};
use serde::{Deserialize, Serialize};
use std::fmt;

/// When and from where something was last used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastUse {
    /// Epoch seconds.
    pub at: i64,
    /// The network address.
    pub address: Option<String>,
}

/// One secret, as far as it may be seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecretRow {
    /// Names it in [`retire_client_secret`](super::api::retire_client_secret); not secret.
    pub id: String,
    /// What people call it.
    pub label: String,
    /// Its first characters.
    pub prefix: String,
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

/// A client secret on its way to the one dialog that shows it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ShownSecret(String);

impl ShownSecret {
    /// The secret itself, to be shown or copied and nothing else.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ShownSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ShownSecret(…)")
    }
}

/// Who got a secret, or was saved without one, on its way to the dialog that shows the secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedHolder {
    /// What it is.
    pub kind: HolderKind,
    /// The name people know it by.
    pub name: String,
    /// The `client_id` of RFC 6749 §2.2.
    pub client_id: String,
    /// Whether it obtains tokens without a person (RFC 6749 §4.4).
    pub asks_by_itself: bool,
    /// The secret, where one was made; in this answer only.
    pub secret: Option<ShownSecret>,
    /// Where it asks for tokens.
    pub token_endpoint: String,
}

/// What became of a change of several clients.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangedClients {
    /// The names of those that are now as was asked, whether or not they were before.
    pub changed: Vec<String>,
    /// The client ids of those that were left as they were, and why.
    pub left_out: Vec<(String, LeftOut)>,
}

/// When a client was last used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientUse {
    /// The `client_id` of RFC 6749 §2.2.
    pub client_id: String,
    /// The name people know it by.
    pub client_name: String,
    /// Whether it is being provisioned into an identity provider, and so cannot be deleted.
    pub is_in_progress: bool,
    /// Absent where it never was.
    pub last_used: Option<LastUse>,
}

#[cfg(feature = "ssr")]
mod from_service {
    use super::{ChangedClients, ClientUse, LastUse, SavedHolder, SecretRow, ShownSecret};

    impl From<service::ClientSecret> for ShownSecret {
        fn from(secret: service::ClientSecret) -> Self {
            Self(secret.reveal().to_owned())
        }
    }

    impl From<service::GeneratedSecret> for SavedHolder {
        fn from(generated: service::GeneratedSecret) -> Self {
            Self {
                kind: generated.kind,
                name: generated.name,
                client_id: generated.client_id,
                asks_by_itself: generated.asks_by_itself,
                secret: Some(generated.secret.into()),
                token_endpoint: generated.token_endpoint,
            }
        }
    }

    impl From<service::LastUse> for LastUse {
        fn from(used: service::LastUse) -> Self {
            Self { at: used.at, address: used.address }
        }
    }

    impl From<service::SecretDetail> for SecretRow {
        fn from(secret: service::SecretDetail) -> Self {
            Self {
                id: secret.id,
                label: secret.label,
                prefix: secret.prefix,
                state: secret.state,
                created_at: secret.created_at,
                expires_at: secret.expires_at,
                retired_at: secret.retired_at,
                last_used: secret.last_used.map(LastUse::from),
            }
        }
    }

    impl From<service::ChangedClients> for ChangedClients {
        fn from(changed: service::ChangedClients) -> Self {
            Self { changed: changed.changed, left_out: changed.left_out }
        }
    }

    impl From<service::ClientUse> for ClientUse {
        fn from(client: service::ClientUse) -> Self {
            Self {
                client_id: client.client_id,
                client_name: client.name,
                is_in_progress: client.is_in_progress,
                last_used: client.last_used.map(LastUse::from),
            }
        }
    }
}
