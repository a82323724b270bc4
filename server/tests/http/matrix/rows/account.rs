//! What is a person's own.

use http::{Method, StatusCode};
use serde_json::json;

use super::Row;
use crate::matrix::asker::PERSONS;
use crate::matrix::row::{changes, page, reads, route};
use crate::world::PASSWORD;

pub fn rows() -> Vec<Row> {
    let password = json!({ "current_password": PASSWORD, "password": "another horse battery staple" });
    vec![
        page("/account", "/account", PERSONS),
        reads("account", PERSONS, json!({})),
        reads("account/has-password", PERSONS, json!({})),
        reads("account/sessions", PERSONS, json!({})),
        changes("account/password", PERSONS, json!({ "draft": password })),
        reads("account/provider", PERSONS, json!({})),
        // Nothing is connected.
        changes("account/provider/disconnect", PERSONS, json!({})).answers(StatusCode::NOT_FOUND),
        // Nobody answers there, so it leads back to the page of the account, and the others to the sign-in page.
        route(Method::POST, "/account/provider/connect", PERSONS).form("").answers(StatusCode::SEE_OTHER),
        reads("account/second-factor", PERSONS, json!({})),
        changes("account/second-factor/offer", PERSONS, json!({})),
        // A code cannot be right: the key is made by chance.
        changes("account/second-factor/add", PERSONS, json!({ "sealed": "unknown", "code": "000000" }))
            .answers(StatusCode::UNPROCESSABLE_ENTITY),
        // None is set up.
        changes("account/second-factor/recovery-codes", PERSONS, json!({ "code": "000000" }))
            .answers(StatusCode::NOT_FOUND),
        changes("account/second-factor/remove", PERSONS, json!({ "code": "000000" }))
            .answers(StatusCode::NOT_FOUND),
        changes("account/sign-out-elsewhere", PERSONS, json!({})),
    ]
}
