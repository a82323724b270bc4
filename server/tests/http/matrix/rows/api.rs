//! The operations of the management API.

mod automation;
mod clients;
mod secure_module;

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::Row;
use crate::matrix::asker::{ANYBODY, API_ADMINISTRATORS, API_READERS, READERS};
use crate::matrix::row::{operation, page, reads};

pub fn rows() -> Vec<Row> {
    [document(), people(), trail(), clients::rows(), secure_module::rows(), automation::rows()]
        .into_iter()
        .flatten()
        .collect()
}

/// Reads what is at this address.
fn read(path: &str, at: &str) -> Row {
    operation(Method::GET, path, at, API_READERS)
}

/// Adds something.
fn create(path: &str, at: &str, body: Value) -> Row {
    act(path, at).json(body).answers(StatusCode::CREATED)
}

/// Changes fields of what is at this address.
fn edit(path: &str, at: &str, fields: Value) -> Row {
    operation(Method::PATCH, path, at, API_ADMINISTRATORS).patch(fields).changing()
}

/// Removes what is at this address.
fn delete(path: &str, at: &str) -> Row {
    operation(Method::DELETE, path, at, API_ADMINISTRATORS).changing().answers(StatusCode::NO_CONTENT)
}

/// Does something to what is at this address.
fn act(path: &str, at: &str) -> Row {
    operation(Method::POST, path, at, API_ADMINISTRATORS).changing()
}

/// Looks something up, with what does not belong in an address.
fn search(path: &str, body: Value) -> Row {
    operation(Method::POST, path, path, API_READERS).json(body)
}

fn document() -> Vec<Row> {
    vec![
        operation(Method::GET, "/openapi.json", "/openapi.json", ANYBODY),
        page("/api-reference", "/api-reference", READERS),
        reads("api-reference", READERS, json!({})),
    ]
}

fn people() -> Vec<Row> {
    let (grace, invitation) = ("/users/grace", json!({ "email": "new@example.com", "role": "member" }));
    vec![
        read("/users", "/users"),
        search("/users/search", json!({ "q": "grace@" })),
        create("/users", "/users", invitation),
        read("/users/{user_id}", grace),
        edit("/users/{user_id}", grace, json!({ "role": "auditor" })),
        delete("/users/{user_id}", grace),
        act("/users/{user_id}/enable", "/users/grace/enable"),
        act("/users/{user_id}/disable", "/users/grace/disable"),
        act("/users/{user_id}/reset-link", "/users/grace/reset-link"),
        act("/users/{user_id}/sign-out-everywhere", "/users/grace/sign-out-everywhere"),
        // She has none.
        act("/users/{user_id}/remove-second-factor", "/users/grace/remove-second-factor")
            .answers(StatusCode::CONFLICT),
    ]
}

fn trail() -> Vec<Row> {
    vec![
        read("/audit-events", "/audit-events"),
        search("/audit-events/search", json!({ "entity_name": "Billing API" })),
        read("/audit-events/{audit_event_id}", "/audit-events/event"),
    ]
}
