//! `/oauth2/userinfo` (OpenID Connect Core §5.3, RFC 6750).

use axum::body::Body;
use http::{Method, StatusCode, header};
use serde_json::json;

use crate::world::application::{FORM, form};
use crate::world::{Answer, EMAIL, World, request};

const PATH: &str = "/oauth2/userinfo";

async fn get(world: &World, authorization: &str) -> Answer {
    let get = request(Method::GET, PATH).header(header::AUTHORIZATION, authorization);
    world.send(get.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn claims_are_told_by_scope() {
    let world = World::set_up().await;
    let client_id = world.public_client().await;
    let whole = world.tokens(&client_id, "openid profile email").await;
    let bearer = format!("Bearer {}", whole["access_token"].as_str().unwrap());
    let answer = get(&world, &bearer).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
    let body = answer.json();
    let sub = body["sub"].clone();
    assert!(sub.is_string());
    assert_eq!(
        body,
        json!({
            "sub": sub, "preferred_username": EMAIL, "roles": ["administrator"], "email": EMAIL, "email_verified": true,
        })
    );
    for (scope, expected) in [
        ("openid", json!({ "sub": sub })),
        ("openid profile", json!({ "sub": sub, "preferred_username": EMAIL, "roles": ["administrator"] })),
        ("openid email", json!({ "sub": sub, "email": EMAIL, "email_verified": true })),
    ] {
        let tokens = world.tokens(&client_id, scope).await;
        let access_token = tokens["access_token"].as_str().unwrap();
        assert_eq!(get(&world, &format!("bearer {access_token}")).await.json(), expected, "{scope}");
        let posted = world.post(PATH, None, &[("access_token", access_token)]).await;
        assert_eq!(posted.json(), expected, "{scope}");
        let posted = world.post(PATH, Some(&format!("Bearer {access_token}")), &[]).await;
        assert_eq!(posted.json(), expected, "{scope}");
    }
}

#[tokio::test]
async fn who_presents_no_token_is_told_that_one_is_needed_and_no_error() {
    let world = World::set_up().await;
    let client_id = world.public_client().await;
    let tokens = world.tokens(&client_id, "openid").await;
    let access_token = tokens["access_token"].as_str().unwrap();
    let in_query = format!("{PATH}?{}", form(&[("access_token", access_token)]));
    for answer in [
        world.get(PATH).await,
        world.get(&in_query).await,
        world.post(PATH, None, &[]).await,
        get(&world, "Basic YTpi").await,
    ] {
        assert_eq!((answer.status, answer.body.as_str()), (StatusCode::UNAUTHORIZED, ""));
        assert_eq!(answer.header(header::WWW_AUTHENTICATE), "Bearer realm=\"Gatehouse\"");
        assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
    }
}

#[tokio::test]
async fn every_refusal_has_its_challenge() {
    let world = World::set_up().await;
    let client_id = world.public_client().await;
    let integrator = world.integrator().await;
    let tokens = world.tokens(&client_id, "openid").await;
    let access_token = tokens["access_token"].as_str().unwrap();
    let bearer = format!("Bearer {access_token}");
    let without_openid = world.tokens(&client_id, "email").await;
    let own = world.own_token(&integrator).await;
    let with = |token: &serde_json::Value| format!("Bearer {}", token.as_str().unwrap());
    let twice = world.send(
        request(Method::POST, PATH)
            .header(header::AUTHORIZATION, &bearer)
            .header(header::CONTENT_TYPE, FORM)
            .body(form(&[("access_token", access_token)]).into())
            .unwrap(),
    );
    let both = request(Method::GET, &format!("{PATH}?access_token={access_token}"));
    let both = world.send(both.header(header::AUTHORIZATION, &bearer).body(Body::empty()).unwrap());
    let (bad, unauthorized) = (StatusCode::BAD_REQUEST, StatusCode::UNAUTHORIZED);
    let insufficient = (StatusCode::FORBIDDEN, "insufficient_scope");
    for (answer, (status, error)) in [
        (twice.await, (bad, "invalid_request")),
        (both.await, (bad, "invalid_request")),
        (get(&world, "Bearer").await, (bad, "invalid_request")),
        (get(&world, "Bearer a b").await, (bad, "invalid_request")),
        (get(&world, "Bearer unknown").await, (unauthorized, "invalid_token")),
        (get(&world, &with(&tokens["id_token"])).await, (unauthorized, "invalid_token")),
        (get(&world, &with(&tokens["refresh_token"])).await, (unauthorized, "invalid_token")),
        (get(&world, &with(&without_openid["access_token"])).await, insufficient),
        (get(&world, &format!("Bearer {own}")).await, insufficient),
    ] {
        assert_eq!(
            (answer.status, answer.json()["error"].as_str()),
            (status, Some(error)),
            "{}",
            answer.body
        );
        let challenge = answer.header(header::WWW_AUTHENTICATE);
        let expected = format!("Bearer realm=\"Gatehouse\", error=\"{error}\", error_description=\"");
        assert!(challenge.starts_with(&expected), "{challenge}");
        assert_eq!(challenge.contains("scope=\"openid\""), status == StatusCode::FORBIDDEN, "{challenge}");
        assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
    }
    world.execute("UPDATE portal_users SET status = 'disabled'").await;
    assert_eq!(get(&world, &bearer).await.status, unauthorized);
}

#[tokio::test]
async fn a_token_ends() {
    let world = World::set_up().await;
    let client_id = world.public_client().await;
    let tokens = world.tokens(&client_id, "openid").await;
    let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
    world.pass(599);
    assert_eq!(get(&world, &bearer).await.status, StatusCode::OK);
    world.pass(1);
    assert_eq!(get(&world, &bearer).await.status, StatusCode::UNAUTHORIZED);
}
