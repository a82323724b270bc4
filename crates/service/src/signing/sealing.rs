//! Encryption of private keys at rest: AES-256-GCM under a key from configuration.

use std::fmt;
use std::str::FromStr;

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use aws_lc_rs::hmac::{self, HMAC_SHA256};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use zeroize::Zeroizing;

use crate::Rng;

const KEY_LENGTH: usize = 32;

/// The key encryption key: 256 bits, from configuration.
#[derive(Clone)]
pub struct SealingKey(Zeroizing<[u8; KEY_LENGTH]>);

/// The text is not 32 bytes in base64.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a key encryption key is 32 bytes in base64 (openssl rand -base64 32)")]
pub struct SealingKeyMalformed;

impl SealingKey {
    /// A new key.
    pub fn generate(rng: &Rng) -> Self {
        Self(Zeroizing::new(rng.bytes()))
    }

    /// The key in base64, as configuration holds it.
    pub fn reveal(&self) -> Zeroizing<String> {
        Zeroizing::new(STANDARD.encode(self.0.as_slice()))
    }

    /// Encrypts `plain`; the result opens only together with `context`.
    pub(crate) fn seal(&self, plain: &[u8], context: &str) -> String {
        let mut sealed = Zeroizing::new(plain.to_vec());
        let nonce = self
            .cipher()
            .seal_in_place_append_tag(Aad::from(context.as_bytes()), &mut *sealed)
            .expect("a private key is shorter than what AES-GCM can seal");
        URL_SAFE_NO_PAD.encode([nonce.as_ref().as_slice(), &sealed].concat())
    }

    /// Decrypts what [`SealingKey::seal`] made with the same `context`.
    pub(crate) fn open(&self, sealed: &str, context: &str) -> Option<Zeroizing<Vec<u8>>> {
        let mut bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(sealed).ok()?);
        let (nonce, body) = bytes.split_at_mut_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let plain = self.cipher().open_in_place(nonce, Aad::from(context.as_bytes()), body).ok()?;
        Some(Zeroizing::new(plain.to_vec()))
    }

    /// Another key, for the purpose that `label` names.
    pub(crate) fn derive(&self, label: &str) -> [u8; KEY_LENGTH] {
        let key = hmac::Key::new(HMAC_SHA256, self.0.as_slice());
        let mut derived = [0; KEY_LENGTH];
        derived.copy_from_slice(hmac::sign(&key, label.as_bytes()).as_ref());
        derived
    }

    /// The same as a key that seals.
    pub(crate) fn derived(&self, label: &str) -> Self {
        Self(Zeroizing::new(self.derive(label)))
    }

    fn cipher(&self) -> RandomizedNonceKey {
        RandomizedNonceKey::new(&AES_256_GCM, self.0.as_slice()).expect("the key has AES-256's length")
    }
}

impl FromStr for SealingKey {
    type Err = SealingKeyMalformed;

    fn from_str(text: &str) -> Result<Self, SealingKeyMalformed> {
        let bytes = Zeroizing::new(STANDARD.decode(text.trim()).map_err(|_| SealingKeyMalformed)?);
        let key = <[u8; KEY_LENGTH]>::try_from(bytes.as_slice()).map_err(|_| SealingKeyMalformed)?;
        Ok(Self(Zeroizing::new(key)))
    }
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealingKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_with_the_same_key_and_context_only() {
        let key = SealingKey::generate(&Rng::System);
        let sealed = key.seal(b"private", "kid");
        assert_eq!(key.open(&sealed, "kid").unwrap().as_slice(), b"private");
        assert!(key.open(&sealed, "another").is_none());
        assert!(SealingKey::generate(&Rng::System).open(&sealed, "kid").is_none());
        assert!(key.open("", "kid").is_none());
        assert!(key.open(&sealed[..sealed.len() - 2], "kid").is_none());
    }

    #[test]
    fn a_key_survives_its_configuration_form() {
        let key = SealingKey::generate(&Rng::System);
        let again: SealingKey = key.reveal().parse().unwrap();
        assert_eq!(again.reveal(), key.reveal());
        assert_eq!("c2hvcnQ=".parse::<SealingKey>().unwrap_err(), SealingKeyMalformed);
        assert_eq!(format!("{key:?}"), "SealingKey(…)");
    }
}
