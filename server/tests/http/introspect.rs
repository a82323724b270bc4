//! `POST /oauth2/introspect` (RFC 7662).

use axum::body::Body;
use http::{Method, StatusCode, header};
use serde_json::json;

use crate::world::application::{CALLBACK, VERIFIER, asking, basic};
use crate::world::{NOW, ORIGIN, World, request};

const PATH: &str = "/oauth2/introspect";

#[tokio::test]
async fn an_active_token_is_described() {
    let world = World::set_up().await;
    let client_id = world.public_client().await;
    let caller = world.confidential_client().await;
    let integrator = world.integrator().await;
    let tokens = world.tokens(&client_id, "openid").await;

    let pairs = [("token", tokens["access_token"].as_str().unwrap()), ("token_type_hint", "refresh_token")];
    let answer = world.post(PATH, Some(&caller.basic()), &pairs).await;
    assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
    assert_eq!(answer.header(header::PRAGMA), "no-cache");
    let body = answer.json();
    assert!(body["sub"].is_string() && body["jti"].is_string(), "{body}");
    for (claim, value) in [
        ("active", json!(true)),
        ("scope", json!("openid")),
        ("client_id", json!(client_id)),
        ("token_type", json!("Bearer")),
        ("iat", json!(NOW)),
        ("exp", json!(NOW + 600)),
        ("aud", json!(ORIGIN)),
        ("iss", json!(ORIGIN)),
    ] {
        assert_eq!(body[claim], value, "{body}");
    }

    let own = world.own_token(&integrator).await;
    let body = world.introspect(&integrator, &own).await;
    assert_eq!((&body["active"], &body["sub"]), (&json!(true), &json!(integrator.client_id)));
}

#[tokio::test]
async fn nothing_is_told_of_a_token_that_is_not_active() {
    let world = World::set_up().await;
    let client_id = world.public_client().await;
    let caller = world.confidential_client().await;
    let tokens = world.tokens(&client_id, "openid").await;
    let access_token = tokens["access_token"].as_str().unwrap();
    let inactive = json!({ "active": false });
    let (signed, signature) = access_token.rsplit_once('.').unwrap();
    let forged = format!("{signed}.{}", signature.chars().rev().collect::<String>());
    for token in [
        "unknown",
        "e30.e30.",
        &forged,
        tokens["id_token"].as_str().unwrap(),
        tokens["refresh_token"].as_str().unwrap(),
        &"x".repeat(8_000),
    ] {
        assert_eq!(world.introspect(&caller, token).await, inactive, "{token}");
    }
    world.pass(599);
    assert_eq!(world.introspect(&caller, access_token).await["active"], json!(true));
    world.pass(1);
    assert_eq!(world.introspect(&caller, access_token).await, inactive, "expired");
}

#[tokio::test]
async fn a_token_of_a_client_or_a_person_that_is_switched_off_is_inactive_at_once() {
    for sql in [
        "UPDATE oauth_clients SET status = 'disabled' WHERE name = 'Shop'",
        "DELETE FROM oauth_clients WHERE name = 'Shop'",
        "UPDATE portal_users SET status = 'disabled'",
        "DELETE FROM portal_users",
    ] {
        let world = World::set_up().await;
        let client_id = world.public_client().await;
        let caller = world.confidential_client().await;
        let tokens = world.tokens(&client_id, "openid").await;
        let access_token = tokens["access_token"].as_str().unwrap();
        assert_eq!(world.introspect(&caller, access_token).await["active"], json!(true));
        world.execute(sql).await;
        assert_eq!(world.introspect(&caller, access_token).await, json!({ "active": false }), "{sql}");
    }
}

#[tokio::test]
async fn a_client_is_told_of_its_own_refresh_token() {
    let world = World::set_up().await;
    let client = world.confidential_client().await;
    let cookie = world.signed_in().await;
    let query = asking(&client.client_id, &[]);
    let code = world.code(&cookie, &query).await;
    let pairs = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    let tokens = world.post("/oauth2/token", Some(&client.basic()), &pairs).await.json();
    let body = world.introspect(&client, tokens["refresh_token"].as_str().unwrap()).await;
    assert_eq!((&body["active"], &body["client_id"]), (&json!(true), &json!(client.client_id)));
    assert!(body.get("token_type").is_none(), "{body}");
}

#[tokio::test]
async fn who_asks_proves_who_it_is() {
    let world = World::set_up().await;
    let public = world.public_client().await;
    let caller = world.confidential_client().await;
    let token = ("token", "unknown");
    let (unauthorized, bad) = (StatusCode::UNAUTHORIZED, StatusCode::BAD_REQUEST);
    let wrong = basic(&caller.client_id, "ghs_wrong");
    for (authorization, pairs, status, error) in [
        (None, vec![token], unauthorized, "invalid_client"),
        (None, vec![token, ("client_id", &public)], unauthorized, "invalid_client"),
        (None, vec![token, ("client_id", &caller.client_id)], unauthorized, "invalid_client"),
        (Some(wrong), vec![token], unauthorized, "invalid_client"),
        (Some("Bearer unknown".to_owned()), vec![token], unauthorized, "invalid_client"),
        (Some(caller.basic()), vec![], bad, "invalid_request"),
        (Some(caller.basic()), vec![token, token], bad, "invalid_request"),
        (Some(caller.basic()), vec![token, ("client_secret", &caller.client_secret)], bad, "invalid_request"),
    ] {
        world.post(PATH, authorization.as_deref(), &pairs).await.assert_error(status, error);
    }
    let post = [token, ("client_id", &caller.client_id), ("client_secret", &caller.client_secret)];
    assert_eq!(world.post(PATH, None, &post).await.json(), json!({ "active": false }));
}

#[tokio::test]
async fn only_a_form_is_understood() {
    let world = World::set_up().await;
    for (path, method, allow) in [
        (PATH, Method::GET, "POST"),
        ("/oauth2/revoke", Method::GET, "POST"),
        ("/oauth2/token", Method::PUT, "POST"),
        ("/oauth2/userinfo", Method::DELETE, "GET,HEAD,POST"),
        ("/oauth2/jwks", Method::POST, "GET,HEAD"),
        ("/.well-known/openid-configuration", Method::POST, "GET,HEAD"),
    ] {
        let answer = world.send(request(method, path).body(Body::empty()).unwrap()).await;
        assert_eq!((answer.status, answer.header(header::ALLOW)), (StatusCode::METHOD_NOT_ALLOWED, allow));
    }
    for path in [PATH, "/oauth2/revoke", "/oauth2/token"] {
        let json = request(Method::POST, path).header(header::CONTENT_TYPE, "application/json");
        let answer = world.send(json.body("{}".into()).unwrap()).await;
        answer.assert_error(StatusCode::BAD_REQUEST, "invalid_request");
        let answer = world.post(path, None, &[("token", &"x".repeat(20_000))]).await;
        answer.assert_error(StatusCode::PAYLOAD_TOO_LARGE, "invalid_request");
    }
}
