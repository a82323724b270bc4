//! The client secret in clear: made here, shown once, never stored.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

use crate::Rng;

const MARK: &str = "ghs_";
const ID_LENGTH: usize = 16;
const RANDOM_LENGTH: usize = 43;
const SHOWN_PREFIX_LENGTH: usize = MARK.len() + 6;

/// A client secret in clear: `ghs_`, the id of its row, `_`, and 256 random bits in base64url.
///
/// Its alphabet is `A-Za-z0-9_-`, so that both encodings of HTTP Basic in the wild agree on it.
pub struct ClientSecret(Zeroizing<String>);

impl ClientSecret {
    pub(crate) fn generate(rng: &Rng) -> Self {
        const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
        let mut secret = String::with_capacity(MARK.len() + ID_LENGTH + 1 + RANDOM_LENGTH);
        secret.push_str(MARK);
        secret.extend(rng.bytes::<ID_LENGTH>().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])));
        secret.push('_');
        URL_SAFE_NO_PAD.encode_string(Zeroizing::new(rng.bytes::<32>()), &mut secret);
        Self(Zeroizing::new(secret))
    }

    /// Takes what a client presented for a secret, if it has the form of one.
    pub(crate) fn presented(text: &str) -> Option<Self> {
        let (id, random) = text.strip_prefix(MARK)?.split_at_checked(ID_LENGTH)?;
        let random = random.strip_prefix('_')?;
        let is_well_formed = id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
            && random.len() == RANDOM_LENGTH
            && random.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
        is_well_formed.then(|| Self(Zeroizing::new(text.to_owned())))
    }

    /// The part that names the secret's row; not secret.
    pub fn id(&self) -> &str {
        &self.0[MARK.len()..MARK.len() + ID_LENGTH]
    }

    /// The part that people see, to tell secrets apart.
    pub(crate) fn prefix(&self) -> &str {
        &self.0[..SHOWN_PREFIX_LENGTH]
    }

    /// The secret itself. It leaves in the one answer that shows it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientSecret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[test]
    fn a_generated_secret_is_recognised_when_presented() {
        let rng = Rng::Counting(Arc::default());
        let secret = ClientSecret::generate(&rng);
        let presented = ClientSecret::presented(secret.reveal()).unwrap();
        assert_eq!(presented.id(), secret.id());
        assert_eq!(secret.reveal().len(), 64);
        assert!(secret.reveal().starts_with(secret.prefix()));
        assert_ne!(ClientSecret::generate(&rng).reveal(), secret.reveal());
    }

    #[test]
    fn what_has_not_the_form_of_a_secret_is_none() {
        let secret = ClientSecret::generate(&Rng::Counting(Arc::default()));
        let good = secret.reveal();
        for bad in [
            "",
            "ghs_",
            "ghs_aaaaaaaaaaaaaaaa",
            &good[1..],
            &good[..good.len() - 1],
            &format!("{good}A"),
            &good.to_uppercase(),
            &format!("{}\u{e9}", &good[..good.len() - 2]),
            "ghs_aaaaaaaaaaaaaa\u{e9}_aaaa",
        ] {
            assert!(ClientSecret::presented(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_secret_is_not_in_its_debug_form() {
        assert_eq!(format!("{:?}", ClientSecret::generate(&Rng::System)), "ClientSecret(…)");
    }
}
