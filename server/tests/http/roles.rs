//! Who may call which server function.

use http::{StatusCode, header};
use serde_json::{Value, json};

use crate::world::{World, good_draft};

/// The server functions that read, and good arguments for a world with the client `app-billing`.
fn reading() -> Vec<(&'static str, Value)> {
    vec![
        ("session", json!({})),
        ("oauth-clients", json!({ "view": {}, "page": null })),
        ("oauth-clients/client", json!({ "client_id": "app-billing" })),
        ("oauth-clients/copy", json!({ "client_id": "app-billing" })),
        ("oauth-clients/uses", json!({ "client_ids": ["app-billing"] })),
        ("oauth-clients/history", json!({ "client_id": "app-billing" })),
        ("oauth-clients/denials", json!({ "client_id": "app-billing" })),
        ("audit-events", json!({ "filter": {}, "after": null })),
        ("identity-provider", json!({})),
        ("identity-provider/guide", json!({ "application": "public", "language": "rust" })),
    ]
}

/// The server functions that change, and good arguments.
fn changing() -> Vec<(&'static str, Value)> {
    let mut draft = good_draft();
    draft["client_name"] = json!("Shop");
    vec![
        ("oauth-clients/register", json!({ "draft": draft })),
        ("oauth-clients/edit", json!({ "client_id": "app-billing", "version": 1, "draft": draft })),
        ("oauth-clients/change", json!({ "client_ids": ["app-billing"], "change": "delete" })),
        ("oauth-clients/secrets/generate", json!({ "client_id": "app-billing", "draft": {} })),
        (
            "oauth-clients/secrets/retire",
            json!({ "client_id": "app-billing", "secret_id": "aaaaaaaaaaaaaaaa" }),
        ),
        (
            "oauth-clients/denials/add-redirect-uri",
            json!({ "client_id": "app-billing", "redirect_uri": "https://shop.example/callback" }),
        ),
        ("identity-provider/rotate", json!({})),
    ]
}

const PAGES: [&str; 6] = [
    "/oauth-clients",
    "/oauth-clients/new",
    "/oauth-clients/app-billing",
    "/oauth-clients/app-billing/edit",
    "/audit-log",
    "/identity-provider",
];

async fn world_with_billing() -> (World, String) {
    let world = World::set_up().await;
    let mut draft = good_draft();
    draft["client_id"] = json!("billing");
    world.register(&draft).await;
    let cookie = world.signed_in().await;
    (world, cookie)
}

/// What the database holds of clients and what was done, to see that nothing changed.
async fn traces(world: &World) -> (Vec<String>, i64) {
    const EVENTS: &str = "SELECT COUNT(*) FROM audit_events";
    let service::Store::Sqlite(pool) = &world.store else { panic!("these tests are on SQLite") };
    (world.client_names().await, sqlx::query_scalar(EVENTS).fetch_one(pool).await.unwrap())
}

#[tokio::test]
async fn without_a_session_every_function_is_401_and_does_nothing() {
    let (world, _) = world_with_billing().await;
    let before = traces(&world).await;
    for (function, arguments) in reading().into_iter().chain(changing()) {
        for cookie in ["", "__Host-gatehouse=unknown"] {
            let answer = world.call(cookie, function, &arguments).await;
            assert_eq!(
                (answer.status, answer.json()),
                (StatusCode::UNAUTHORIZED, json!("signed_out")),
                "{function}"
            );
        }
    }
    assert_eq!(traces(&world).await, before);
}

#[tokio::test]
async fn an_auditor_reads_everything_and_changes_nothing() {
    let (world, cookie) = world_with_billing().await;
    world.execute("UPDATE portal_users SET role = 'auditor'").await;
    let before = traces(&world).await;
    for (function, arguments) in reading() {
        let answer = world.call(&cookie, function, &arguments).await;
        assert_eq!(answer.status, StatusCode::OK, "{function}: {}", answer.body);
    }
    for (function, arguments) in changing() {
        let answer = world.call(&cookie, function, &arguments).await;
        assert_eq!((answer.status, answer.json()), (StatusCode::FORBIDDEN, json!("forbidden")), "{function}");
    }
    for page in PAGES {
        assert_eq!(world.get_as(&cookie, page).await.status, StatusCode::OK, "{page}");
    }
    assert_eq!(traces(&world).await, before);
}

#[tokio::test]
async fn a_member_sees_nothing_and_changes_nothing() {
    let (world, cookie) = world_with_billing().await;
    world.execute("UPDATE portal_users SET role = 'member'").await;
    let before = traces(&world).await;
    for (function, arguments) in reading().into_iter().chain(changing()) {
        let answer = world.call(&cookie, function, &arguments).await;
        assert_eq!((answer.status, answer.json()), (StatusCode::FORBIDDEN, json!("forbidden")), "{function}");
    }
    for page in PAGES {
        let answer = world.get_as(&cookie, page).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{page}");
        assert!(!answer.body.contains("Billing"), "{page}");
    }
    assert_eq!(traces(&world).await, before);
}

#[tokio::test]
async fn a_page_asked_for_without_a_session_leads_to_the_sign_in_page() {
    let (world, _) = world_with_billing().await;
    for page in PAGES {
        let answer = world.get(page).await;
        assert_eq!(answer.status, StatusCode::FOUND, "{page}");
        assert!(answer.header(header::LOCATION).starts_with("/sign-in?next="), "{page}");
        assert!(!answer.body.contains("Billing"), "{page}");
    }
}

#[tokio::test]
async fn arguments_that_cannot_be_read_are_400() {
    let (world, cookie) = world_with_billing().await;
    let before = traces(&world).await;
    for (function, arguments) in [
        ("oauth-clients", json!({ "view": { "status": "off" }, "page": null })),
        ("oauth-clients", json!({ "view": { "sort": "name" }, "page": null })),
        ("oauth-clients", json!({ "view": { "unknown": 1 }, "page": null })),
        ("oauth-clients", json!({ "view": {}, "page": "x" })),
        ("oauth-clients", json!({})),
        ("oauth-clients/client", json!({})),
        ("oauth-clients/client", json!({ "client_id": 1 })),
        ("oauth-clients/edit", json!({ "client_id": "app-billing", "version": "1", "draft": good_draft() })),
        ("oauth-clients/edit", json!({ "client_id": "app-billing", "draft": good_draft() })),
        ("oauth-clients/change", json!({ "client_ids": [], "change": "delete" })),
        ("oauth-clients/change", json!({ "client_ids": ["app-billing"], "change": "remove" })),
        ("oauth-clients/change", json!({ "client_ids": vec!["app-billing"; 51], "change": "delete" })),
        ("oauth-clients/uses", json!({ "client_ids": [] })),
        ("oauth-clients/secrets/generate", json!({ "client_id": "app-billing", "draft": { "length": 1 } })),
        ("oauth-clients/secrets/retire", json!({ "client_id": "app-billing" })),
        ("audit-events", json!({ "filter": { "action": "unknown" }, "after": null })),
        ("audit-events", json!({ "filter": {}, "after": "x" })),
        ("oauth-clients/denials", json!({})),
        ("oauth-clients/denials/add-redirect-uri", json!({ "client_id": "app-billing" })),
        ("identity-provider/guide", json!({ "application": "public", "language": "../rust" })),
    ] {
        let answer = world.call(&cookie, function, &arguments).await;
        assert_eq!(
            (answer.status, answer.json()),
            (StatusCode::BAD_REQUEST, json!("malformed")),
            "{function} {arguments}"
        );
    }
    assert_eq!(traces(&world).await, before);
}
