//! API keys as programs see them.

use domain::{ApiKeyDraft, ApiKeyState, Role};
use serde::{Deserialize, Serialize};
use service::{ApiKeyDetail, PlainApiKey};
use utoipa::ToSchema;

use crate::api::time::Time;

/// What whoever has the key may do.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum KeyRole {
    /// Read and change everything.
    Administrator,
    /// Read everything.
    Auditor,
}

impl From<KeyRole> for Role {
    fn from(role: KeyRole) -> Self {
        match role {
            KeyRole::Administrator => Self::Administrator,
            KeyRole::Auditor => Self::Auditor,
        }
    }
}

/// Whether a key counts.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "only described: it is written by its name")]
enum KeyState {
    Valid,
    Expired,
    Revoked,
}

/// An API key, without the key.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ApiKey {
    /// Names it in addresses.
    api_key_id: String,
    /// What people call it.
    name: String,
    #[schema(inline, value_type = KeyRole)]
    role: Role,
    /// Its first characters.
    prefix: String,
    #[schema(inline, value_type = KeyState)]
    state: ApiKeyState,
    created_at: Time,
    /// Who made it, as the audit trail called them then.
    created_by: String,
    /// From when on it counts no longer. Absent where no end is set.
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<Time>,
    /// Absent until the first time.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_used_at: Option<Time>,
    /// From where it was used the last time.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_used_address: Option<String>,
    /// When somebody ended it.
    #[serde(skip_serializing_if = "Option::is_none")]
    revoked_at: Option<Time>,
}

impl From<ApiKeyDetail> for ApiKey {
    fn from(key: ApiKeyDetail) -> Self {
        let (last_used_at, last_used_address) =
            key.last_used.map_or((None, None), |used| (Some(Time::of(used.at)), used.address));
        Self {
            api_key_id: key.id,
            name: key.name.into(),
            role: key.role,
            prefix: key.prefix,
            state: key.state,
            created_at: Time::of(key.created_at),
            created_by: key.created_by,
            expires_at: key.expires_at.map(Time::of),
            last_used_at,
            last_used_address,
            revoked_at: key.revoked_at.map(Time::of),
        }
    }
}

impl ApiKey {
    pub(super) fn id(&self) -> &str {
        &self.api_key_id
    }
}

/// An API key that was made just now.
#[derive(Serialize, ToSchema)]
pub(super) struct CreatedApiKey {
    #[serde(flatten)]
    key: ApiKey,
    /// The key itself, for `Authorization: Bearer`. Shown once: absent in a replay.
    #[serde(skip_serializing_if = "Option::is_none")]
    api_key: Option<String>,
}

impl CreatedApiKey {
    pub(super) fn new(key: ApiKey, plain: &PlainApiKey) -> Self {
        Self { key, api_key: Some(plain.reveal().to_owned()) }
    }
}

/// An API key as it is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ApiKeyFields {
    /// What people call it: one line of 1 to 100 characters. No two keys that were not revoked share a name.
    name: String,
    #[schema(inline)]
    role: KeyRole,
    /// From when on it counts no longer, at most five years from now. Absent for no end.
    expires_at: Option<Time>,
}

impl ApiKeyFields {
    pub(super) fn draft(self) -> ApiKeyDraft {
        ApiKeyDraft { name: self.name, role: self.role.into(), expires_at: self.expires_at.map(Time::at) }
    }
}
