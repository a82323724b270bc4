//! What a person is handed for a time, such as a session's cookie: in clear with them, a digest at rest here.

use std::fmt;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

use crate::Rng;

/// 256 bits in base64url that nobody can guess and that mean nothing by themselves.
#[derive(Clone)]
pub struct OpaqueToken(Zeroizing<String>);

impl OpaqueToken {
    pub(crate) fn generate(rng: &Rng) -> Self {
        Self(Zeroizing::new(URL_SAFE_NO_PAD.encode(Zeroizing::new(rng.bytes::<32>()))))
    }

    /// The token that follows another: whoever has the key and that one can make it again.
    pub(crate) fn successor(token: &str, key: &hmac::Key) -> Self {
        Self(Zeroizing::new(URL_SAFE_NO_PAD.encode(hmac::sign(key, token.as_bytes()))))
    }

    /// The token itself. It leaves in a cookie, in the link that the console prints, or in an answer to a client.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for OpaqueToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OpaqueToken(…)")
    }
}

/// How a token that was handed out rests in the database: SHA-256 in lower-case hex.
pub(crate) fn at_rest(token: &str) -> String {
    digest(&SHA256, token.as_bytes()).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}
