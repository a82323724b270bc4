//! The people of the portal.

use http::StatusCode;
use serde_json::json;

use super::Row;
use crate::matrix::asker::{ADMINISTRATORS, ANYBODY, READERS};
use crate::matrix::row::{changes, page, reads};
use crate::world::PASSWORD;

pub fn rows() -> Vec<Row> {
    let grace = json!({ "user_id": "grace" });
    vec![
        page("/users", "/users", READERS),
        page("/users/{user_id}", "/users/grace", READERS),
        reads("users", READERS, json!({ "view": {}, "after": null })),
        reads("users/user", READERS, grace.clone()),
        changes(
            "users/invite",
            ADMINISTRATORS,
            json!({ "draft": { "email": "new@example.com", "role": "member" } }),
        ),
        changes("users/link", ADMINISTRATORS, grace.clone()),
        changes("users/role", ADMINISTRATORS, json!({ "user_id": "grace", "version": 1, "role": "auditor" })),
        changes("users/status", ADMINISTRATORS, json!({ "user_id": "grace", "status": "disabled" })),
        changes("users/delete", ADMINISTRATORS, grace.clone()),
        changes("users/sign-out-everywhere", ADMINISTRATORS, grace.clone()),
        reads("users/sign-in-rules", READERS, json!({})),
        changes("users/sign-in-rules/change", ADMINISTRATORS, json!({ "is_required": false })),
        // She has none.
        changes("users/remove-second-factor", ADMINISTRATORS, grace).answers(StatusCode::NOT_FOUND),
        // Who has a link needs nothing else; here nobody has one.
        reads("links/owner", ANYBODY, json!({ "token": "unknown" })).answers(StatusCode::FORBIDDEN),
        changes("links/set-password", ANYBODY, json!({ "token": "unknown", "password": PASSWORD }))
            .answers(StatusCode::FORBIDDEN),
    ]
}
