//! One signing key: its public half for the world, its parsed key pair for the token path.

use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, ParsedPublicKey, RSA_PKCS1_SHA256,
    RsaKeyPair,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::SigningAlgorithm;
use serde::Serialize;
use store::SealedSigningKey;
use zeroize::Zeroizing;

use super::jwk::{Jwk, PublicKey};
use super::{SealingKey, SigningError};

/// A key that signs, or signed, or will.
pub(super) struct SigningKey {
    pub(super) public: VerifyingKey,
    pub(super) signs_from: i64,
    pair: KeyPair,
    random: SystemRandom,
}

/// The public half, ready to verify.
pub(super) struct VerifyingKey {
    pub(super) jwk: Jwk,
    parsed: ParsedPublicKey,
}

enum KeyPair {
    Es256(EcdsaKeyPair),
    Rs256(Box<RsaKeyPair>),
}

impl KeyPair {
    fn generate(algorithm: SigningAlgorithm) -> Self {
        match algorithm {
            SigningAlgorithm::Es256 => Self::Es256(
                EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING)
                    .expect("a P-256 key can be generated"),
            ),
            SigningAlgorithm::Rs256 => Self::Rs256(Box::new(
                RsaKeyPair::generate(KeySize::Rsa2048).expect("an RSA key can be generated"),
            )),
        }
    }

    fn to_pkcs8(&self) -> Zeroizing<Vec<u8>> {
        let der = match self {
            Self::Es256(pair) => pair.to_pkcs8v1().map(|der| der.as_ref().to_vec()),
            Self::Rs256(pair) => pair.as_der().map(|der| der.as_ref().to_vec()),
        };
        Zeroizing::new(der.expect("a generated key has a PKCS#8 form"))
    }

    fn from_pkcs8(algorithm: SigningAlgorithm, der: &[u8]) -> Option<Self> {
        match algorithm {
            SigningAlgorithm::Es256 => {
                EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der).ok().map(Self::Es256)
            }
            SigningAlgorithm::Rs256 => {
                RsaKeyPair::from_pkcs8(der).ok().map(|pair| Self::Rs256(Box::new(pair)))
            }
        }
    }

    fn public_key(&self) -> PublicKey {
        match self {
            Self::Es256(pair) => PublicKey::ec(pair.public_key().as_ref()),
            Self::Rs256(pair) => {
                let key = pair.public_key();
                PublicKey::rsa(
                    key.modulus().big_endian_without_leading_zero(),
                    key.exponent().big_endian_without_leading_zero(),
                )
            }
        }
    }

    fn sign(&self, random: &SystemRandom, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Es256(pair) => pair.sign(random, message).expect("a parsed key signs").as_ref().to_vec(),
            Self::Rs256(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, random, message, &mut signature).expect("a parsed key signs");
                signature
            }
        }
    }
}

impl VerifyingKey {
    pub(super) fn new(public_key: PublicKey) -> Option<Self> {
        Some(Self { parsed: public_key.parsed()?, jwk: public_key.into() })
    }

    pub(super) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        self.parsed.verify_sig(message, signature).is_ok()
    }
}

impl SigningKey {
    /// A new key as it is stored. Takes up to a second where it is RSA.
    pub(super) fn generate_sealed(
        algorithm: SigningAlgorithm,
        sealing_key: &SealingKey,
        turn: Turn,
    ) -> SealedSigningKey {
        let pair = KeyPair::generate(algorithm);
        let jwk = Jwk::from(pair.public_key());
        SealedSigningKey {
            sealed_private: sealing_key.seal(&pair.to_pkcs8(), &jwk.kid),
            public_jwk: serde_json::to_string(&jwk).expect("a key of strings is JSON"),
            kid: jwk.kid,
            generation: turn.generation,
            algorithm,
            created_at: turn.created_at,
            signs_from: turn.signs_from,
            retired_at: None,
        }
    }

    pub(super) fn open(stored: &SealedSigningKey, sealing_key: &SealingKey) -> Result<Self, SigningError> {
        let open = || {
            let der = sealing_key.open(&stored.sealed_private, &stored.kid)?;
            let pair = KeyPair::from_pkcs8(stored.algorithm, &der)?;
            let public = VerifyingKey::new(pair.public_key())?;
            Some(Self { public, signs_from: stored.signs_from, pair, random: SystemRandom::new() })
        };
        open().ok_or_else(|| SigningError::CannotOpen { kid: stored.kid.clone() })
    }

    pub(super) fn sign(&self, typ: &str, claims: &impl Serialize) -> String {
        #[derive(Serialize)]
        struct Header<'a> {
            alg: SigningAlgorithm,
            typ: &'a str,
            kid: &'a str,
        }
        let Jwk { alg, kid, .. } = &self.public.jwk;
        let header =
            serde_json::to_vec(&Header { alg: *alg, typ, kid }).expect("a header of strings is JSON");
        let claims = serde_json::to_vec(claims).expect("claims of strings and numbers are JSON");
        let mut token = URL_SAFE_NO_PAD.encode(header);
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(claims, &mut token);
        let signature = self.pair.sign(&self.random, token.as_bytes());
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(signature, &mut token);
        token
    }
}

/// The how-manyth key it is, and when it signs.
#[derive(Clone, Copy)]
pub(super) struct Turn {
    pub(super) generation: i64,
    pub(super) created_at: i64,
    pub(super) signs_from: i64,
}
