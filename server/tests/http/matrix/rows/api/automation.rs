//! What programs come with, what they are told, and everything at once.

use http::StatusCode;
use serde_json::json;

use super::{act, create, delete, edit, read, search};
use crate::matrix::asker::{ADMINISTRATORS, READERS};
use crate::matrix::row::{Row, changes, page, reads};

pub fn rows() -> Vec<Row> {
    [keys(), registrations(), webhooks(), configuration()].into_iter().flatten().collect()
}

fn keys() -> Vec<Row> {
    let (path, key) = ("/api-keys/{api_key_id}", "/api-keys/spare-key");
    vec![
        read("/api-keys", "/api-keys"),
        create("/api-keys", "/api-keys", json!({ "name": "Deployment", "role": "auditor" })),
        read(path, key),
        delete(path, key),
        page("/api-keys", "/api-keys", READERS),
        reads("api-keys", READERS, json!({})),
        changes(
            "api-keys/create",
            ADMINISTRATORS,
            json!({ "draft": { "name": "Deployment", "role": "auditor" } }),
        ),
        changes("api-keys/revoke", ADMINISTRATORS, json!({ "id": "spare-key" })),
    ]
}

fn registrations() -> Vec<Row> {
    let path = "/initial-access-tokens/{initial_access_token_id}";
    vec![
        read("/initial-access-tokens", "/initial-access-tokens"),
        create("/initial-access-tokens", "/initial-access-tokens", json!({ "name": "Onboarding" })),
        read(path, "/initial-access-tokens/registering"),
        delete(path, "/initial-access-tokens/registering"),
    ]
}

fn webhooks() -> Vec<Row> {
    let (path, hook) = ("/webhooks/{webhook_id}", "/webhooks/hook");
    vec![
        read("/webhooks", "/webhooks"),
        create("/webhooks", "/webhooks", json!({ "url": "https://hooks.example.com/other" })),
        read(path, hook),
        edit(path, hook, json!({ "description": "Told of all" })),
        delete(path, hook),
        act("/webhooks/{webhook_id}/enable", "/webhooks/hook/enable"),
        act("/webhooks/{webhook_id}/disable", "/webhooks/hook/disable"),
        act("/webhooks/{webhook_id}/secret", "/webhooks/hook/secret").answers(StatusCode::CREATED),
        act("/webhooks/{webhook_id}/test", "/webhooks/hook/test").answers(StatusCode::ACCEPTED),
        read("/webhooks/{webhook_id}/deliveries", "/webhooks/hook/deliveries"),
        act(
            "/webhooks/{webhook_id}/deliveries/{delivery_id}/repeat",
            "/webhooks/hook/deliveries/delivery/repeat",
        )
        .answers(StatusCode::ACCEPTED),
    ]
}

fn configuration() -> Vec<Row> {
    let document = json!({ "version": 1, "environments": [{ "environment_name": "staging" }] });
    vec![
        read("/configuration", "/configuration"),
        search("/configuration/plan", document.clone()),
        act("/configuration/apply", "/configuration/apply").json(document),
    ]
}
