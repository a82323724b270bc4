//! A service principal as an integrator writes it: it has private keys, and signs assertions with them.

use std::sync::atomic::{AtomicUsize, Ordering};

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RSA_PSS_SHA256, RsaKeyPair,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{KeyDraft, PrincipalDraft, PublicKey, SecurityType};
use http::StatusCode;
use serde_json::{Map, Value, json};

use super::{Answer, NOW, ORIGIN, World};

pub const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// A private key, and the `alg` it signs with.
pub enum Key {
    Es256(EcdsaKeyPair),
    Ps256(RsaKeyPair),
    EdDsa(Ed25519KeyPair),
}

impl Key {
    pub fn es256() -> Self {
        Self::Es256(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap())
    }

    pub fn ps256() -> Self {
        Self::Ps256(RsaKeyPair::generate(KeySize::Rsa2048).unwrap())
    }

    pub fn eddsa() -> Self {
        Self::EdDsa(Ed25519KeyPair::generate().unwrap())
    }

    pub fn public(&self) -> PublicKey {
        match self {
            Self::Es256(pair) => {
                let (x, y) = pair.public_key().as_ref()[1..].split_at(32);
                PublicKey::P256 { x: x.try_into().unwrap(), y: y.try_into().unwrap() }
            }
            Self::Ps256(pair) => PublicKey::Rsa {
                n: pair.public_key().modulus().big_endian_without_leading_zero().to_vec(),
                e: pair.public_key().exponent().big_endian_without_leading_zero().to_vec(),
            },
            Self::EdDsa(pair) => PublicKey::Ed25519 { x: pair.public_key().as_ref().try_into().unwrap() },
        }
    }

    /// RFC 7638.
    pub fn thumbprint(&self) -> String {
        URL_SAFE_NO_PAD.encode(digest(&SHA256, self.public().to_jwk().as_bytes()))
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match self {
            Self::Es256(pair) => pair.sign(&random, message).unwrap().as_ref().to_vec(),
            Self::Ps256(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PSS_SHA256, &random, message, &mut signature).unwrap();
                signature
            }
            Self::EdDsa(pair) => pair.sign(message).as_ref().to_vec(),
        }
    }

    /// A compact JWS of these two texts, which need not be JSON.
    pub fn jws(&self, header: &str, claims: &str) -> String {
        let signed = unsigned(header, claims);
        let signature = URL_SAFE_NO_PAD.encode(self.sign(signed.as_bytes()));
        format!("{signed}.{signature}")
    }
}

/// What is signed of a compact JWS.
pub fn unsigned(header: &str, claims: &str) -> String {
    format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims))
}

/// A principal, its first key, and what it signs.
pub struct Signer {
    pub client_id: String,
    pub key: Key,
    made: AtomicUsize,
}

impl Signer {
    /// The principal with this client id, of which this is a key.
    pub fn new(client_id: &str, key: Key) -> Self {
        Self { client_id: client_id.to_owned(), key, made: AtomicUsize::default() }
    }

    /// A header that is right.
    pub fn header(&self) -> Value {
        let alg = self.key.public().algorithm();
        json!({ "alg": alg, "typ": "client-authentication+jwt", "kid": self.key.thumbprint() })
    }

    /// Claims that are right, each time with another `jti`.
    pub fn claims(&self) -> Value {
        let number = self.made.fetch_add(1, Ordering::Relaxed);
        json!({
            "iss": self.client_id, "sub": self.client_id, "aud": ORIGIN, "exp": NOW + 60, "iat": NOW,
            "jti": format!("an-assertion-of-its-own-{number}"),
        })
    }

    pub fn assertion(&self) -> String {
        self.assertion_with(&json!({}), &json!({}))
    }

    /// An assertion that is right but for these members; `null` leaves one out.
    pub fn assertion_with(&self, header: &Value, claims: &Value) -> String {
        self.signed_by(&self.key, header, claims)
    }

    /// The same with another private key.
    pub fn signed_by(&self, key: &Key, header: &Value, claims: &Value) -> String {
        key.jws(&changed(self.header(), header), &changed(self.claims(), claims))
    }
}

fn changed(object: Value, changes: &Value) -> String {
    let mut members: Map<String, Value> = object.as_object().unwrap().clone();
    members.extend(changes.as_object().unwrap().clone());
    members.retain(|_, value| !value.is_null());
    Value::Object(members).to_string()
}

/// What a client sends beside what it wants.
pub fn proof(assertion: &str) -> [(&str, &str); 2] {
    [("client_assertion_type", JWT_BEARER), ("client_assertion", assertion)]
}

impl World {
    /// Registers a principal that signs with this key.
    pub async fn signer(&self, name: &str, key: Key) -> Signer {
        let public_key = key.public().to_jwk();
        let draft = PrincipalDraft {
            client_name: name.to_owned(),
            security_type: SecurityType::SignedJwt,
            environment: "production".to_owned(),
            key: KeyDraft { public_key, expires_at: None },
        };
        let cookie = self.signed_in().await;
        let person = self.services.signed_in(cookie.split_once('=').unwrap().1, None).await.unwrap().unwrap();
        let saved = self
            .services
            .register_principal(&person.administrator().unwrap(), draft.check(NOW).unwrap())
            .await
            .unwrap();
        Signer::new(saved.principal.client_id.as_str(), key)
    }

    /// A principal asks for a token with an assertion alone.
    pub async fn token_with(&self, assertion: &str) -> Answer {
        self.token_with_more(assertion, &[]).await
    }

    pub async fn token_with_more(&self, assertion: &str, more: &[(&str, &str)]) -> Answer {
        let grant = [("grant_type", "client_credentials")];
        self.post("/oauth2/token", None, &[&grant[..], &proof(assertion), more].concat()).await
    }

    /// Whether an assertion is worth a token.
    pub async fn is_worth_a_token(&self, assertion: &str) -> bool {
        let answer = self.token_with(assertion).await;
        assert!(answer.status == StatusCode::OK || answer.status == StatusCode::UNAUTHORIZED, "{answer:?}");
        answer.status == StatusCode::OK
    }
}
