//! What people see of the identity provider.

use domain::{KeyState, SigningAlgorithm};

use crate::signing::{lives, next_rotation_at};
use crate::{Reader, ServiceError, Services};

/// How many of the keys that are retired are shown.
const RETIRED_SHOWN: usize = 5;

/// The identity provider that clients use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityProvider {
    /// The issuer of every token.
    pub issuer: String,
    /// The keys, the newest first; of those that are retired the last few.
    pub keys: Vec<KeyDetail>,
    /// Epoch seconds at which the next key takes over, by schedule or because somebody pressed the button.
    pub next_rotation_at: i64,
}

/// A signing key, without what signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyDetail {
    /// The JWK thumbprint (RFC 7638).
    pub kid: String,
    /// How it signs.
    pub algorithm: SigningAlgorithm,
    /// Where it is in its life.
    pub state: KeyState,
    /// Epoch seconds.
    pub created_at: i64,
    /// Epoch seconds.
    pub signs_from: i64,
    /// Epoch seconds at which the next one took or takes over, where there is a next one.
    pub signs_until: Option<i64>,
    /// Epoch seconds until which it is published after that.
    pub published_until: Option<i64>,
}

impl Services {
    /// The identity provider as it is now.
    ///
    /// # Errors
    /// A [`ServiceError`] where the database fails.
    pub async fn identity_provider(&self, _reader: &Reader) -> Result<IdentityProvider, ServiceError> {
        let now = self.clock.now();
        let stored = self.store.signing_keys().await?;
        let next_rotation_at = next_rotation_at(&stored, &self.settings, now);
        let lives = lives(&stored, &self.settings, now);
        let keys = stored.into_iter().zip(lives).rev().map(|(key, life)| KeyDetail {
            kid: key.kid,
            algorithm: key.algorithm,
            state: life.state,
            created_at: key.created_at,
            signs_from: key.signs_from,
            signs_until: life.signs_until,
            published_until: life.published_until,
        });
        let (retired, published): (Vec<_>, Vec<_>) = keys.partition(|key| key.state == KeyState::Retired);
        let keys = published.into_iter().chain(retired.into_iter().take(RETIRED_SHOWN)).collect();
        Ok(IdentityProvider { issuer: self.issuer.clone(), keys, next_rotation_at })
    }
}
