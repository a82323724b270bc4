//! Probes, and a database that goes away.

use http::{StatusCode, header};
use serde_json::json;

use crate::world::World;

#[tokio::test]
async fn a_server_with_its_database_is_healthy_and_ready() {
    let world = World::new().await;
    assert_eq!(world.get("/healthz").await.status, StatusCode::OK);
    assert_eq!(world.get("/readyz").await.status, StatusCode::OK);
}

#[tokio::test]
async fn without_its_database_a_server_says_so_everywhere() {
    let world = World::set_up().await;
    let cookie = world.signed_in().await;
    world.store.close().await;
    assert_eq!(world.get("/healthz").await.status, StatusCode::OK);
    assert_eq!(world.get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
    for page in [world.get("/sign-in").await, world.get_as(&cookie, "/oauth-clients").await] {
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(page.header(header::RETRY_AFTER), "5");
        assert!(page.body.contains("cannot use its database"));
    }
    let call = world.call(&cookie, "oauth-clients", &json!({ "view": {}, "page": null })).await;
    assert_eq!(call.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(call.json()["internal"]["reference"].is_string());
    let secret = format!("ghs_aaaaaaaaaaaaaaaa_{}", "a".repeat(43));
    let form = format!("grant_type=client_credentials&client_id=app-x&client_secret={secret}");
    let token = world.token(None, &form).await;
    assert_eq!(
        (token.status, &token.json()["error"], token.header(header::RETRY_AFTER)),
        (StatusCode::SERVICE_UNAVAILABLE, &json!("temporarily_unavailable"), "1")
    );
    for text in [&token.body, &call.body] {
        assert!(!text.to_lowercase().contains("pool") && !text.to_lowercase().contains("sql"), "{text}");
    }
}

#[tokio::test]
async fn a_server_that_is_told_to_stop_is_not_ready_and_goes_on_answering() {
    let world = World::set_up().await;
    world.stopping.tell();
    let ready = world.get("/readyz").await;
    assert_eq!((ready.status, ready.body.as_str()), (StatusCode::SERVICE_UNAVAILABLE, "stopping"));
    assert_eq!(world.get("/healthz").await.status, StatusCode::OK);
    assert_eq!(world.get("/sign-in").await.status, StatusCode::OK);
}
