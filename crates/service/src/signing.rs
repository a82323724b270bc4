//! The keys that sign tokens: they take turns, are encrypted at rest, and are parsed once and kept in memory.

mod jwk;
mod jws;
mod key;
mod key_life;
mod key_ring;
mod rotation;
mod sealing;
mod seen_signing;

use std::sync::{Arc, PoisonError, RwLock};

use domain::SigningAlgorithm;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use store::{SealedSigningKey, StoreError};

use crate::{Clock, Services};

pub use jwk::{Curve, Jwk, PublicKey};
pub(crate) use jws::CompactJws;
use key::VerifyingKey;
pub(crate) use key_life::{lives, next_rotation_at};
use key_ring::KeyRing;
pub use sealing::{SealingKey, SealingKeyMalformed};
use seen_signing::SeenSigning;

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
    /// There were keys, and none of them is left to sign.
    #[error("no signing key is left that signs")]
    NoneSigns,
}

/// The keys as this server last read them. Whichever of them signs is decided at each signature.
pub(crate) struct SigningKeys {
    clock: Clock,
    sealing_key: SealingKey,
    ring: RwLock<Arc<KeyRing>>,
    seen_signing: SeenSigning,
}

impl std::fmt::Debug for SigningKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.ring().jwks().map(|jwk| &jwk.kid)).finish()
    }
}

impl SigningKeys {
    /// None yet.
    pub(crate) fn new(clock: Clock, sealing_key: SealingKey) -> Self {
        let seen_signing = SeenSigning::new(clock.clone());
        Self { clock, sealing_key, ring: RwLock::default(), seen_signing }
    }

    /// A compact JWS (RFC 7515 §7.1) of `claims`, of the media type `typ`.
    pub(crate) fn sign(&self, typ: &str, claims: &impl Serialize) -> String {
        self.ring().signing(self.clock.now()).sign(typ, claims)
    }

    /// The claims of a compact JWS of the media type `typ` that a published key signed. Whether its time is over, and who
    /// it is for, is for the caller to see.
    pub(crate) fn verify<C: DeserializeOwned>(&self, token: &str, typ: &str) -> Option<C> {
        let ring = self.ring();
        verify(token, typ, |kid| ring.published(kid))
    }

    /// The same where the key may be retired by now: for what says who somebody was, and opens nothing.
    pub(crate) fn verify_hint<C: DeserializeOwned>(&self, token: &str, typ: &str) -> Option<C> {
        let ring = self.ring();
        verify(token, typ, |kid| ring.published(kid).or_else(|| ring.retired(kid)))
    }

    /// For how many seconds the key that signs now has been signing.
    pub(crate) fn signs_since(&self, now: i64) -> i64 {
        (now - self.ring().signing(now).signs_from).max(0)
    }

    /// Takes these keys for those that there are, all or none.
    fn take(&self, stored: Vec<SealedSigningKey>) -> Result<(), SigningError> {
        if self.ring().stored() != stored {
            let ring = Arc::new(KeyRing::open(stored, &self.sealing_key)?);
            *self.ring.write().unwrap_or_else(PoisonError::into_inner) = ring;
        }
        Ok(())
    }

    fn ring(&self) -> Arc<KeyRing> {
        Arc::clone(&self.ring.read().unwrap_or_else(PoisonError::into_inner))
    }
}

fn verify<'a, C: DeserializeOwned>(
    token: &str,
    typ: &str,
    key: impl FnOnce(&str) -> Option<&'a VerifyingKey>,
) -> Option<C> {
    #[derive(Deserialize)]
    struct Header {
        alg: SigningAlgorithm,
        typ: String,
        kid: String,
    }
    let jws = CompactJws::read(token)?;
    let header: Header = serde_json::from_slice(&jws.header).ok()?;
    let key = key(&header.kid)?;
    // RFC 8725 §3.1, §3.11: the key decides the algorithm, and one kind of token is not taken for another.
    let is_of_kind = header.alg == key.jwk.alg && header.typ.eq_ignore_ascii_case(typ);
    if !is_of_kind || !key.verifies(jws.signed.as_bytes(), &jws.signature) {
        return None;
    }
    serde_json::from_slice(&jws.payload).ok()
}

impl Services {
    /// The public halves of the keys with which tokens may be signed now or soon, or that are still alive
    /// (RFC 7517 §5).
    pub fn jwks(&self) -> Vec<Jwk> {
        self.signing.ring().jwks().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, Ordering};

    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use serde_json::{Value, json};

    use super::key::{SigningKey, Turn};
    use super::*;
    use crate::Rng;

