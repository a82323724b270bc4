//! What the server functions of the page *API Keys* answer.

use std::fmt;

use domain::{ApiKeyState, Role};
use serde::{Deserialize, Serialize};

use crate::holders::api::LastUse;

/// One API key, without the key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiKeyRow {
    /// Names it where it is revoked.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What whoever has it may do.
    pub role: Role,
    /// Its first characters.
    pub prefix: String,
    /// Whether it counts.
    pub state: ApiKeyState,
    /// Epoch seconds.
    pub created_at: i64,
    /// Who made it.
    pub created_by: String,
    /// Epoch seconds; absent where no end is set.
    pub expires_at: Option<i64>,
    /// When and from where it was last used.
    pub last_used: Option<LastUse>,
    /// Epoch seconds at which somebody ended it.
    pub revoked_at: Option<i64>,
}

/// An API key on its way to the one dialog that shows it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownApiKey {
    /// What people call it.
    pub name: String,
    /// What whoever has it may do.
    pub role: Role,
    /// Epoch seconds; absent where no end is set.
    pub expires_at: Option<i64>,
    /// Where the API begins.
    pub base: String,
    plain: String,
}

impl ShownApiKey {
    /// The whole key, to be shown or copied and nothing else.
    pub fn reveal(&self) -> &str {
        &self.plain
    }
}

impl fmt::Debug for ShownApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ShownApiKey(…)")
    }
}

#[cfg(feature = "ssr")]
mod from_service {
    use super::{ApiKeyRow, ShownApiKey};

    impl From<service::ApiKeyDetail> for ApiKeyRow {
        fn from(key: service::ApiKeyDetail) -> Self {
            Self {
                id: key.id,
                name: key.name.into(),
                role: key.role,
                prefix: key.prefix,
                state: key.state,
                created_at: key.created_at,
                created_by: key.created_by,
                expires_at: key.expires_at,
                last_used: key.last_used.map(Into::into),
                revoked_at: key.revoked_at,
            }
        }
    }

    impl ShownApiKey {
        /// The key for the API of a portal at the address `issuer`.
        pub(in crate::api_keys) fn new(issued: service::IssuedApiKey, issuer: &str) -> Self {
            Self {
                name: issued.detail.name.into(),
                role: issued.detail.role,
                expires_at: issued.detail.expires_at,
                base: [issuer, "/api/v1"].concat(),
                plain: issued.plain.reveal().to_owned(),
            }
        }
    }
}
