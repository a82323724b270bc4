//! Service principals, environments, APIs and their roles.

use serde_json::json;

use super::Row;
use crate::matrix::asker::{ADMINISTRATORS, READERS};
use crate::matrix::row::{changes, page, reads};
use crate::matrix::stage::signing;

/// Another key on P-256 (RFC 7517 appendix A.1).
pub const OTHER_KEY: &str = r#"{"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}"#;

pub fn rows() -> Vec<Row> {
    [pages(), principals(), environments(), apis()].into_iter().flatten().collect()
}

fn pages() -> Vec<Row> {
    let principal = "/secure-module/principals/{client_id}";
    vec![
        page("/secure-module/api-roles", "/secure-module/api-roles", READERS),
        page("/secure-module/environments", "/secure-module/environments", READERS),
        page("/secure-module/principals", "/secure-module/principals", READERS),
        page(principal, "/secure-module/principals/app-nightly", READERS),
        page(principal, "/secure-module/principals/app-nightly?tab=credentials", READERS),
    ]
}

fn principals() -> Vec<Row> {
    let key = json!({ "public_key": OTHER_KEY, "expires_at": null });
    vec![
        reads("principals", READERS, json!({ "view": {}, "page": null })),
        reads("principals/principal", READERS, json!({ "client_id": "app-nightly" })),
        changes("principals/register", ADMINISTRATORS, json!({ "draft": signing("weekly_export") })),
        changes(
            "principals/edit",
            ADMINISTRATORS,
            json!({ "client_id": "app-nightly", "version": 1, "draft": { "client_name": "hourly_export" } }),
        ),
        changes("principals/keys/add", ADMINISTRATORS, json!({ "client_id": "app-nightly", "draft": key })),
        changes(
            "principals/keys/retire",
            ADMINISTRATORS,
            json!({ "client_id": "app-nightly", "credential_id": "aaaaaaaaaaaaaaaa" }),
        ),
    ]
}

fn environments() -> Vec<Row> {
    let draft = json!({ "name": "staging", "audience": "" });
    vec![
        reads("environments", READERS, json!({})),
        changes("environments/add", ADMINISTRATORS, json!({ "draft": draft.clone() })),
        changes("environments/edit", ADMINISTRATORS, json!({ "id": "spare", "version": 1, "draft": draft })),
        changes("environments/delete", ADMINISTRATORS, json!({ "id": "spare" })),
    ]
}

fn apis() -> Vec<Row> {
    let new = json!({ "name": "Shop API", "scopes": ["shop.read"] });
    let edited = json!({ "name": "Invoice API", "scopes": ["invoices.read", "invoices.write"] });
    let role = json!({ "name": "Clerk", "scopes": ["invoices.read"] });
    vec![
        reads("apis", READERS, json!({})),
        changes("apis/add", ADMINISTRATORS, json!({ "draft": new })),
        changes("apis/edit", ADMINISTRATORS, json!({ "id": "billing", "version": 1, "draft": edited })),
        changes("apis/delete", ADMINISTRATORS, json!({ "id": "empty" })),
        changes("apis/roles/add", ADMINISTRATORS, json!({ "api_id": "billing", "draft": role.clone() })),
        changes("apis/roles/edit", ADMINISTRATORS, json!({ "id": "reader", "version": 1, "draft": role })),
        changes("apis/roles/delete", ADMINISTRATORS, json!({ "id": "reader" })),
    ]
}
