//! The keys that there are, at one moment.

use store::SealedSigningKey;

use super::jwk::Jwk;
use super::key::{SigningKey, VerifyingKey};
use super::key_life::signing;
use super::{SealingKey, SigningError};

/// Every key, oldest first; replaced as a whole.
#[derive(Default)]
pub(super) struct KeyRing {
    /// As they were read.
    stored: Vec<SealedSigningKey>,
    /// Those that are published: at least one, once there is any.
    published: Vec<SigningKey>,
    /// Those whose tokens have expired.
    retired: Vec<VerifyingKey>,
}

impl KeyRing {
    /// Opens what is stored.
    pub(super) fn open(
        stored: Vec<SealedSigningKey>,
        sealing_key: &SealingKey,
    ) -> Result<Self, SigningError> {
        let mut ring = Self::default();
        for key in &stored {
            match key.retired_at {
                None => ring.published.push(SigningKey::open(key, sealing_key)?),
                // One that cannot be read verifies nothing, as if it had been forgotten.
                Some(_) => ring.retired.extend(retired(key)),
            }
        }
        if ring.published.is_empty() {
            return Err(SigningError::NoneSigns);
        }
        Ok(Self { stored, ..ring })
    }

    pub(super) fn stored(&self) -> &[SealedSigningKey] {
        &self.stored
    }

    /// The public halves of those that are published.
    pub(super) fn jwks(&self) -> impl Iterator<Item = &Jwk> {
        self.published.iter().map(|key| &key.public.jwk)
    }

    /// The public half of this `kid` that is published.
    pub(super) fn published(&self, kid: &str) -> Option<&VerifyingKey> {
        self.published.iter().map(|key| &key.public).find(|key| key.jwk.kid == kid)
    }

    /// The public half of this `kid` that is published no more.
    pub(super) fn retired(&self, kid: &str) -> Option<&VerifyingKey> {
        self.retired.iter().find(|key| key.jwk.kid == kid)
    }

    /// The one that signs now.
    pub(super) fn signing(&self, now: i64) -> &SigningKey {
        let place = signing(self.published.iter().map(|key| key.signs_from), now);
        self.published.get(place).expect("no server starts without a published key")
    }
}

fn retired(key: &SealedSigningKey) -> Option<VerifyingKey> {
    VerifyingKey::new(serde_json::from_str(&key.public_jwk).ok()?)
}
