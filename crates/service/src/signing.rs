//! The keys that sign tokens: made at the first start, encrypted at rest, parsed once and kept in memory.

mod key;
mod sealing;

use serde::Serialize;
use store::{Store, StoreError};

use crate::{Clock, Services};

pub use key::Jwk;
use key::SigningKey;
pub use sealing::{SealingKey, SealingKeyMalformed};

/// Why the signing keys are not ready.
#[derive(Debug, thiserror::Error)]
pub enum SigningError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A stored key was sealed with another key than the configured one.
    #[error("signing key {kid} cannot be opened with the configured key encryption key")]
    CannotOpen {
        /// Which key.
        kid: String,
    },
    /// There are keys, and none of them signs.
    #[error("no signing key is marked as the one that signs")]
    NoneSigns,
}

/// Every key whose tokens may still be alive, and the one that signs.
pub(crate) struct SigningKeys {
    keys: Vec<SigningKey>,
    signing: usize,
}

impl std::fmt::Debug for SigningKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.keys.iter().map(|key| &key.jwk.kid)).finish()
    }
}

impl SigningKeys {
    /// Loads the keys, and makes the first one where there is none.
    pub(crate) async fn load_or_make(
        store: &Store,
        clock: &Clock,
        sealing_key: &SealingKey,
    ) -> Result<Self, SigningError> {
        let mut stored = store.signing_keys().await?;
        if stored.is_empty() {
            store.add_first_signing_key(&SigningKey::generate_sealed(sealing_key, clock.now())).await?;
            // Another server may have been quicker: what is stored now is what counts.
            stored = store.signing_keys().await?;
        }
        let signing = stored.iter().position(|key| key.is_signing).ok_or(SigningError::NoneSigns)?;
        let keys = stored.iter().map(|key| SigningKey::open(key, sealing_key)).collect::<Result<_, _>>()?;
        Ok(Self { keys, signing })
    }

    /// A compact JWS (RFC 7515 §7.1) of `claims`, of the media type `typ`.
    pub(crate) fn sign(&self, typ: &str, claims: &impl Serialize) -> String {
        self.keys[self.signing].sign(typ, claims)
    }
}

impl Services {
    /// The public halves of the signing keys (RFC 7517 §5).
    pub fn jwks(&self) -> Vec<Jwk> {
        self.signing.keys.iter().map(|key| key.jwk.clone()).collect()
    }
}
