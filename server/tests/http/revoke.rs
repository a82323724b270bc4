//! `POST /oauth2/revoke` (RFC 7009).

use http::{StatusCode, header};
use serde_json::json;

use crate::world::World;
use crate::world::application::basic;

const PATH: &str = "/oauth2/revoke";

#[tokio::test]
async fn an_access_token_counts_no_longer_and_its_family_goes_on() {
    let world = World::set_up().await;
    let client_id = world.public_client().await;
    let caller = world.confidential_client().await;
    let tokens = world.tokens(&client_id, "openid").await;
    let access_token = tokens["access_token"].as_str().unwrap();
    let pairs = [("token", access_token), ("client_id", &client_id)];
    let answer = world.post(PATH, None, &pairs).await;
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, ""));
    assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
    assert_eq!(world.introspect(&caller, access_token).await, json!({ "active": false }));
    let bearer = format!("Bearer {access_token}");
    let user_info = world.post("/oauth2/userinfo", Some(&bearer), &[]).await;
    assert_eq!(user_info.status, StatusCode::UNAUTHORIZED);
    let refreshed = world.refresh(&client_id, tokens["refresh_token"].as_str().unwrap()).await;
    assert_eq!(refreshed.status, StatusCode::OK, "{}", refreshed.body);
}

#[tokio::test]
async fn with_a_refresh_token_goes_its_family() {
    let world = World::set_up().await;
    let client_id = world.public_client().await;
    let caller = world.confidential_client().await;
    let tokens = world.tokens(&client_id, "openid").await;
    let refresh_token = tokens["refresh_token"].as_str().unwrap();
    for hint in ["access_token", "refresh_token", "nobody_knows"] {
        let pairs = [("token", refresh_token), ("client_id", &client_id), ("token_type_hint", hint)];
        let answer = world.post(PATH, None, &pairs).await;
        assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, ""), "{hint}");
    }
    let answer = world.refresh(&client_id, refresh_token).await;
    answer.assert_error(StatusCode::BAD_REQUEST, "invalid_grant");
    let access_token = tokens["access_token"].as_str().unwrap();
    assert_eq!(world.introspect(&caller, access_token).await, json!({ "active": false }));
}

#[tokio::test]
async fn what_is_unknown_is_revoked_already() {
    let world = World::set_up().await;
    let client = world.confidential_client().await;
    for token in ["unknown", "e30.e30.", "a b", &"x".repeat(8_000)] {
        let answer = world.post(PATH, Some(&client.basic()), &[("token", token)]).await;
        assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, ""), "{token}");
    }
}

#[tokio::test]
async fn every_refusal_has_its_code() {
    let world = World::set_up().await;
    let client_id = world.public_client().await;
    let other = world.confidential_client().await;
    let tokens = world.tokens(&client_id, "openid").await;
    let (unauthorized, bad) = (StatusCode::UNAUTHORIZED, StatusCode::BAD_REQUEST);
    let access = ("token", tokens["access_token"].as_str().unwrap());
    let refresh = ("token", tokens["refresh_token"].as_str().unwrap());
    for (authorization, pairs, status, error) in [
        (Some(other.basic()), vec![access], bad, "invalid_grant"),
        (Some(other.basic()), vec![refresh], bad, "invalid_grant"),
        (None, vec![refresh], unauthorized, "invalid_client"),
        (None, vec![refresh, ("client_id", &other.client_id)], unauthorized, "invalid_client"),
        (Some(basic(&other.client_id, "ghs_wrong")), vec![refresh], unauthorized, "invalid_client"),
        (Some(other.basic()), vec![], bad, "invalid_request"),
        (Some(other.basic()), vec![access, refresh], bad, "invalid_request"),
    ] {
        world.post(PATH, authorization.as_deref(), &pairs).await.assert_error(status, error);
    }
    let introspected = world.introspect(&other, access.1).await;
    assert_eq!(introspected["active"], json!(true), "others could not revoke it");
    assert_eq!(world.refresh(&client_id, refresh.1).await.status, StatusCode::OK);
}
