//! Assertions that prove nothing, and what is told about each (RFC 7523 §3, RFC 8725).

use domain::DenialReason;
use http::StatusCode;
use serde_json::json;

use super::{ENDPOINT, UNAUTHORIZED, assert_refused, assert_worthless};
use crate::denials::denials;
use crate::world::application::{basic, form};
use crate::world::signer::{JWT_BEARER, Key, proof, unsigned};
use crate::world::{NOW, ORIGIN, World};

const BAD_REQUEST: (StatusCode, &str) = (StatusCode::BAD_REQUEST, "invalid_request");
const GRANT: (&str, &str) = ("grant_type", "client_credentials");

#[tokio::test]
async fn a_header_that_is_not_right_is_refused() {
    use DenialReason::{
        AssertionAlgorithmRefused, AssertionHeaderForbidden, AssertionUnreadable, KeyUnknown,
    };
    let world = World::set_up().await;
    let signer = world.signer("robot_1", Key::es256()).await;
    for (header, reason, detail) in [
        (json!({ "alg": "none" }), AssertionAlgorithmRefused, ""),
        (json!({ "alg": "HS256" }), AssertionAlgorithmRefused, ""),
        (json!({ "alg": "RS256" }), AssertionAlgorithmRefused, ""),
        (json!({ "alg": "PS256" }), AssertionAlgorithmRefused, ""),
        (json!({ "alg": "EdDSA" }), AssertionAlgorithmRefused, ""),
        (json!({ "alg": "es256" }), AssertionAlgorithmRefused, ""),
        (json!({ "alg": null }), AssertionUnreadable, ""),
        (json!({ "alg": ["ES256"] }), AssertionUnreadable, ""),
        (json!({ "kid": 1 }), AssertionUnreadable, ""),
        (json!({ "kid": "unknown" }), KeyUnknown, ""),
        (json!({ "kid": "" }), KeyUnknown, ""),
        (json!({ "typ": "at+jwt" }), AssertionHeaderForbidden, "typ"),
        (json!({ "typ": "dpop+jwt" }), AssertionHeaderForbidden, "typ"),
        (json!({ "jku": "https://elsewhere.example/jwks" }), AssertionHeaderForbidden, "jku"),
        (json!({ "jwk": { "kty": "EC" } }), AssertionHeaderForbidden, "jwk"),
        (json!({ "x5u": "https://elsewhere.example/x5u" }), AssertionHeaderForbidden, "x5u"),
        (json!({ "x5c": [] }), AssertionHeaderForbidden, "x5c"),
        (json!({ "crit": ["exp"], "exp": 1 }), AssertionHeaderForbidden, "crit"),
        (json!({ "b64": true }), AssertionHeaderForbidden, "b64"),
    ] {
        let assertion = signer.assertion_with(&header, &json!({}));
        assert_worthless(&world, &signer, &assertion, (reason, detail)).await;
    }
    let written = |header: &str| signer.key.jws(header, &signer.claims().to_string());
    for (header, reason, detail) in [
        (r#"{"alg":"ES256","jku":null}"#, AssertionHeaderForbidden, "jku"),
        (r#"{"alg":"ES256","alg":"ES256"}"#, AssertionUnreadable, ""),
        (r#"{"alg":"ES256","kid":null}"#, AssertionUnreadable, ""),
        (r#"["ES256"]"#, AssertionUnreadable, ""),
        (r#""ES256""#, AssertionUnreadable, ""),
        ("", AssertionUnreadable, ""),
    ] {
        assert_worthless(&world, &signer, &written(header), (reason, detail)).await;
    }
    assert!(world.is_worth_a_token(&written(r#" {"alg":"ES256"} "#)).await);
}

#[tokio::test]
async fn claims_that_are_not_right_are_refused() {
    use DenialReason::{
        AssertionAudienceWrong, AssertionClaimMalformed, AssertionExpired, AssertionIssuerDiffers,
        AssertionTooFarAhead,
    };
    let world = World::set_up().await;
    let signer = world.signer("robot_1", Key::es256()).await;
    let elsewhere = "https://elsewhere.example";
    for (claims, reason, detail) in [
        (json!({ "aud": elsewhere }), AssertionAudienceWrong, ""),
        (json!({ "aud": format!("{ORIGIN}/") }), AssertionAudienceWrong, ""),
        (json!({ "aud": ENDPOINT }), AssertionAudienceWrong, ""),
        (json!({ "aud": [ORIGIN, elsewhere] }), AssertionAudienceWrong, ""),
        (json!({ "aud": [ORIGIN, ORIGIN] }), AssertionAudienceWrong, ""),
        (json!({ "aud": [] }), AssertionAudienceWrong, ""),
        (json!({ "aud": null }), AssertionClaimMalformed, "aud"),
        (json!({ "aud": { "url": ORIGIN } }), AssertionClaimMalformed, "aud"),
        (json!({ "aud": [1] }), AssertionClaimMalformed, "aud"),
        (json!({ "exp": NOW - 30 }), AssertionExpired, ""),
        (json!({ "exp": 0 }), AssertionExpired, ""),
        (json!({ "exp": i64::MIN }), AssertionExpired, ""),
        (json!({ "exp": NOW + 631 }), AssertionTooFarAhead, ""),
        (json!({ "exp": i64::MAX }), AssertionTooFarAhead, ""),
        (json!({ "nbf": NOW + 31 }), AssertionTooFarAhead, ""),
        (json!({ "iat": NOW + 31 }), AssertionTooFarAhead, ""),
        (json!({ "exp": null }), AssertionClaimMalformed, "exp"),
        (json!({ "exp": u64::MAX }), AssertionClaimMalformed, "exp"),
        (json!({ "exp": NOW.to_string() }), AssertionClaimMalformed, "exp"),
        (json!({ "exp": NOW as f64 + 0.5 }), AssertionClaimMalformed, "exp"),
        (json!({ "iat": "now" }), AssertionClaimMalformed, "iat"),
        (json!({ "nbf": true }), AssertionClaimMalformed, "nbf"),
        (json!({ "jti": null }), AssertionClaimMalformed, "jti"),
        (json!({ "jti": 1 }), AssertionClaimMalformed, "jti"),
        (json!({ "jti": "" }), AssertionClaimMalformed, "jti"),
        (json!({ "jti": "é".repeat(128) }), AssertionClaimMalformed, "jti"),
        (json!({ "iss": null }), AssertionClaimMalformed, "iss"),
        (json!({ "iss": "app-another" }), AssertionIssuerDiffers, ""),
        (json!({ "iss": ORIGIN }), AssertionIssuerDiffers, ""),
    ] {
        let assertion = signer.assertion_with(&json!({}), &claims);
        assert_worthless(&world, &signer, &assertion, (reason, detail)).await;
    }
    assert!(world.is_worth_a_token(&signer.assertion()).await, "what is refused uses nothing up");
}

#[tokio::test]
async fn what_is_no_jwt_is_refused() {
    let world = World::set_up().await;
    let signer = world.signer("robot_1", Key::es256()).await;
    let good = signer.assertion();
    let claims = signer.claims().to_string();
    let header = signer.header().to_string();
    let twice = claims.replacen('{', &format!(r#"{{"aud":"{ORIGIN}","#), 1);
    for worthless in [
        "unreadable".to_owned(),
        "..".to_owned(),
        format!("{good}."),
        format!("{good}.e30"),
        format!("{good}="),
        signer.key.jws(&header, "[]"),
        signer.key.jws(&header, "{"),
        signer.key.jws(&header, &twice),
        signer.assertion_with(&json!({}), &json!({ "long": "x".repeat(8192) })),
    ] {
        let named = [("client_id", signer.client_id.as_str())];
        let answer = world.token_with_more(&worthless, &named).await;
        assert_refused(&answer, UNAUTHORIZED, &worthless, &worthless);
    }
    let kept = denials(&world, &signer.client_id).await;
    let kept: Vec<_> = kept.iter().map(|kept| (kept.reason, kept.times)).collect();
    assert_eq!(kept, [(DenialReason::AssertionUnreadable, 9)]);
}

#[tokio::test]
async fn a_signature_counts_with_a_key_of_the_principal_only() {
    let world = World::set_up().await;
    let signer = world.signer("robot_1", Key::es256()).await;
    let another = world.signer("robot_2", Key::es256()).await;
    let (header, claims) = (signer.header().to_string(), signer.claims().to_string());
    let good = signer.key.jws(&header, &claims);
    let (front, signature) = good.rsplit_once('.').unwrap();
    let foreign = signer.signed_by(&another.key, &json!({}), &json!({}));
    let other_claims = unsigned(&header, &signer.claims().to_string());
    for worthless in [
        format!("{front}."),
        format!("{front}.{}", "A".repeat(86)),
        format!("{other_claims}.{signature}"),
        foreign,
        signer.signed_by(&another.key, &json!({ "kid": null }), &json!({})),
    ] {
        assert_worthless(&world, &signer, &worthless, (DenialReason::SignatureWrong, "")).await;
    }
    let kid = json!({ "kid": another.key.thumbprint() });
    let of_another = signer.signed_by(&another.key, &kid, &json!({}));
    assert_worthless(&world, &signer, &of_another, (DenialReason::KeyUnknown, "")).await;
    // A symmetric signature with what everybody knows (RFC 8725 §2.1).
    let secret = signer.key.public().to_jwk();
    let secret = jsonwebtoken::EncodingKey::from_secret(secret.as_bytes());
    let hs256 = jsonwebtoken::Header::new(jsonwebtoken::Algorithm::HS256);
    let symmetric = jsonwebtoken::encode(&hs256, &signer.claims(), &secret).unwrap();
    assert_worthless(&world, &signer, &symmetric, (DenialReason::AssertionAlgorithmRefused, "")).await;
    assert!(world.is_worth_a_token(&good).await);
}

#[tokio::test]
async fn an_assertion_is_by_and_about_who_sends_it() {
    let world = World::set_up().await;
    let signer = world.signer("robot_1", Key::es256()).await;
    let another = world.signer("robot_2", Key::es256()).await;
    let for_another = json!({ "iss": another.client_id, "sub": another.client_id });
    let assertion = signer.assertion_with(&json!({ "kid": null }), &for_another);
    assert_refused(&world.token_with(&assertion).await, UNAUTHORIZED, &assertion, "another's name");
    let named = [("client_id", another.client_id.as_str())];
    let good = signer.assertion();
    assert_refused(&world.token_with_more(&good, &named).await, UNAUTHORIZED, &good, "another's client_id");
    let kept = denials(&world, &another.client_id).await;
    let mut kept: Vec<_> = kept.iter().map(|kept| kept.reason).collect();
    kept.sort_unstable();
    assert_eq!(kept, [DenialReason::SignatureWrong, DenialReason::AssertionIssuerDiffers]);
    for subject in ["app-unknown", "unknown", "", "app-\u{0}", "' OR 1=1 --"] {
        let nobody = signer.assertion_with(&json!({}), &json!({ "iss": subject, "sub": subject }));
        assert_refused(&world.token_with(&nobody).await, UNAUTHORIZED, &nobody, subject);
    }
    assert!(world.is_worth_a_token(&good).await);
}

#[tokio::test]
async fn whoever_has_a_secret_does_not_sign_and_the_other_way_round() {
    let world = World::set_up().await;
    let signer = world.signer("robot_1", Key::es256()).await;
    let client = world.integrator().await;
    let about_client = json!({ "iss": client.client_id, "sub": client.client_id });
    let assertion = signer.assertion_with(&json!({}), &about_client);
    assert_refused(&world.token_with(&assertion).await, UNAUTHORIZED, &assertion, "a client with a secret");
    let kept = denials(&world, &client.client_id).await;
    assert_eq!(kept[0].reason, DenialReason::AssertionUnexpected);

    for secret in ["hunter2", client.client_secret.as_str()] {
        let answer = world.token(Some(&basic(&signer.client_id, secret)), &form(&[GRANT])).await;
        assert_refused(&answer, UNAUTHORIZED, "", "a principal that signs");
    }
    let unproved = world.token(None, &form(&[GRANT, ("client_id", &signer.client_id)])).await;
    assert_refused(&unproved, UNAUTHORIZED, "", "nothing");
    let kept = denials(&world, &signer.client_id).await;
    assert!(kept.iter().any(|kept| kept.reason == DenialReason::AuthenticationMissing), "{kept:?}");
}

#[tokio::test]
async fn an_assertion_stands_alone_and_complete() {
    let world = World::set_up().await;
    let signer = world.signer("robot_1", Key::es256()).await;
    let assertion = signer.assertion();
    let [kind, proof] = proof(&assertion);
    let authorization = basic(&signer.client_id, "hunter2");
    let saml = ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:saml2-bearer");
    let upper = JWT_BEARER.to_ascii_uppercase();
    for (authorization, pairs, expected) in [
        (None, vec![GRANT, kind, proof, ("client_secret", "hunter2")], BAD_REQUEST),
        (Some(authorization.as_str()), vec![GRANT, kind, proof], BAD_REQUEST),
        (Some("Bearer hunter2"), vec![GRANT, kind, proof], BAD_REQUEST),
        (None, vec![GRANT, kind, proof, proof], BAD_REQUEST),
        (None, vec![GRANT, kind, kind, proof], BAD_REQUEST),
        (None, vec![GRANT, kind], BAD_REQUEST),
        (None, vec![GRANT, proof], BAD_REQUEST),
        (None, vec![GRANT, kind, ("client_assertion", "")], BAD_REQUEST),
        (None, vec![GRANT, saml, proof], UNAUTHORIZED),
        (None, vec![GRANT, ("client_assertion_type", upper.as_str()), proof], UNAUTHORIZED),
        (None, vec![kind, proof], BAD_REQUEST),
    ] {
        let answer = world.post("/oauth2/token", authorization, &pairs).await;
        assert_refused(&answer, expected, &assertion, &format!("{authorization:?} {pairs:?}"));
    }
    let huge = signer.assertion_with(&json!({}), &json!({ "long": "x".repeat(16 * 1024) }));
    let too_large = (StatusCode::PAYLOAD_TOO_LARGE, "invalid_request");
    assert_refused(&world.token_with(&huge).await, too_large, &huge, "too large");
    assert!(world.is_worth_a_token(&assertion).await, "nothing of this used it up");
}
