//! Webhooks.

use serde_json::json;

use super::Row;
use crate::matrix::asker::{ADMINISTRATORS, READERS};
use crate::matrix::row::{changes, page, reads};

pub fn rows() -> Vec<Row> {
    let draft = json!({ "url": "https://hooks.example.com/other" });
    let hook = json!({ "id": "hook" });
    vec![
        page("/webhooks", "/webhooks", READERS),
        page("/webhooks/{webhook_id}", "/webhooks/hook", READERS),
        page("/webhooks/{webhook_id}", "/webhooks/hook?state=given_up", READERS),
        reads("webhooks", READERS, json!({})),
        reads("webhooks/one", READERS, hook.clone()),
        reads("webhooks/deliveries", READERS, json!({ "id": "hook", "state": null, "after": null })),
        changes("webhooks/add", ADMINISTRATORS, json!({ "draft": draft.clone() })),
        changes("webhooks/edit", ADMINISTRATORS, json!({ "id": "hook", "version": 1, "draft": draft })),
        changes("webhooks/switch", ADMINISTRATORS, json!({ "id": "hook", "status": "disabled" })),
        changes("webhooks/secret", ADMINISTRATORS, hook.clone()),
        changes("webhooks/repeat", ADMINISTRATORS, json!({ "id": "hook", "delivery_id": "delivery" })),
        changes("webhooks/test", ADMINISTRATORS, hook.clone()),
        changes("webhooks/delete", ADMINISTRATORS, hook),
    ]
}
