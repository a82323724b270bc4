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
        ("clients/uses", json!({ "client_ids": ["app-billing", "app-nightly"] })),
        ("clients/history", json!({ "client_id": "app-billing" })),
        ("clients/history", json!({ "client_id": "app-nightly" })),
        ("clients/denials", json!({ "client_id": "app-billing" })),
        ("clients/denials", json!({ "client_id": "app-nightly" })),
        ("audit-events", json!({ "filter": {}, "after": null })),
        ("environments", json!({})),
        ("principals", json!({ "view": {}, "page": null })),
        ("principals/principal", json!({ "client_id": "app-nightly" })),
        ("apis", json!({})),
        ("clients/roles", json!({ "client_id": "app-billing" })),
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
        ("clients/change", json!({ "client_ids": ["app-billing", "app-nightly"], "change": "delete" })),
        ("clients/secrets/generate", json!({ "client_id": "app-billing", "draft": {} })),
        ("clients/secrets/retire", json!({ "client_id": "app-billing", "secret_id": "aaaaaaaaaaaaaaaa" })),
        (
            "oauth-clients/denials/add-redirect-uri",
            json!({ "client_id": "app-billing", "redirect_uri": "https://shop.example/callback" }),
        ),
        ("environments/add", json!({ "draft": { "name": "staging", "audience": "" } })),
        (
            "environments/edit",
            json!({ "id": "a", "version": 1, "draft": { "name": "staging", "audience": "" } }),
        ),
        ("environments/delete", json!({ "id": "a" })),
        ("apis/add", json!({ "draft": { "name": "Billing API", "scopes": ["invoices.read"] } })),
        (
            "apis/edit",
            json!({ "id": "a", "version": 1, "draft": { "name": "Billing API", "scopes": ["invoices.read"] } }),
        ),
        ("apis/delete", json!({ "id": "a" })),
        (
            "apis/roles/add",
            json!({ "api_id": "a", "draft": { "name": "Reader", "scopes": ["invoices.read"] } }),
        ),
        (
            "apis/roles/edit",
            json!({ "id": "a", "version": 1, "draft": { "name": "Reader", "scopes": ["invoices.read"] } }),
        ),
        ("apis/roles/delete", json!({ "id": "a" })),
        ("principals/register", json!({ "draft": signing("weekly_export") })),
        (
            "principals/edit",
            json!({ "client_id": "app-nightly", "version": 1, "draft": { "client_name": "hourly_export" } }),
        ),
        (
            "principals/keys/add",
            json!({ "client_id": "app-nightly", "draft": { "public_key": PUBLIC_KEY, "expires_at": null } }),
        ),
        (
            "principals/keys/retire",
            json!({ "client_id": "app-nightly", "credential_id": "aaaaaaaaaaaaaaaa" }),
        ),
        ("clients/roles/assign", json!({ "client_id": "app-billing", "seen": [], "wanted": [] })),
        ("identity-provider/rotate", json!({})),
    ]
}

const PAGES: [&str; 12] = [
    "/oauth-clients",
    "/oauth-clients/new",
    "/oauth-clients/app-billing",
    "/oauth-clients/app-billing/edit",
    "/oauth-clients/app-billing?tab=roles",
    "/secure-module/api-roles",
    "/secure-module/environments",
    "/secure-module/principals",
    "/secure-module/principals/app-nightly",
    "/secure-module/principals/app-nightly?tab=credentials",
    "/audit-log",
    "/identity-provider",
];

async fn world_with_billing() -> (World, String) {
    let world = World::set_up().await;
    let mut draft = good_draft();
    draft["client_id"] = json!("billing");
    world.register(&draft).await;
    let cookie = world.signed_in().await;
    let answer =
        world.call(&cookie, "principals/register", &json!({ "draft": signing("nightly_export") })).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    // Its client id is made by chance.
    for sql in [
        "INSERT INTO client_ids (client_id) VALUES ('app-nightly')",
        "UPDATE service_principals SET client_id = 'app-nightly'",
        "DELETE FROM client_ids WHERE client_id NOT IN ('app-nightly', 'app-billing')",
        "UPDATE client_ids SET holder_id = (SELECT id FROM service_principals) WHERE client_id = 'app-nightly'",
    ] {
        world.execute(sql).await;
    }
    (world, cookie)
}

/// A key on P-256 (RFC 7515 appendix A.3.1).
const PUBLIC_KEY: &str = r#"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#;

/// A service principal that signs.
fn signing(name: &str) -> Value {
    json!({
        "client_name": name,
        "security_type": "signed_jwt",
        "environment": "development",
        "key": { "public_key": PUBLIC_KEY, "expires_at": null },
    })
}

/// What the database holds of clients and what was done, to see that nothing changed.
async fn traces(world: &World) -> (Vec<String>, i64) {
    const EVENTS: &str = "SELECT COUNT(*) FROM audit_events";
    let service::Store::Sqlite(pool, _) = &world.store else { panic!("these tests are on SQLite") };
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
        ("clients/change", json!({ "client_ids": [], "change": "delete" })),
        ("clients/change", json!({ "client_ids": ["app-billing"], "change": "remove" })),
        ("clients/change", json!({ "client_ids": vec!["app-billing"; 51], "change": "delete" })),
        ("clients/uses", json!({ "client_ids": [] })),
        ("clients/secrets/generate", json!({ "client_id": "app-billing", "draft": { "length": 1 } })),
        ("clients/secrets/retire", json!({ "client_id": "app-billing" })),
        ("principals", json!({ "view": { "sort": "name" }, "page": null })),
        ("principals", json!({ "view": {}, "page": "x" })),
        ("principals/principal", json!({})),
        ("principals/register", json!({ "draft": { "client_name": "weekly_export" } })),
        (
            "principals/edit",
            json!({ "client_id": "app-nightly", "draft": { "client_name": "hourly_export" } }),
        ),
        ("principals/keys/add", json!({ "client_id": "app-nightly", "draft": { "private_key": "" } })),
        ("principals/keys/retire", json!({ "client_id": "app-nightly" })),
        ("audit-events", json!({ "filter": { "action": "unknown" }, "after": null })),
        ("audit-events", json!({ "filter": {}, "after": "x" })),
        ("clients/denials", json!({})),
        ("oauth-clients/denials/add-redirect-uri", json!({ "client_id": "app-billing" })),
        ("environments/add", json!({ "draft": { "name": "staging", "audience": "", "tokens": 1 } })),
        ("environments/edit", json!({ "id": "a", "draft": { "name": "staging", "audience": "" } })),
        ("apis/add", json!({ "draft": { "name": "Billing API", "scopes": "invoices.read" } })),
        ("apis/roles/add", json!({ "draft": { "name": "Reader", "scopes": ["invoices.read"] } })),
        ("clients/roles/assign", json!({ "client_id": "app-billing", "wanted": [] })),
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
