//! The ways in and out.

use http::{Method, StatusCode};
use serde_json::json;

use super::Row;
use crate::matrix::asker::{ANYBODY, CODE_WANTED, ENROLMENT_WANTED, HALF_SIGNED_IN, READERS};
use crate::matrix::row::{changes, page, reads, route};
use crate::world::{EMAIL, PASSWORD};

pub fn rows() -> Vec<Row> {
    let form = format!("email={EMAIL}&password={}", PASSWORD.replace(' ', "+"));
    let account = json!({ "email": "eve@example.com", "password": PASSWORD });
    vec![
        page("/sign-in", "/sign-in", ANYBODY),
        page("/sign-in/second-factor", "/sign-in/second-factor", HALF_SIGNED_IN),
        reads("sign-in/second-factor/wanted", HALF_SIGNED_IN, json!({})),
        // A code cannot be right: the key is made by chance.
        changes("sign-in/second-factor", CODE_WANTED, json!({}))
            .form("code=000000")
            .answers(StatusCode::UNAUTHORIZED),
        changes("sign-in/second-factor/offer", ENROLMENT_WANTED, json!({})),
        changes(
            "sign-in/second-factor/add",
            ENROLMENT_WANTED,
            json!({ "sealed": "unknown", "code": "000000", "next": null }),
        )
        .answers(StatusCode::UNPROCESSABLE_ENTITY),
        // Nobody answers there, and no way there was begun.
        route(Method::GET, "/sign-in/provider", ANYBODY).answers(StatusCode::SEE_OTHER),
        route(Method::GET, "/sign-in/provider/callback", ANYBODY).answers(StatusCode::SEE_OTHER),
        page("/setup", "/setup", ANYBODY),
        page("/invitation", "/invitation", ANYBODY),
        page("/password-reset", "/password-reset", ANYBODY),
        reads("session", READERS, json!({})),
        changes("sign-in", ANYBODY, json!({})).form(&form),
        changes("sign-out", ANYBODY, json!({})).form(""),
        reads("setup/is-open", ANYBODY, json!({})),
        // The first administrator is there.
        changes("setup/first-administrator", ANYBODY, json!({ "token": "unknown", "account": account }))
            .answers(StatusCode::FORBIDDEN),
    ]
}
