//! The secrets of clients and of service principals, which are alike.

use domain::{NewSecretDraft, SecretState};
use serde::{Deserialize, Serialize};
use service::{SecretDetail, ServiceError};
use utoipa::ToSchema;

use super::choices::SecretStateChoice;
use super::time::Time;

/// A client secret, as far as it may be seen.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct Secret {
    /// Names it when it is to be retired; not secret.
    pub(super) secret_id: String,
    /// What people call it.
    label: String,
    /// Its first characters, to tell secrets apart.
    prefix: String,
    #[schema(inline, value_type = SecretStateChoice)]
    state: SecretState,
    created_at: Time,
    /// From when on it no longer counts, where an end is set.
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<Time>,
    /// When somebody ended it.
    #[serde(skip_serializing_if = "Option::is_none")]
    retired_at: Option<Time>,
    /// Absent until the first use.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_used_at: Option<Time>,
    /// From where it was last used.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_used_address: Option<String>,
}

impl From<SecretDetail> for Secret {
    fn from(secret: SecretDetail) -> Self {
        let (last_used_at, last_used_address) =
            secret.last_used.map_or((None, None), |used| (Some(Time::of(used.at)), used.address));
        Self {
            secret_id: secret.id,
            label: secret.label,
            prefix: secret.prefix,
            state: secret.state,
            created_at: Time::of(secret.created_at),
            expires_at: secret.expires_at.map(Time::of),
            retired_at: secret.retired_at.map(Time::of),
            last_used_at,
            last_used_address,
        }
    }
}

impl Secret {
    /// The one with this ID; [`ServiceError::NotFound`] where it is none of these.
    pub(super) fn among(secrets: Vec<SecretDetail>, secret_id: &str) -> Result<Self, ServiceError> {
        let secret = secrets.into_iter().find(|secret| secret.id == secret_id);
        secret.map(Self::from).ok_or(ServiceError::NotFound)
    }
}

/// A secret that is to be made.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SecretFields {
    /// What people are to call it, in one line; numbered where it is absent.
    #[serde(default)]
    label: String,
    /// Until when the secrets before it count, at most 30 days from now; they end at once where it is absent.
    #[serde(default)]
    old_secrets_end_at: Option<Time>,
}

impl From<SecretFields> for NewSecretDraft {
    fn from(fields: SecretFields) -> Self {
        Self { label: fields.label, old_secrets_end_at: fields.old_secrets_end_at.map(Time::at) }
    }
}

/// A secret just made.
#[derive(Serialize, ToSchema)]
pub(super) struct NewSecret {
    #[serde(flatten)]
    pub(super) secret: Secret,
    /// The secret itself. Shown once: absent in a replay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) client_secret: Option<String>,
}
