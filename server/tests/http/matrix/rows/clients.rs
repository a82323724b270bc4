//! OAuth clients, and what they have in common with service principals.

use serde_json::json;

use super::Row;
use crate::matrix::asker::{ADMINISTRATORS, READERS};
use crate::matrix::row::{changes, page, reads};
use crate::matrix::stage::shop;
use crate::world::good_draft;

pub fn rows() -> Vec<Row> {
    [pages(), reading(), changing()].into_iter().flatten().collect()
}

fn pages() -> Vec<Row> {
    vec![
        page("/oauth-clients", "/oauth-clients", READERS),
        page("/oauth-clients/new", "/oauth-clients/new", READERS),
        page("/oauth-clients/{client_id}", "/oauth-clients/app-billing", READERS),
        page("/oauth-clients/{client_id}", "/oauth-clients/app-billing?tab=roles", READERS),
        page("/oauth-clients/{client_id}/edit", "/oauth-clients/app-billing/edit", READERS),
    ]
}

fn reading() -> Vec<Row> {
    let both = json!({ "client_ids": ["app-billing", "app-nightly"] });
    let billing = json!({ "client_id": "app-billing" });
    let nightly = json!({ "client_id": "app-nightly" });
    vec![
        reads("oauth-clients", READERS, json!({ "view": {}, "page": null })),
        reads("oauth-clients/client", READERS, billing.clone()),
        reads("oauth-clients/copy", READERS, billing.clone()),
        reads("clients/uses", READERS, both),
        reads("clients/history", READERS, billing.clone()),
        reads("clients/history", READERS, nightly.clone()),
        reads("clients/denials", READERS, billing.clone()),
        reads("clients/denials", READERS, nightly.clone()),
        reads("clients/roles", READERS, billing),
        reads("clients/roles", READERS, nightly),
    ]
}

fn changing() -> Vec<Row> {
    let mut new = shop();
    new["client_name"] = json!("Stall");
    new["client_id"] = json!("stall");
    let mut edited = good_draft();
    edited["client_name"] = json!("Invoicing");
    edited["client_id"] = json!("billing");
    let added = json!({ "client_id": "app-shop", "redirect_uri": "https://shop.example/callback" });
    vec![
        changes("oauth-clients/register", ADMINISTRATORS, json!({ "draft": new })),
        changes(
            "oauth-clients/edit",
            ADMINISTRATORS,
            json!({ "client_id": "app-billing", "version": 1, "draft": edited }),
        ),
        changes(
            "clients/change",
            ADMINISTRATORS,
            json!({ "client_ids": ["app-billing", "app-nightly"], "change": "delete" }),
        ),
        changes(
            "clients/secrets/generate",
            ADMINISTRATORS,
            json!({ "client_id": "app-billing", "draft": {} }),
        ),
        changes(
            "clients/secrets/retire",
            ADMINISTRATORS,
            json!({ "client_id": "app-billing", "secret_id": "aaaaaaaaaaaaaaaa" }),
        ),
        changes("oauth-clients/denials/add-redirect-uri", ADMINISTRATORS, added),
        changes(
            "clients/roles/assign",
            ADMINISTRATORS,
            json!({ "client_id": "app-billing", "seen": [], "wanted": ["reader"] }),
        ),
    ]
}
