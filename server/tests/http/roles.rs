//! What every server function refuses of whoever may call it. Who may call which is in the role matrix.

use http::StatusCode;
use serde_json::json;

use crate::matrix::asker::Asker;
use crate::matrix::stage::Stage;
use crate::world::good_draft;

#[tokio::test]
async fn arguments_that_cannot_be_read_are_400() {
    let mut stage = Stage::new().await;
    let commits = stage.commits().await;
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
        ("users", json!({ "view": { "role": "owner" }, "after": null })),
        ("users", json!({ "view": { "sort": "email" }, "after": null })),
        ("users", json!({ "view": {}, "after": "x" })),
        ("users/user", json!({})),
        ("users/invite", json!({ "draft": { "email": "new@example.com" } })),
        ("users/invite", json!({ "draft": { "email": "new@example.com", "role": "owner" } })),
        ("users/role", json!({ "user_id": "a", "role": "member" })),
        ("users/status", json!({ "user_id": "a", "status": "asleep" })),
        ("account/password", json!({ "draft": { "password": "another horse battery staple" } })),
        ("links/set-password", json!({ "token": "unknown" })),
    ] {
        let answer = stage.world.call(&Asker::Administrator.cookie(), function, &arguments).await;
        assert_eq!(
            (answer.status, answer.json()),
            (StatusCode::BAD_REQUEST, json!("malformed")),
            "{function} {arguments}"
        );
    }
    assert_eq!(stage.commits().await, commits);
}
