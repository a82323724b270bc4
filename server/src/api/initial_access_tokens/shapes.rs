//! Initial access tokens as programs see them.

use domain::{InitialAccessTokenDraft, InitialAccessTokenState};
use serde::{Deserialize, Serialize};
use service::{InitialAccessTokenDetail, RegistrationToken};
use utoipa::ToSchema;

use crate::api::choices::InitialAccessTokenStateChoice;
use crate::api::time::Time;

/// An initial access token, without the token.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct InitialAccessToken {
    /// Names it in addresses.
    initial_access_token_id: String,
    /// What people call it.
    name: String,
    #[schema(value_type = InitialAccessTokenStateChoice)]
    state: InitialAccessTokenState,
    created_at: Time,
    /// Who made it, as the audit trail called them then.
    created_by: String,
    /// From when on it counts no longer. Absent where no end is set.
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<Time>,
    /// How many more clients may be registered with it. Absent where their number is not set.
    #[serde(skip_serializing_if = "Option::is_none")]
    uses_left: Option<i64>,
    /// When a client was last registered with it. Absent until the first time.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_used_at: Option<Time>,
    /// When somebody ended it.
    #[serde(skip_serializing_if = "Option::is_none")]
    revoked_at: Option<Time>,
}

impl InitialAccessToken {
    pub(super) fn id(&self) -> &str {
        &self.initial_access_token_id
    }
}

impl From<InitialAccessTokenDetail> for InitialAccessToken {
    fn from(token: InitialAccessTokenDetail) -> Self {
        Self {
            initial_access_token_id: token.id,
            name: token.name.into(),
            state: token.state,
            created_at: Time::of(token.created_at),
            created_by: token.created_by,
            expires_at: token.expires_at.map(Time::of),
            uses_left: token.uses_left,
            last_used_at: token.last_used_at.map(Time::of),
            revoked_at: token.revoked_at.map(Time::of),
        }
    }
}

/// An initial access token as it is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct InitialAccessTokenFields {
    /// 1 to 100 letters, digits and everyday punctuation marks; unique among those that were not revoked.
    name: String,
    /// Until when it counts, at most a year from now; without an end where it is absent.
    expires_at: Option<Time>,
    /// How many clients may be registered with it; any number where it is absent.
    #[schema(minimum = 1, maximum = 10000)]
    uses: Option<i64>,
}

impl From<InitialAccessTokenFields> for InitialAccessTokenDraft {
    fn from(fields: InitialAccessTokenFields) -> Self {
        Self { name: fields.name, expires_at: fields.expires_at.map(Time::at), uses: fields.uses }
    }
}

/// An initial access token that was just made.
#[derive(Serialize, ToSchema)]
pub(super) struct CreatedInitialAccessToken {
    #[serde(flatten)]
    token: InitialAccessToken,
    /// The token itself. Shown once: absent in a replay.
    #[serde(skip_serializing_if = "Option::is_none")]
    initial_access_token: Option<String>,
}

impl CreatedInitialAccessToken {
    pub(super) fn new(token: InitialAccessToken, plain: &RegistrationToken) -> Self {
        Self { token, initial_access_token: Some(plain.reveal().to_owned()) }
    }
}
