//! `POST /oauth2/token` with an authorization code.

use axum::body::Body;
use http::{StatusCode, header};
use serde_json::json;
use tokio::task::JoinSet;
use tower::ServiceExt as _;

use crate::world::application::{CALLBACK, CHALLENGE, FORM, VERIFIER, asking, basic, form};
use crate::world::{World, request};

const TOKEN: &str = "/oauth2/token";

fn redeeming<'a>(
    client_id: &'a str,
    code: &'a str,
    changes: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let mut pairs = vec![
        ("grant_type", "authorization_code"),
        ("client_id", client_id),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    for (name, value) in changes {
        pairs.retain(|(found, _)| found != name);
        pairs.push((name, value));
    }
    pairs
}

#[tokio::test]
async fn the_verifier_of_rfc_7636_redeems_a_code() {
    let world = World::set_up().await;
    let client_id = world.public_client().await;
    let cookie = world.signed_in().await;
    let code = world.code(&cookie, &asking(&client_id, &[("scope", "openid email")])).await;
    let answer = world.redeem(&client_id, &code).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
    assert_eq!(answer.header(header::PRAGMA), "no-cache");
    let body = answer.json();
    assert_eq!(
        (&body["token_type"], &body["expires_in"], &body["scope"]),
        (&json!("Bearer"), &json!(600), &json!("openid email"))
    );
    let mut members: Vec<_> = body.as_object().unwrap().keys().map(String::as_str).collect();
    members.sort_unstable();
    assert_eq!(members, ["access_token", "expires_in", "id_token", "refresh_token", "scope", "token_type"]);
    assert_eq!(body["access_token"].as_str().unwrap().split('.').count(), 3);
}

#[tokio::test]
async fn without_openid_there_is_no_id_token() {
    let world = World::set_up().await;
    let client_id = world.public_client().await;
    let cookie = world.signed_in().await;
    let code = world.code(&cookie, &asking(&client_id, &[("scope", "")])).await;
    let body = world.redeem(&client_id, &code).await.json();
    assert!(body.get("id_token").is_none() && body.get("refresh_token").is_some(), "{body}");
}

#[tokio::test]
async fn a_code_counts_once_and_a_replay_revokes_what_it_gave() {
    let world = World::set_up().await;
    let client_id = world.public_client().await;
    let caller = world.confidential_client().await;
    let cookie = world.signed_in().await;
    let code = world.code(&cookie, &asking(&client_id, &[])).await;
    let tokens = world.redeem(&client_id, &code).await.json();
    let access_token = tokens["access_token"].as_str().unwrap();
    assert_eq!(world.introspect(&caller, access_token).await["active"], json!(true));

    world.redeem(&client_id, &code).await.assert_error(StatusCode::BAD_REQUEST, "invalid_grant");
    assert_eq!(world.introspect(&caller, access_token).await, json!({ "active": false }));
    let refresh_token = tokens["refresh_token"].as_str().unwrap();
    let refreshed = world.refresh(&client_id, refresh_token).await;
    refreshed.assert_error(StatusCode::BAD_REQUEST, "invalid_grant");
}

#[tokio::test]
async fn of_fifty_who_redeem_a_code_at_once_one_gets_tokens() {
    let world = World::set_up().await;
    let client_id = world.public_client().await;
    let cookie = world.signed_in().await;
    let code = world.code(&cookie, &asking(&client_id, &[])).await;
    let body = form(&redeeming(&client_id, &code, &[]));
    let mut under_way = JoinSet::new();
    for _ in 0..50 {
        let post = request(http::Method::POST, TOKEN).header(header::CONTENT_TYPE, FORM);
        let router = world.router.clone();
        under_way.spawn(router.oneshot(post.body(Body::from(body.clone())).unwrap()));
    }
    let answers = under_way.join_all().await;
    let statuses: Vec<_> = answers.into_iter().map(|answer| answer.unwrap().status()).collect();
    assert_eq!(statuses.iter().filter(|status| **status == StatusCode::OK).count(), 1, "{statuses:?}");
    assert_eq!(
        statuses.iter().filter(|status| **status == StatusCode::BAD_REQUEST).count(),
        49,
        "{statuses:?}"
    );
}

#[tokio::test]
async fn what_does_not_belong_to_a_code_is_an_invalid_grant() {
    let world = World::set_up().await;
    let client_id = world.public_client().await;
    let other = world.public_client_with(&json!({ "client_name": "Other" })).await;
    let cookie = world.signed_in().await;
    let wrong = VERIFIER.replace('d', "e");
    let long = "x".repeat(129);
    for changes in [
        [("code", "unknown")],
        [("code", &long)],
        [("redirect_uri", "https://myapp.com/callback/")],
        [("redirect_uri", "https://myapp.com/")],
        [("redirect_uri", "")],
        [("code_verifier", &wrong)],
        [("code_verifier", CHALLENGE)],
        [("code_verifier", "")],
        [("code_verifier", "short")],
        [("code_verifier", &long)],
        [("client_id", &other)],
    ] {
        let code = world.code(&cookie, &asking(&client_id, &[])).await;
        let answer = world.post(TOKEN, None, &redeeming(&client_id, &code, &changes)).await;
        answer.assert_error(StatusCode::BAD_REQUEST, "invalid_grant");
    }
    let code = world.code(&cookie, &asking(&client_id, &[])).await;
    world.pass(60);
    world.redeem(&client_id, &code).await.assert_error(StatusCode::BAD_REQUEST, "invalid_grant");
}