    /// A key of each algorithm; the second signs from 100 on.
    fn keys() -> (SigningKeys, Vec<SealedSigningKey>, Arc<AtomicI64>) {
        let now = Arc::new(AtomicI64::new(99));
        let sealing_key = SealingKey::generate(&Rng::System);
        let turns = [(SigningAlgorithm::Rs256, 1, 0), (SigningAlgorithm::Es256, 2, 100)];
        let stored = turns.map(|(algorithm, generation, signs_from)| {
            let turn = Turn { generation, created_at: 0, signs_from };
            SigningKey::generate_sealed(algorithm, &sealing_key, turn)
        });
        let keys = SigningKeys::new(Clock::Fixed(Arc::clone(&now)), sealing_key);
        keys.take(stored.to_vec()).unwrap();
        (keys, stored.to_vec(), now)
    }

    fn header(token: &str) -> Value {
        let header = token.split('.').next().unwrap();
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).unwrap()).unwrap()
    }

    #[test]
    fn the_clock_chooses_the_key_at_each_signature() {
        let (keys, stored, now) = keys();
        for (time, place) in [(-1, 0), (99, 0), (100, 1), (1_000, 1)] {
            now.store(time, Ordering::Relaxed);
            let token = keys.sign("at+jwt", &json!({ "sub": "ada" }));
            let (alg, kid) = (stored[place].algorithm.as_str(), &stored[place].kid);
            assert_eq!(header(&token), json!({ "alg": alg, "typ": "at+jwt", "kid": kid }), "at {time}");
            assert_eq!(keys.verify::<Value>(&token, "AT+JWT"), Some(json!({ "sub": "ada" })), "at {time}");
        }
    }

    #[test]
    fn what_was_not_signed_just_so_is_refused() {
        let (keys, stored, now) = keys();
        let claims = json!({ "sub": "ada" });
        let token = keys.sign("at+jwt", &claims);
        let parts: Vec<_> = token.split('.').collect();
        let with_header = |alg: &str, kid: &str| {
            let header = json!({ "alg": alg, "typ": "at+jwt", "kid": kid }).to_string();
            format!("{}.{}.{}", URL_SAFE_NO_PAD.encode(header), parts[1], parts[2])
        };
        now.store(100, Ordering::Relaxed);
        let of_the_other_key = keys.sign("at+jwt", &claims);
        let other_signature = of_the_other_key.rsplit('.').next().unwrap();
        for refused in [
            String::new(),
            "..".to_owned(),
            parts[1].to_owned(),
            format!("{}.{}.", parts[0], parts[1]),
            format!("{}.{}.{}", parts[0], parts[1], other_signature),
            format!("{}.{}.{}", parts[0], URL_SAFE_NO_PAD.encode(r#"{"sub":"eve"}"#), parts[2]),
            format!("{token}="),
            format!("{token}.{}", parts[2]),
            with_header("none", &stored[0].kid),
            with_header("HS256", &stored[0].kid),
            with_header("ES256", &stored[0].kid),
            with_header("RS256", &stored[1].kid),
            with_header("RS256", "unknown"),
        ] {
            assert_eq!(keys.verify::<Value>(&refused, "at+jwt"), None, "{refused}");
            assert_eq!(keys.verify_hint::<Value>(&refused, "at+jwt"), None, "{refused}");
        }
        assert_eq!(keys.verify::<Value>(&token, "JWT"), None, "another kind of token");
        assert_eq!(keys.verify::<Value>(&token, "at+jwt"), Some(claims));
    }

    #[test]
    fn a_retired_key_verifies_hints_only() {
        let (keys, mut stored, _) = keys();
        let token = keys.sign("JWT", &json!({ "sub": "ada" }));
        stored[0].retired_at = Some(1_000);
        stored[0].sealed_private = String::new();
        keys.take(stored.clone()).unwrap();
        let kids: Vec<_> = keys.ring().jwks().map(|jwk| jwk.kid.clone()).collect();
        assert_eq!(kids, [stored[1].kid.as_str()]);
        assert_eq!(keys.verify::<Value>(&token, "JWT"), None);
        assert_eq!(keys.verify_hint::<Value>(&token, "JWT"), Some(json!({ "sub": "ada" })));
    }

    #[test]
    fn keys_that_cannot_be_opened_leave_the_old_ones() {
        let (keys, stored, _) = keys();
        let token = keys.sign("JWT", &json!({}));
        let mut broken = stored.clone();
        broken[1].sealed_private = String::new();
        let kid = broken[1].kid.clone();
        assert!(matches!(keys.take(broken), Err(SigningError::CannotOpen { kid: told }) if told == kid));
        assert!(matches!(keys.take(Vec::new()), Err(SigningError::NoneSigns)));
        assert!(keys.verify::<Value>(&token, "JWT").is_some());
        assert_eq!(keys.ring().stored(), stored);
    }
}
