//! The public half of a signing key.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rsa::PublicKeyComponents;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::SigningAlgorithm;
use serde::{Deserialize, Serialize};

/// What an uncompressed point begins with; x and y follow (SEC 1 §2.3.3).
const UNCOMPRESSED: u8 = 4;
const COORDINATE_LENGTH: usize = 32;

/// The public half of a signing key (RFC 7517 §4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Jwk {
    /// What signatures are verified with.
    #[serde(flatten)]
    pub public_key: PublicKey,
    /// Use: `sig`.
    #[serde(rename = "use")]
    pub usage: &'static str,
    /// The JWS algorithm.
    pub alg: SigningAlgorithm,
    /// The JWK thumbprint (RFC 7638).
    pub kid: String,
}

/// The members that a key of its type must have (RFC 7518 §6.2.1, §6.3.1), and no other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kty")]
pub enum PublicKey {
    /// A point on an elliptic curve.
    #[serde(rename = "EC")]
    Ec {
        /// The curve.
        crv: Curve,
        /// X coordinate, base64url.
        x: String,
        /// Y coordinate, base64url.
        y: String,
    },
    /// An RSA key.
    #[serde(rename = "RSA")]
    Rsa {
        /// Modulus, base64url.
        n: String,
        /// Exponent, base64url.
        e: String,
    },
}

/// A curve (RFC 7518 §6.2.1.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Curve {
    /// NIST P-256.
    #[serde(rename = "P-256")]
    P256,
}

impl From<PublicKey> for Jwk {
    fn from(public_key: PublicKey) -> Self {
        let kid = public_key.thumbprint();
        Self { alg: public_key.algorithm(), public_key, usage: "sig", kid }
    }
}

impl PublicKey {
    /// Of an uncompressed point on P-256.
    pub(super) fn ec(point: &[u8]) -> Self {
        let (x, y) = point[1..].split_at(COORDINATE_LENGTH);
        Self::Ec { crv: Curve::P256, x: URL_SAFE_NO_PAD.encode(x), y: URL_SAFE_NO_PAD.encode(y) }
    }

    /// Of big-endian numbers without leading zeros.
    pub(super) fn rsa(modulus: &[u8], exponent: &[u8]) -> Self {
        Self::Rsa { n: URL_SAFE_NO_PAD.encode(modulus), e: URL_SAFE_NO_PAD.encode(exponent) }
    }

    fn algorithm(&self) -> SigningAlgorithm {
        match self {
            Self::Ec { .. } => SigningAlgorithm::Es256,
            Self::Rsa { .. } => SigningAlgorithm::Rs256,
        }
    }

    /// RFC 7638 §3: the digest of the required members, in lexicographic order, without white space.
    fn thumbprint(&self) -> String {
        let members = match self {
            Self::Ec { crv: Curve::P256, x, y } => {
                format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#)
            }
            Self::Rsa { n, e } => format!(r#"{{"e":"{e}","kty":"RSA","n":"{n}"}}"#),
        };
        URL_SAFE_NO_PAD.encode(digest(&SHA256, members.as_bytes()))
    }

    /// Ready to verify signatures; none where it is no key.
    pub(super) fn parsed(&self) -> Option<ParsedPublicKey> {
        let decode = |text: &String| URL_SAFE_NO_PAD.decode(text).ok();
        match self {
            Self::Ec { crv: Curve::P256, x, y } => {
                let point = [&[UNCOMPRESSED][..], &decode(x)?, &decode(y)?].concat();
                ParsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).ok()
            }
            Self::Rsa { n, e } => {
                let components = PublicKeyComponents { n: decode(n)?, e: decode(e)? };
                components.to_parsed_public_key(&RSA_PKCS1_2048_8192_SHA256).ok()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thumbprint_is_that_of_the_standard() {
        // RFC 7638 §3.1.
        let n = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjB\
                 ZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8\
                 KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_\
                 xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
        let jwk = Jwk::from(PublicKey::Rsa { n: n.to_owned(), e: "AQAB".to_owned() });
        assert_eq!(jwk.kid, "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
        assert!(jwk.public_key.parsed().is_some());
    }

    #[test]
    fn a_jwk_has_the_members_of_its_type() {
        let public_key = PublicKey::rsa(&[1, 2], &[1, 0, 1]);
        let json = serde_json::to_value(Jwk::from(public_key.clone())).unwrap();
        let members: Vec<_> = json.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(members, ["alg", "e", "kid", "kty", "n", "use"]);
        assert_eq!((json["kty"].as_str(), json["alg"].as_str()), (Some("RSA"), Some("RS256")));
        assert_eq!(serde_json::from_value::<PublicKey>(json).unwrap(), public_key);
    }

    #[test]
    fn what_is_no_key_verifies_nothing() {
        assert!(PublicKey::rsa(&[], &[]).parsed().is_none());
        assert!(PublicKey::ec(&[0; 65]).parsed().is_none());
        let text = "not base64url!".to_owned();
        assert!(PublicKey::Rsa { n: text.clone(), e: text }.parsed().is_none());
    }
}
