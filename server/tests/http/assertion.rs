//! `private_key_jwt`: which assertions count, with which key, and how often (RFC 7521 §4.2, RFC 7523 §3).

mod worthless;

use domain::DenialReason;
use http::{StatusCode, header};
use serde_json::{Value, json};

use crate::denials::denials;
use crate::world::signer::{Key, Signer, proof};
use crate::world::{Answer, NOW, ORIGIN, World};

const ENDPOINT: &str = "http://localhost:3000/oauth2/token";
const UNAUTHORIZED: (StatusCode, &str) = (StatusCode::UNAUTHORIZED, "invalid_client");

/// That a request was refused as it has to be, and nothing of the assertion comes back.
fn assert_refused(answer: &Answer, expected: (StatusCode, &str), assertion: &str, about: &str) {
    let error = answer.json()["error"].as_str().unwrap().to_owned();
    assert_eq!((answer.status, error.as_str()), expected, "{about}: {}", answer.body);
    assert_eq!(answer.header(header::CACHE_CONTROL), "no-store", "{about}");
    let challenges = answer.header(header::WWW_AUTHENTICATE).starts_with("Basic realm=");
    assert_eq!(challenges, answer.status == StatusCode::UNAUTHORIZED, "{about}");
    for part in assertion.split('.').filter(|part| part.len() > 8) {
        assert!(!answer.body.contains(part), "{about}: {}", answer.body);
    }
}

/// That an assertion proves nothing, and that whoever looks after the principal is told why.
async fn assert_worthless(world: &World, signer: &Signer, assertion: &str, why: (DenialReason, &str)) {
    let about = format!("{why:?}");
    assert_refused(&world.token_with(assertion).await, UNAUTHORIZED, assertion, &about);
    // With its client id beside it, it is the same principal's whatever is in it.
    let named = [("client_id", signer.client_id.as_str())];
    assert_refused(&world.token_with_more(assertion, &named).await, UNAUTHORIZED, assertion, &about);
    let kept = denials(world, &signer.client_id).await;
    assert!(kept.iter().any(|kept| (kept.reason, kept.detail.as_str()) == why), "{about}: {kept:?}");
}

#[tokio::test]
async fn each_algorithm_is_worth_a_token() {
    let world = World::set_up().await;
    for (name, key) in [("first", Key::es256()), ("second", Key::ps256()), ("third", Key::eddsa())] {
        let signer = world.signer(&format!("{name}_principal"), key).await;
        let named = [("client_id", signer.client_id.as_str())];
        let answer = world.token_with_more(&signer.assertion(), &named).await;
        assert_eq!(answer.status, StatusCode::OK, "{name}: {}", answer.body);
        assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
        assert_eq!(answer.json()["token_type"], "Bearer");
        for (header, claims) in [
            (json!({}), json!({})),
            (json!({ "kid": null }), json!({})),
            (json!({ "typ": null }), json!({ "iat": null })),
            (json!({ "typ": "JWT" }), json!({ "nbf": NOW, "unknown": [1] })),
            (json!({ "typ": "application/Client-Authentication+JWT", "x5t": "unknown" }), json!({})),
            (json!({}), json!({ "aud": [ORIGIN] })),
            (json!({}), json!({ "iat": NOW + 30, "nbf": NOW as f64 + 29.5 })),
            (json!({}), json!({ "exp": NOW - 29 })),
            (json!({}), json!({ "exp": NOW + 630 })),
            (json!({}), json!({ "jti": "é".repeat(127) })),
        ] {
            let answer = world.token_with(&signer.assertion_with(&header, &claims)).await;
            assert_eq!(answer.status, StatusCode::OK, "{header} {claims}: {}", answer.body);
        }
    }
}

#[tokio::test]
async fn a_key_goes_by_its_own_name_and_by_its_thumbprint() {
    let world = World::set_up().await;
    let signer = world.signer("robot_1", Key::eddsa()).await;
    assert!(world.is_worth_a_token(&signer.assertion_with(&json!({ "alg": "Ed25519" }), &json!({}))).await);
    world.execute("UPDATE signing_credentials SET kid = 'of its own'").await;
    let mut named = vec![json!("of its own"), json!(signer.key.thumbprint()), Value::Null];
    for kid in named.drain(..) {
        assert!(world.is_worth_a_token(&signer.assertion_with(&json!({ "kid": kid }), &json!({}))).await);
    }
    let another = signer.assertion_with(&json!({ "kid": "of another" }), &json!({}));
    assert_worthless(&world, &signer, &another, (DenialReason::KeyUnknown, "")).await;
}

