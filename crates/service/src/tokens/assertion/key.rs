//! Which of a principal's keys signed an assertion (RFC 7515 §5.2). What a key is decides the algorithm (RFC 8725 §3.1).

use aws_lc_rs::rsa::PublicKeyComponents;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, ED25519, RSA_PSS_2048_8192_SHA256, UnparsedPublicKey};
use domain::PublicKey;
use store::SigningCredential;

use super::{AssertionRefusal, Header};
use crate::signing::CompactJws;

/// What assertions may be signed with (RFC 7518 §3.1, RFC 8037 §3.1, RFC 9864 §2.2).
pub const ASSERTION_ALGORITHMS: [&str; 4] = ["ES256", "PS256", "EdDSA", ED25519_NAME];
/// What RFC 9864 §2.2 calls EdDSA with the curve that is meant.
const ED25519_NAME: &str = "Ed25519";
/// What an uncompressed point begins with; x and y follow (SEC 1 §2.3.3).
const UNCOMPRESSED: u8 = 4;

/// The one among a principal's keys that counts and signed it.
pub(super) fn that_signed<'k>(
    jws: &CompactJws<'_>,
    header: &Header,
    keys: &'k [SigningCredential],
    now: i64,
) -> Result<&'k SigningCredential, AssertionRefusal> {
    if !ASSERTION_ALGORITHMS.contains(&header.algorithm.as_str()) {
        return Err(AssertionRefusal::AlgorithmRefused);
    }
    let is_named = |key: &&SigningCredential| {
        header.kid.as_ref().is_none_or(|kid| *kid == key.kid || *kid == key.thumbprint)
    };
    let mut counting = keys.iter().filter(is_named).filter(|key| key.counts_at(now)).peekable();
    if counting.peek().is_none() {
        return Err(match keys.iter().find(is_named) {
            None => AssertionRefusal::KeyUnknown,
            Some(key) if key.retired_at.is_some() => AssertionRefusal::KeyRetired,
            Some(_) => AssertionRefusal::KeyExpired,
        });
    }
    let mut fitting = counting.filter(|key| is_for(&header.algorithm, &key.key)).peekable();
    if fitting.peek().is_none() {
        return Err(AssertionRefusal::AlgorithmRefused);
    }
    fitting.find(|key| verifies(&key.key, jws)).ok_or(AssertionRefusal::SignatureWrong)
}

fn is_for(algorithm: &str, key: &PublicKey) -> bool {
    match key {
        PublicKey::Ed25519 { .. } => algorithm == key.algorithm() || algorithm == ED25519_NAME,
        PublicKey::P256 { .. } | PublicKey::Rsa { .. } => algorithm == key.algorithm(),
    }
}

fn verifies(key: &PublicKey, jws: &CompactJws<'_>) -> bool {
    let (message, signature) = (jws.signed.as_bytes(), jws.signature.as_slice());
    let verified = match key {
        PublicKey::P256 { x, y } => {
            let point = [&[UNCOMPRESSED][..], x, y].concat();
            UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(message, signature)
        }
        PublicKey::Ed25519 { x } => UnparsedPublicKey::new(&ED25519, x).verify(message, signature),
        PublicKey::Rsa { n, e } => {
            PublicKeyComponents { n, e }.verify(&RSA_PSS_2048_8192_SHA256, message, signature)
        }
    };
    verified.is_ok()
}
