//! Principals that sign: which key counts, where, and how often an assertion does.

use std::sync::atomic::{AtomicUsize, Ordering};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{KeyDraft, NewKeys, PrincipalDraft, PublicKey, SecurityType};
use serde_json::json;
use service::{
    Administrator, AssertionRefusal, Grant, IssuedTokens, PresentedClient, PresentedProof, Services,
    TokenRefusal, TokenRequest,
};

use crate::world::World;

/// A private key.
pub struct Key(EcdsaKeyPair);

impl Key {
    pub fn generate() -> Self {
        Self(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap())
    }

    /// What is pasted of it.
    fn draft(&self) -> KeyDraft {
        let (x, y) = self.0.public_key().as_ref()[1..].split_at(32);
        let public = PublicKey::P256 { x: x.try_into().unwrap(), y: y.try_into().unwrap() };
        KeyDraft { public_key: public.to_jwk(), expires_at: None }
    }

    fn checked(&self, world: &World) -> NewKeys {
        self.draft().check(world.now()).unwrap()
    }
}

/// A principal that signs, as an integrator knows it.
pub struct Signer {
    pub client_id: String,
    made: AtomicUsize,
}

impl Signer {
    pub async fn registered(world: &World, administrator: &Administrator, key: &Key) -> Self {
        let draft = PrincipalDraft {
            client_name: "signing_robot".to_owned(),
            security_type: SecurityType::SignedJwt,
            environment: "production".to_owned(),
            key: key.draft(),
        };
        let new = draft.check(world.now()).unwrap();
        let saved = world.services.register_principal(administrator, new).await.unwrap();
        Self { client_id: saved.principal.client_id.as_str().to_owned(), made: AtomicUsize::default() }
    }

    /// An assertion that counts for a minute, and names no key.
    pub fn assertion(&self, world: &World, key: &Key) -> String {
        let jti = format!("number {}", self.made.fetch_add(1, Ordering::Relaxed));
        let claims = json!({
            "iss": self.client_id, "sub": self.client_id, "aud": world.services.issuer(),
            "exp": world.now() + 60, "jti": jti,
        });
        let parts = [json!({ "alg": "ES256" }), claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
        let signed = parts.join(".");
        let signature = key.0.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

pub async fn token_with(services: &Services, assertion: &str) -> Result<IssuedTokens, TokenRefusal> {
    let request = TokenRequest {
        client: PresentedClient { client_id: "", proof: PresentedProof::Assertion(assertion) },
        grant: Grant::ClientCredentials,
        scope: None,
        resources: &[],
        address: Some("192.0.2.7".to_owned()),
    };
    services.token(request).await
}

/// Why an assertion was worth no token.
fn why(answer: Result<IssuedTokens, TokenRefusal>) -> AssertionRefusal {
    match answer {
        Err(TokenRefusal::Assertion(refusal)) => refusal,
        Err(refusal) => panic!("{refusal:?}"),
        Ok(_) => panic!("a token"),
    }
}

on_each_engine![
    an_assertion_that_was_used_counts_at_no_other_server,
    both_keys_count_while_one_takes_the_place_of_the_other,
    the_last_use_of_a_key_is_seen,
];

async fn an_assertion_that_was_used_counts_at_no_other_server(world: World) {
    let another = world.another_server().await.unwrap();
    let (administrator, _) = world.administrator().await;
    let key = Key::generate();
    let signer = Signer::registered(&world, &administrator, &key).await;
    let assertion = signer.assertion(&world, &key);
    assert!(token_with(&world.services, &assertion).await.is_ok());
    for services in [&another, &world.services] {
        assert_eq!(why(token_with(services, &assertion).await), AssertionRefusal::Replayed);
    }

    // As long as it could be used, it is remembered, and not much longer.
    for (passed, expected) in [(89, AssertionRefusal::Replayed), (1, AssertionRefusal::Expired)] {
        world.pass(passed);
        another.sweep().await.unwrap();
        assert_eq!(why(token_with(&another, &assertion).await), expected);
    }
    let count = async || match &world.store {
        service::Store::Sqlite(pool, _) => {
            sqlx::query_scalar::<_, i64>("SELECT COUNT(*) FROM used_assertions")
                .fetch_one(pool)
                .await
                .unwrap()
        }
        service::Store::Postgres(pool) => {
            sqlx::query_scalar::<_, i64>("SELECT COUNT(*) FROM used_assertions")
                .fetch_one(pool)
                .await
                .unwrap()
        }
    };
    assert_eq!(count().await, 1, "another server's clock may be behind");
    world.pass(60);
    another.sweep().await.unwrap();
    assert_eq!(count().await, 0);
}

async fn both_keys_count_while_one_takes_the_place_of_the_other(world: World) {
    let another = world.another_server().await.unwrap();
    let (administrator, reader) = world.administrator().await;
    let (old, new) = (Key::generate(), Key::generate());
    let signer = Signer::registered(&world, &administrator, &old).await;
    let client_id = signer.client_id.as_str();
    let is_good = async |services, key| match token_with(services, &signer.assertion(&world, key)).await {
        Ok(_) => true,
        Err(TokenRefusal::Assertion(AssertionRefusal::SignatureWrong)) => false,
        Err(refusal) => panic!("{refusal:?}"),
    };
    assert!(is_good(&another, &old).await && !is_good(&another, &new).await);
    world.pass(1);
    world.services.add_credentials(&administrator, client_id, new.checked(&world)).await.unwrap();
    for services in [&world.services, &another] {
        assert!(is_good(services, &old).await && is_good(services, &new).await);
    }
    let keys = world.services.principal(&reader, client_id).await.unwrap().credentials;
    world.services.retire_credential(&administrator, client_id, &keys[1].id).await.unwrap();
    for services in [&world.services, &another] {
        assert!(!is_good(services, &old).await && is_good(services, &new).await);
    }
    world.services.retire_credential(&administrator, client_id, &keys[0].id).await.unwrap();
    let refused = token_with(&another, &signer.assertion(&world, &new)).await;
    assert_eq!(why(refused), AssertionRefusal::KeyRetired);
}

async fn the_last_use_of_a_key_is_seen(world: World) {
    let (administrator, reader) = world.administrator().await;
    let key = Key::generate();
    let signer = Signer::registered(&world, &administrator, &key).await;
    let last_used = async || {
        let detail = world.services.principal(&reader, &signer.client_id).await.unwrap();
        detail.credentials[0].last_used.as_ref().map(|used| used.at)
    };
    assert_eq!(last_used().await, None);
    world.pass(5);
    token_with(&world.services, &signer.assertion(&world, &key)).await.ok().unwrap();
    assert_eq!(last_used().await, Some(world.now()));
    world.services.flush_last_uses().await.unwrap();
    assert_eq!(last_used().await, Some(world.now()));
}
