//! One signing key: its public half for the world, its parsed key pair for the token path.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use store::SealedSigningKey;
use zeroize::Zeroizing;

use super::{SealingKey, SigningError};

const ALGORITHM: &str = "ES256";
/// An uncompressed point: 0x04, x, y (SEC 1 §2.3.3).
const COORDINATE_LENGTH: usize = 32;

/// The public half of a signing key (RFC 7517 §4, RFC 7518 §6.2.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Jwk {
    /// Key type: `EC`.
    pub kty: &'static str,
    /// Curve: `P-256`.
    pub crv: &'static str,
    /// X coordinate, base64url.
    pub x: String,
    /// Y coordinate, base64url.
    pub y: String,
    /// Use: `sig`.
    #[serde(rename = "use")]
    pub usage: &'static str,
    /// The JWS algorithm: `ES256`.
    pub alg: &'static str,
    /// The JWK thumbprint (RFC 7638).
    pub kid: String,
}

impl Jwk {
    fn of(pair: &EcdsaKeyPair) -> Self {
        let (x, y) = pair.public_key().as_ref()[1..].split_at(COORDINATE_LENGTH);
        let (x, y) = (URL_SAFE_NO_PAD.encode(x), URL_SAFE_NO_PAD.encode(y));
        // RFC 7638 §3.2: the required members, in lexicographic order, without white space.
        let members = format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#);
        let kid = URL_SAFE_NO_PAD.encode(digest(&SHA256, members.as_bytes()));
        Self { kty: "EC", crv: "P-256", x, y, usage: "sig", alg: ALGORITHM, kid }
    }
}

pub(super) struct SigningKey {
    pub(super) jwk: Jwk,
    pair: EcdsaKeyPair,
    random: SystemRandom,
}

impl SigningKey {
    pub(super) fn generate_sealed(sealing_key: &SealingKey, created_at: i64) -> SealedSigningKey {
        let pair =
            EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).expect("a P-256 key can be generated");
        let der = pair.to_pkcs8v1().expect("a generated key has a PKCS#8 form");
        let kid = Jwk::of(&pair).kid;
        SealedSigningKey {
            sealed_private: sealing_key.seal(der.as_ref(), &kid),
            kid,
            algorithm: ALGORITHM.to_owned(),
            is_signing: true,
            created_at,
        }
    }

    pub(super) fn open(stored: &SealedSigningKey, sealing_key: &SealingKey) -> Result<Self, SigningError> {
        let cannot_open = || SigningError::CannotOpen { kid: stored.kid.clone() };
        let der: Zeroizing<Vec<u8>> =
            sealing_key.open(&stored.sealed_private, &stored.kid).ok_or_else(cannot_open)?;
        let pair =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &der).map_err(|_| cannot_open())?;
        Ok(Self { jwk: Jwk::of(&pair), pair, random: SystemRandom::new() })
    }

    pub(super) fn sign(&self, typ: &str, claims: &impl Serialize) -> String {
        #[derive(Serialize)]
        struct Header<'a> {
            alg: &'a str,
            typ: &'a str,
            kid: &'a str,
        }
        let header = serde_json::to_vec(&Header { alg: ALGORITHM, typ, kid: &self.jwk.kid })
            .expect("a header of strings is JSON");
        let claims = serde_json::to_vec(claims).expect("claims of strings and numbers are JSON");
        let mut token = URL_SAFE_NO_PAD.encode(header);
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(claims, &mut token);
        let signature = self.pair.sign(&self.random, token.as_bytes()).expect("a parsed key signs");
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(signature, &mut token);
        token
    }
}
