//! Service principals, environments, APIs and their roles.

use http::StatusCode;
use serde_json::{Value, json};

use super::{act, create, delete, edit, read};
use crate::matrix::row::Row;
use crate::matrix::rows::secure_module::OTHER_KEY;

pub fn rows() -> Vec<Row> {
    [principals(), credentials(), environments(), apis()].into_iter().flatten().collect()
}

fn principals() -> Vec<Row> {
    let path = "/service-principals/{client_id}";
    let nightly = "/service-principals/app-nightly";
    let new =
        json!({ "client_name": "weekly_export", "security_type": "client_secret", "environment": "spare" });
    vec![
        read("/service-principals", "/service-principals"),
        create("/service-principals", "/service-principals", new),
        read(path, nightly),
        edit(path, nightly, json!({ "client_name": "hourly_export" })),
        delete(path, nightly),
        act("/service-principals/{client_id}/enable", "/service-principals/app-nightly/enable"),
        act("/service-principals/{client_id}/disable", "/service-principals/app-nightly/disable"),
    ]
}

fn credentials() -> Vec<Row> {
    let (keys, secrets) = ("/service-principals/{client_id}/keys", "/service-principals/{client_id}/secrets");
    let key: Value = serde_json::from_str(OTHER_KEY).unwrap();
    let at = |rest: &str| ["/service-principals/app-nightly", rest].concat();
    let (key_path, secret_path) = ([keys, "/{key_id}"].concat(), [secrets, "/{secret_id}"].concat());
    vec![
        read(keys, &at("/keys")),
        create(keys, &at("/keys"), json!({ "public_key": key })),
        read(&key_path, &at("/keys/aaaaaaaaaaaaaaaa")),
        delete(&key_path, &at("/keys/aaaaaaaaaaaaaaaa")),
        // It signs, and has no secrets.
        read(secrets, &at("/secrets")),
        create(secrets, &at("/secrets"), json!({})).answers(StatusCode::CONFLICT),
        read(&secret_path, &at("/secrets/none")).answers(StatusCode::NOT_FOUND),
        delete(&secret_path, &at("/secrets/none")).answers(StatusCode::NOT_FOUND),
    ]
}

fn environments() -> Vec<Row> {
    let (path, spare) = ("/environments/{environment_name}", "/environments/spare");
    vec![
        read("/environments", "/environments"),
        create("/environments", "/environments", json!({ "environment_name": "staging" })),
        read(path, spare),
        edit(path, spare, json!({ "audience": "urn:other" })),
        delete(path, spare),
    ]
}

fn apis() -> Vec<Row> {
    let (path, roles, role) = ("/apis/{api_id}", "/apis/{api_id}/roles", "/apis/{api_id}/roles/{role_id}");
    vec![
        read("/apis", "/apis"),
        create("/apis", "/apis", json!({ "api_name": "Shop API", "scopes": ["shop.read"] })),
        read(path, "/apis/billing"),
        edit(path, "/apis/billing", json!({ "api_name": "Invoice API" })),
        delete(path, "/apis/empty"),
        read(roles, "/apis/billing/roles"),
        create(roles, "/apis/billing/roles", json!({ "role_name": "Clerk", "scopes": ["invoices.read"] })),
        read(role, "/apis/billing/roles/reader"),
        edit(role, "/apis/billing/roles/reader", json!({ "role_name": "Clerk" })),
        delete(role, "/apis/billing/roles/reader"),
        // A program has it.
        delete(role, "/apis/orders/roles/buyer").answers(StatusCode::CONFLICT),
    ]
}
