//! The API key in clear: made here, shown once, never stored.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

use crate::Rng;

const MARK: &str = "ghk_";
const RANDOM_LENGTH: usize = 43;
/// With the mark, eight characters of the key: 208 of its 256 bits stay unknown.
const SHOWN_PREFIX_LENGTH: usize = MARK.len() + 8;

/// An API key in clear: `ghk_`, and 256 random bits in base64url.
pub struct PlainApiKey(Zeroizing<String>);

impl PlainApiKey {
    pub(crate) fn generate(rng: &Rng) -> Self {
        let mut key = String::with_capacity(MARK.len() + RANDOM_LENGTH);
        key.push_str(MARK);
        URL_SAFE_NO_PAD.encode_string(Zeroizing::new(rng.bytes::<32>()), &mut key);
        Self(Zeroizing::new(key))
    }

    /// Whether a text can only be meant as an API key: no access token begins so.
    pub fn is_meant(presented: &str) -> bool {
        presented.starts_with(MARK)
    }

    /// Whether a text has the form of an API key.
    pub(crate) fn is_well_formed(presented: &str) -> bool {
        presented.strip_prefix(MARK).is_some_and(|random| {
            random.len() == RANDOM_LENGTH
                && random.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
        })
    }

    /// The part that people see, to tell keys apart.
    pub(crate) fn prefix(&self) -> &str {
        &self.0[..SHOWN_PREFIX_LENGTH]
    }

    /// The key itself. It leaves in the one answer that shows it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PlainApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PlainApiKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_the_form_of_one_and_shows_little_of_itself() {
        let key = PlainApiKey::generate(&Rng::System);
        assert!(PlainApiKey::is_meant(key.reveal()) && PlainApiKey::is_well_formed(key.reveal()));
        assert_eq!(key.prefix(), &key.reveal()[..12]);
        assert_eq!(format!("{key:?}"), "PlainApiKey(…)");
        assert_ne!(key.reveal(), PlainApiKey::generate(&Rng::System).reveal());
        let random = "A".repeat(RANDOM_LENGTH);
        for text in [
            "",
            MARK,
            &random,
            &format!("ghk_{random}A"),
            &format!("GHK_{random}"),
            &format!("ghk_{}+", &random[1..]),
        ] {
            assert!(!PlainApiKey::is_well_formed(text), "{text}");
        }
    }
}
