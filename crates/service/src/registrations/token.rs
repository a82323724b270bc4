//! The tokens of registration in clear: made here, shown once, never stored.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

use crate::Rng;

const RANDOM_LENGTH: usize = 43;

/// A token in clear, with which clients are registered or one is looked after: what it is for in four characters, and 256
/// random bits in base64url.
pub struct RegistrationToken(Zeroizing<String>);

impl RegistrationToken {
    pub(crate) fn generate(mark: &str, rng: &Rng) -> Self {
        let mut token = String::with_capacity(mark.len() + RANDOM_LENGTH);
        token.push_str(mark);
        URL_SAFE_NO_PAD.encode_string(Zeroizing::new(rng.bytes::<32>()), &mut token);
        Self(Zeroizing::new(token))
    }

    /// Whether a text has the form of a token for this.
    pub(crate) fn is_well_formed(presented: &str, mark: &str) -> bool {
        presented.strip_prefix(mark).is_some_and(|random| {
            random.len() == RANDOM_LENGTH
                && random.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
        })
    }

    /// The token itself. It leaves in the one answer that shows it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for RegistrationToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RegistrationToken(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_has_the_form_of_its_own_kind_only() {
        let token = RegistrationToken::generate("ghr_", &Rng::System);
        assert!(RegistrationToken::is_well_formed(token.reveal(), "ghr_"));
        assert!(!RegistrationToken::is_well_formed(token.reveal(), "ghi_"));
        assert_eq!(format!("{token:?}"), "RegistrationToken(…)");
        let short = &token.reveal()[..46];
        for other in ["", "ghr_", short, &[short, "\0"].concat(), &[short, "é"].concat()] {
            assert!(!RegistrationToken::is_well_formed(other, "ghr_"), "{other}");
        }
    }
}
