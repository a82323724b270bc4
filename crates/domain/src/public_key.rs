//! The public half of a key that signs assertions, as it is pasted: a JWK, a JWK set (RFC 7517) or PEM (RFC 7468).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

mod der;
mod jwk;
mod pem;
mod problem;

pub use problem::PublicKeyProblem;

/// The most characters that are looked at: two RSA keys of the greatest size in PEM are an eighth of it.
const MAX_PASTED: usize = 32 * 1024;
/// The sizes of an RSA modulus, in bits: less is weak, more costs too much to verify.
const RSA_BITS: std::ops::RangeInclusive<usize> = 2048..=8192;
/// The most bits of an RSA exponent: what verifies signatures takes no longer one.
const RSA_EXPONENT_BITS: usize = 33;
/// The most bytes of a key's name.
const MAX_KID: usize = 255;
/// Bytes of a coordinate on P-256, and of an Ed25519 key.
const COORDINATE: usize = 32;

/// A public key and the name it goes by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastedKey {
    /// The key.
    pub key: PublicKey,
    /// The `kid` of its JWK (RFC 7517 §4.5), which assertions will name it by; PEM has none.
    pub kid: Option<String>,
}

/// A public key of a kind that assertions are signed with. There is no place in it for a private one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublicKey {
    /// On the curve P-256 (RFC 7518 §6.2), for ES256.
    P256 {
        /// The x coordinate, big-endian.
        x: [u8; COORDINATE],
        /// The y coordinate, big-endian.
        y: [u8; COORDINATE],
    },
    /// Ed25519 (RFC 8037 §2), for EdDSA.
    Ed25519 {
        /// The point as it is encoded.
        x: [u8; COORDINATE],
    },
    /// RSA (RFC 7518 §6.3), for PS256.
    Rsa {
        /// The modulus, big-endian, without leading zeros.
        n: Vec<u8>,
        /// The exponent, big-endian, without leading zeros.
        e: Vec<u8>,
    },
}

impl PublicKey {
    /// Reads what was pasted: at least one key.
    ///
    /// # Errors
    /// What is wrong with it. Nothing of what was pasted is in a problem: it may be a private key.
    pub fn read(pasted: &str) -> Result<Vec<PastedKey>, PublicKeyProblem> {
        let text = pasted.trim();
        if text.is_empty() {
            return Err(PublicKeyProblem::Empty);
        }
        if text.len() > MAX_PASTED {
            return Err(PublicKeyProblem::TooLong);
        }
        let keys = if text.starts_with('{') {
            jwk::read(text)?
        } else if text.contains("-----BEGIN ") {
            pem::read(text)?
        } else {
            return Err(PublicKeyProblem::Unreadable);
        };
        if keys.is_empty() {
            return Err(PublicKeyProblem::NoKey);
        }
        Ok(keys)
    }

    /// The JWS algorithm that it verifies (RFC 7518 §3.1, RFC 8037 §3.1).
    pub fn algorithm(&self) -> &'static str {
        match self {
            Self::P256 { .. } => "ES256",
            Self::Ed25519 { .. } => "EdDSA",
            Self::Rsa { .. } => "PS256",
        }
    }

    /// What it is, for people: `RSA, 3072 bits`.
    pub fn label(&self) -> String {
        match self {
            Self::P256 { .. } => "EC, P-256".to_owned(),
            Self::Ed25519 { .. } => "Ed25519".to_owned(),
            Self::Rsa { n, .. } => format!("RSA, {} bits", bits(n)),
        }
    }

    /// The members that make the key, as RFC 7638 §3.2 has them written for its thumbprint. [`Self::read`] reads it again.
    pub fn to_jwk(&self) -> String {
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        match self {
            Self::P256 { x, y } => {
                format!(r#"{{"crv":"P-256","kty":"EC","x":"{}","y":"{}"}}"#, text(x), text(y))
            }
            Self::Ed25519 { x } => format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#, text(x)),
            Self::Rsa { n, e } => format!(r#"{{"e":"{}","kty":"RSA","n":"{}"}}"#, text(e), text(n)),
        }
    }

    fn rsa(n: &[u8], e: &[u8]) -> Result<Self, PublicKeyProblem> {
        let (n, e) = (without_zeros(n), without_zeros(e));
        let bits = bits(n);
        if bits < *RSA_BITS.start() {
            return Err(PublicKeyProblem::RsaTooShort { bits });
        }
        if bits > *RSA_BITS.end() {
            return Err(PublicKeyProblem::RsaTooLong { bits });
        }
        let is_odd = |number: &[u8]| number.last().is_some_and(|last| last % 2 == 1);
        if !is_odd(n) {
            return Err(PublicKeyProblem::Malformed { part: "n" });
        }
        // An even exponent has no inverse, 1 signs nothing, and longer ones are made to slow a verifier down.
        if !is_odd(e) || e == [1] || self::bits(e) > RSA_EXPONENT_BITS {
            return Err(PublicKeyProblem::Malformed { part: "e" });
        }
        Ok(Self::Rsa { n: n.to_vec(), e: e.to_vec() })
    }
}

fn without_zeros(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    &number[zeros..]
}

/// How many bits a number without leading zeros has.
fn bits(number: &[u8]) -> usize {
    number.first().map_or(0, |first| number.len() * 8 - first.leading_zeros() as usize)
}