#[tokio::test]
async fn pkce_cannot_be_left_out_half_way() {
    let world = World::set_up().await;
    let client = world.confidential_client().await;
    let cookie = world.signed_in().await;
    let none = [("code_challenge", ""), ("code_challenge_method", "")];
    for (challenge, verifier, is_right) in [
        (&none[..], "", true),
        (&none[..], VERIFIER, false),
        (&[], VERIFIER, true),
        (&[], "", false),
        (&[("code_challenge_method", "plain")], CHALLENGE, true),
        (&[("code_challenge_method", "plain")], VERIFIER, false),
    ] {
        let code = world.code(&cookie, &asking(&client.client_id, challenge)).await;
        let pairs = redeeming(&client.client_id, &code, &[("code_verifier", verifier)]);
        let answer = world.post(TOKEN, Some(&client.basic()), &pairs).await;
        if is_right {
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        } else {
            answer.assert_error(StatusCode::BAD_REQUEST, "invalid_grant");
        }
    }
}

#[tokio::test]
async fn a_client_authenticates_in_the_one_way_it_is_registered_for() {
    let world = World::set_up().await;
    let public = world.public_client().await;
    let confidential = world.confidential_client().await;
    let cookie = world.signed_in().await;
    let (id, secret) = (confidential.client_id.as_str(), confidential.client_secret.as_str());
    let (unauthorized, bad) = (StatusCode::UNAUTHORIZED, StatusCode::BAD_REQUEST);
    for (client_id, authorization, changes, expected) in [
        (public.as_str(), None, vec![], None),
        (&public, None, vec![("client_secret", secret)], Some((unauthorized, "invalid_client"))),
        (&public, Some(basic(&public, secret)), vec![], Some((unauthorized, "invalid_client"))),
        (&public, Some(basic(&public, "")), vec![], Some((unauthorized, "invalid_client"))),
        (&public, Some(confidential.basic()), vec![], Some((bad, "invalid_request"))),
        (id, Some(confidential.basic()), vec![], None),
        (id, None, vec![("client_secret", secret)], None),
        (id, None, vec![], Some((unauthorized, "invalid_client"))),
        (id, Some(basic(id, "ghs_wrong")), vec![], Some((unauthorized, "invalid_client"))),
        (id, Some(confidential.basic()), vec![("client_secret", secret)], Some((bad, "invalid_request"))),
        ("", None, vec![], Some((unauthorized, "invalid_client"))),
        ("app-unknown", None, vec![], Some((unauthorized, "invalid_client"))),
    ] {
        let owner = if client_id == id { id } else { &public };
        let code = world.code(&cookie, &asking(owner, &[])).await;
        let pairs = redeeming(client_id, &code, &changes);
        let answer = world.post(TOKEN, authorization.as_deref(), &pairs).await;
        match expected {
            None => assert_eq!(answer.status, StatusCode::OK, "{}", answer.body),
            Some((status, error)) => answer.assert_error(status, error),
        }
    }
}

#[tokio::test]
async fn a_request_is_well_formed_or_invalid() {
    let world = World::set_up().await;
    let client_id = world.public_client().await;
    let cookie = world.signed_in().await;
    let code = world.code(&cookie, &asking(&client_id, &[])).await;
    let good = redeeming(&client_id, &code, &[]);
    for (name, value) in &good {
        let mut twice = good.clone();
        twice.push((name, value));
        world.post(TOKEN, None, &twice).await.assert_error(StatusCode::BAD_REQUEST, "invalid_request");
    }
    let without_code = redeeming(&client_id, &code, &[("code", "")]);
    world.post(TOKEN, None, &without_code).await.assert_error(StatusCode::BAD_REQUEST, "invalid_request");
    let answer = world.redeem(&client_id, &code).await;
    assert_eq!(answer.status, StatusCode::OK, "what is not understood uses nothing up: {}", answer.body);
}

#[tokio::test]
async fn a_code_is_worth_nothing_without_its_session_person_and_client() {
    for sql in
        ["DELETE FROM sessions", "UPDATE portal_users SET status = 'disabled'", "DELETE FROM portal_users"]
    {
        let world = World::set_up().await;
        let client_id = world.public_client().await;
        let cookie = world.signed_in().await;
        let code = world.code(&cookie, &asking(&client_id, &[])).await;
        world.execute(sql).await;
        world.redeem(&client_id, &code).await.assert_error(StatusCode::BAD_REQUEST, "invalid_grant");
    }
    let world = World::set_up().await;
    let client_id = world.public_client().await;
    let cookie = world.signed_in().await;
    let code = world.code(&cookie, &asking(&client_id, &[])).await;
    world.execute("UPDATE oauth_clients SET status = 'disabled'").await;
    world.redeem(&client_id, &code).await.assert_error(StatusCode::UNAUTHORIZED, "invalid_client");
}

#[tokio::test]
async fn a_client_of_one_grant_has_no_use_for_the_other() {
    let world = World::set_up().await;
    let public = world.public_client().await;
    let integrator = world.integrator().await;
    let pairs = [("grant_type", "client_credentials"), ("client_id", public.as_str())];
    let answer = world.post(TOKEN, None, &pairs).await;
    assert!(answer.status.is_client_error(), "{}", answer.body);
    let code_grant = redeeming(&integrator.client_id, "a code", &[]);
    let answer = world.post(TOKEN, Some(&integrator.basic()), &code_grant).await;
    answer.assert_error(StatusCode::BAD_REQUEST, "unauthorized_client");
}
