//! What a webhook and this server share: it signs messages, rests sealed, and is shown once.

use std::fmt;

use aws_lc_rs::hmac::{self, HMAC_SHA256};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::{Rng, SealingKey};

const MARK: &str = "whsec_";
const LENGTH: usize = 32;

/// The secret of a webhook in clear: 256 random bits.
pub struct WebhookSecret(Zeroizing<Vec<u8>>);

impl WebhookSecret {
    pub(super) fn generate(rng: &Rng) -> Self {
        Self(Zeroizing::new(rng.bytes::<LENGTH>().to_vec()))
    }

    /// The secret itself, as libraries for Standard Webhooks read it. It leaves in the one answer that shows it.
    pub fn reveal(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(MARK.to_owned());
        STANDARD.encode_string(&*self.0, &mut text);
        text
    }

    pub(super) fn seal(&self, keys: &SealingKey, webhook_id: &str) -> String {
        keys.seal(&self.0, &context(webhook_id))
    }

    pub(super) fn open(keys: &SealingKey, sealed: &str, webhook_id: &str) -> Option<Self> {
        keys.open(sealed, &context(webhook_id)).map(Self)
    }

    /// The signature of a message, as it stands in the header.
    pub(super) fn sign(&self, id: &str, timestamp: i64, body: &str) -> String {
        let key = hmac::Key::new(HMAC_SHA256, &self.0);
        let signature = hmac::sign(&key, format!("{id}.{timestamp}.{body}").as_bytes());
        format!("v1,{}", STANDARD.encode(signature))
    }
}

fn context(webhook_id: &str) -> String {
    ["secret of webhook ", webhook_id].concat()
}

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookSecret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example in the tests of the reference libraries (standard-webhooks).
    #[test]
    fn a_message_is_signed_as_other_libraries_sign_it() {
        let secret = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let secret = WebhookSecret(Zeroizing::new(secret));
        assert_eq!(*secret.reveal(), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        assert_eq!(
            secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, r#"{"test": 2432232314}"#),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        );
    }

    #[test]
    fn a_secret_opens_for_its_webhook_only_and_shows_nothing_of_itself() {
        let keys = SealingKey::generate(&Rng::System);
        let secret = WebhookSecret::generate(&Rng::System);
        let sealed = secret.seal(&keys, "a");
        assert_eq!(WebhookSecret::open(&keys, &sealed, "a").unwrap().reveal(), secret.reveal());
        assert!(WebhookSecret::open(&keys, &sealed, "b").is_none());
        assert!(WebhookSecret::open(&SealingKey::generate(&Rng::System), &sealed, "a").is_none());
        assert_eq!(secret.reveal().len(), MARK.len() + 44);
        assert_eq!(format!("{secret:?}"), "WebhookSecret(…)");
    }
}