#[tokio::test]
async fn the_token_endpoint_is_an_audience_where_the_principal_says_so() {
    let world = World::set_up().await;
    let signer = world.signer("robot_1", Key::es256()).await;
    let to_endpoint = |aud: Value| signer.assertion_with(&json!({}), &json!({ "aud": aud }));
    assert!(!world.is_worth_a_token(&to_endpoint(json!(ENDPOINT))).await);
    world.execute("UPDATE service_principals SET accepts_endpoint_audience = TRUE").await;
    assert!(world.is_worth_a_token(&to_endpoint(json!(ENDPOINT))).await);
    assert!(world.is_worth_a_token(&to_endpoint(json!([ENDPOINT]))).await);
    assert!(world.is_worth_a_token(&to_endpoint(json!(ORIGIN))).await);
    for other in [json!([ORIGIN, ENDPOINT]), json!(format!("{ORIGIN}/oauth2/introspect"))] {
        assert!(!world.is_worth_a_token(&to_endpoint(other)).await);
    }
}

#[tokio::test]
async fn an_assertion_counts_once() {
    let world = World::set_up().await;
    let signer = world.signer("robot_1", Key::es256()).await;
    let another = world.signer("robot_2", Key::es256()).await;
    let jti = json!({ "jti": "the same" });
    let assertion = signer.assertion_with(&json!({}), &jti);
    assert!(world.is_worth_a_token(&assertion).await);
    assert_worthless(&world, &signer, &assertion, (DenialReason::AssertionReplayed, "")).await;
    let again = signer.assertion_with(&json!({}), &jti);
    assert_worthless(&world, &signer, &again, (DenialReason::AssertionReplayed, "")).await;
    assert!(world.is_worth_a_token(&another.assertion_with(&json!({}), &jti)).await, "a jti is its issuer's");

    // Used at one endpoint, it is used at the others.
    let token =
        world.token_with(&signer.assertion()).await.json()["access_token"].as_str().unwrap().to_owned();
    let assertion = signer.assertion();
    for (path, status) in [("introspect", StatusCode::OK), ("revoke", StatusCode::UNAUTHORIZED)] {
        let pairs = [&proof(&assertion)[..], &[("token", &token)]].concat();
        let answer = world.post(&format!("/oauth2/{path}"), None, &pairs).await;
        assert_eq!(answer.status, status, "{path}: {}", answer.body);
    }

    // It is forgotten when it could not be used any more.
    world.pass(60 + 30 + 60);
    world.services.sweep().await.unwrap();
    assert!(!world.is_worth_a_token(&assertion).await);
}

#[tokio::test]
async fn a_principal_introspects_and_revokes_with_an_assertion() {
    let world = World::set_up().await;
    let signer = world.signer("robot_1", Key::eddsa()).await;
    let token =
        world.token_with(&signer.assertion()).await.json()["access_token"].as_str().unwrap().to_owned();
    let ask = async |path: &str, assertion: &str| {
        let pairs = [&proof(assertion)[..], &[("token", token.as_str())]].concat();
        world.post(&format!("/oauth2/{path}"), None, &pairs).await
    };
    let active = ask("introspect", &signer.assertion()).await;
    assert_eq!((active.status, &active.json()["active"]), (StatusCode::OK, &json!(true)), "{}", active.body);
    let worthless = signer.assertion_with(&json!({}), &json!({ "exp": NOW - 30 }));
    for path in ["introspect", "revoke"] {
        assert_refused(&ask(path, &worthless).await, UNAUTHORIZED, &worthless, path);
    }
    assert_eq!(ask("revoke", &signer.assertion()).await.status, StatusCode::OK);
    let revoked = ask("introspect", &signer.assertion()).await;
    assert_eq!(revoked.json(), json!({ "active": false }));
}

#[tokio::test]
async fn a_key_that_is_over_counts_no_longer_from_the_next_request_on() {
    let world = World::set_up().await;
    let signer = world.signer("robot_1", Key::es256()).await;
    assert!(world.is_worth_a_token(&signer.assertion()).await);
    world.execute("UPDATE signing_credentials SET expires_at = 1700000001").await;
    assert!(world.is_worth_a_token(&signer.assertion()).await);
    world.execute("UPDATE signing_credentials SET expires_at = 1700000000").await;
    for kid in [json!(signer.key.thumbprint()), Value::Null] {
        let assertion = signer.assertion_with(&json!({ "kid": kid }), &json!({}));
        assert_worthless(&world, &signer, &assertion, (DenialReason::KeyExpired, "")).await;
    }
    world.execute("UPDATE signing_credentials SET expires_at = NULL, retired_at = 1700000000").await;
    assert_worthless(&world, &signer, &signer.assertion(), (DenialReason::KeyRetired, "")).await;
    world.execute("DELETE FROM signing_credentials").await;
    assert_worthless(&world, &signer, &signer.assertion(), (DenialReason::KeyUnknown, "")).await;
}

#[tokio::test]
async fn a_principal_that_is_disabled_gets_no_token_from_the_next_request_on() {
    let world = World::set_up().await;
    let signer = world.signer("robot_1", Key::es256()).await;
    assert!(world.is_worth_a_token(&signer.assertion()).await);
    world.execute("UPDATE service_principals SET status = 'disabled'").await;
    assert_worthless(&world, &signer, &signer.assertion(), (DenialReason::ClientDisabled, "")).await;
    world.execute("UPDATE service_principals SET status = 'enabled'").await;
    assert!(world.is_worth_a_token(&signer.assertion()).await);
}
