//! The identity provider and the audit trail.

use http::Method;
use serde_json::json;

use super::Row;
use crate::matrix::asker::{ADMINISTRATORS, READERS};
use crate::matrix::row::{changes, page, reads, route};

pub fn rows() -> Vec<Row> {
    vec![
        page("/identity-provider", "/identity-provider", READERS),
        reads("identity-provider", READERS, json!({})),
        reads("identity-provider/guide", READERS, json!({ "application": "public", "language": "rust" })),
        changes("identity-provider/rotate", ADMINISTRATORS, json!({})),
        page("/audit-log", "/audit-log", READERS),
        reads("audit-events", READERS, json!({ "filter": {}, "after": null })),
        route(Method::GET, "/audit-log.csv", READERS),
    ]
}
