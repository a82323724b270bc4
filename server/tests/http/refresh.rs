//! `POST /oauth2/token` with a refresh token.

use http::{StatusCode, header};
use serde_json::json;

use crate::world::World;
use crate::world::application::{asking, basic};

const BAD: StatusCode = StatusCode::BAD_REQUEST;

#[tokio::test]
async fn every_use_gives_a_new_one() {
    let world = World::set_up().await;
    let client_id = world.public_client().await;
    let mut tokens = world.tokens(&client_id, "openid").await;
    for _ in 0..3 {
        let before = tokens["refresh_token"].as_str().unwrap().to_owned();
        let answer = world.refresh(&client_id, &before).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
        assert_eq!(answer.header(header::PRAGMA), "no-cache");
        tokens = answer.json();
        assert_ne!(tokens["refresh_token"].as_str().unwrap(), before);
        assert_eq!(tokens["scope"], json!("openid"));
        assert!(tokens["id_token"].is_string());
    }
}

#[tokio::test]
async fn a_lost_answer_is_given_again_but_a_replay_ends_the_family() {
    let world = World::set_up().await;
    let client_id = world.public_client().await;
    let caller = world.confidential_client().await;
    let first = world.tokens(&client_id, "openid").await["refresh_token"].as_str().unwrap().to_owned();
    let refresh = async |token: &str| world.refresh(&client_id, token).await;
    let second = refresh(&first).await.json()["refresh_token"].clone();
    world.pass(9);
    let again = refresh(&first).await;
    assert_eq!((again.status, &again.json()["refresh_token"]), (StatusCode::OK, &second));
    let access_token = again.json()["access_token"].as_str().unwrap().to_owned();
    assert_eq!(world.introspect(&caller, &access_token).await["active"], json!(true));

    world.pass(1);
    refresh(&first).await.assert_error(BAD, "invalid_grant");
    refresh(second.as_str().unwrap()).await.assert_error(BAD, "invalid_grant");
    assert_eq!(world.introspect(&caller, &access_token).await, json!({ "active": false }));
}

#[tokio::test]
async fn what_came_before_the_newest_but_one_is_a_replay_at_once() {
    let world = World::set_up().await;
    let client_id = world.public_client().await;
    let first = world.tokens(&client_id, "openid").await["refresh_token"].as_str().unwrap().to_owned();
    let second = world.refresh(&client_id, &first).await.json()["refresh_token"].as_str().unwrap().to_owned();
    assert_eq!(world.refresh(&client_id, &second).await.status, StatusCode::OK);
    world.refresh(&client_id, &first).await.assert_error(BAD, "invalid_grant");
    world.refresh(&client_id, &second).await.assert_error(BAD, "invalid_grant");
}

#[tokio::test]
async fn a_scope_narrows_one_answer_and_never_grows() {
    let world = World::set_up().await;
    let client_id = world.public_client().await;
    let mut token =
        world.tokens(&client_id, "openid email").await["refresh_token"].as_str().unwrap().to_owned();
    for (scope, granted) in [
        ("openid", Some("openid")),
        ("email", Some("email")),
        ("openid profile", None),
        ("unknown", None),
        ("", Some("openid email")),
    ] {
        let pairs = [
            ("grant_type", "refresh_token"),
            ("client_id", client_id.as_str()),
            ("refresh_token", token.as_str()),
            ("scope", scope),
        ];
        let answer = world.post("/oauth2/token", None, &pairs).await;
        match granted {
            Some(granted) => {
                let body = answer.json();
                assert_eq!(body["scope"], json!(granted), "{body}");
                assert_eq!(body.get("id_token").is_some(), granted.contains("openid"), "{body}");
                token = body["refresh_token"].as_str().unwrap().to_owned();
            }
            None => answer.assert_error(BAD, "invalid_scope"),
        }
    }
}

#[tokio::test]
async fn every_refusal_has_its_code() {
    let world = World::set_up().await;
    let client_id = world.public_client().await;
    let other = world.public_client_with(&json!({ "client_name": "Other" })).await;
    let integrator = world.integrator().await;
    let tokens = world.tokens(&client_id, "openid").await;
    let token = tokens["refresh_token"].as_str().unwrap();
    let access_token = tokens["access_token"].as_str().unwrap();
    let wrong = basic(&integrator.client_id, "ghs_wrong");
    for (authorization, client_id, token, status, error) in [
        (None, client_id.as_str(), "", BAD, "invalid_request"),
        (None, &client_id, "unknown", BAD, "invalid_grant"),
        (None, &client_id, access_token, BAD, "invalid_grant"),
        (None, &other, token, BAD, "invalid_grant"),
        (None, "", token, StatusCode::UNAUTHORIZED, "invalid_client"),
        (None, "app-unknown", token, StatusCode::UNAUTHORIZED, "invalid_client"),
        (Some(integrator.basic()), "", token, BAD, "unauthorized_client"),
        (Some(wrong), "", token, StatusCode::UNAUTHORIZED, "invalid_client"),
    ] {
        let pairs = [("grant_type", "refresh_token"), ("client_id", client_id), ("refresh_token", token)];
        let answer = world.post("/oauth2/token", authorization.as_deref(), &pairs).await;
        answer.assert_error(status, error);
    }
    assert_eq!(world.refresh(&client_id, token).await.status, StatusCode::OK, "others could not use it up");
}

#[tokio::test]
async fn signing_out_ends_it_but_for_offline_access() {
    for (scope, survives) in [("openid", false), ("openid offline_access", true)] {
        let world = World::set_up().await;
        let client_id = world.public_client().await;
        let cookie = world.signed_in().await;
        let code = world.code(&cookie, &asking(&client_id, &[("scope", scope)])).await;
        let tokens = world.redeem(&client_id, &code).await.json();
        let out = world.call_raw(&cookie, "sign-out", "application/x-www-form-urlencoded", Vec::new()).await;
        assert!(out.status.is_success() || out.status.is_redirection(), "{}", out.status);
        let answer = world.refresh(&client_id, tokens["refresh_token"].as_str().unwrap()).await;
        if survives {
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        } else {
            answer.assert_error(BAD, "invalid_grant");
        }
    }
}

#[tokio::test]
async fn it_ends_with_its_client_and_its_person() {
    for (sql, status, error) in [
        ("UPDATE oauth_clients SET status = 'disabled'", StatusCode::UNAUTHORIZED, "invalid_client"),
        ("UPDATE portal_users SET status = 'disabled'", BAD, "invalid_grant"),
    ] {
        let world = World::set_up().await;
        let client_id = world.public_client().await;
        let tokens = world.tokens(&client_id, "openid offline_access").await;
        world.execute(sql).await;
        let answer = world.refresh(&client_id, tokens["refresh_token"].as_str().unwrap()).await;
        answer.assert_error(status, error);
    }
}
