//! OAuth clients.

use http::{Method, StatusCode};
use serde_json::json;

use super::{act, create, delete, edit, read};
use crate::matrix::asker::API_ADMINISTRATORS;
use crate::matrix::row::{Row, operation};

pub fn rows() -> Vec<Row> {
    let (client, secret) = ("/oauth-clients/{client_id}", "/oauth-clients/{client_id}/secrets/{secret_id}");
    let roles = json!({ "roles": [{ "api_name": "Billing API", "role_name": "Reader" }] });
    vec![
        read("/oauth-clients", "/oauth-clients"),
        create(
            "/oauth-clients",
            "/oauth-clients",
            json!({ "client_name": "New", "client_type": "confidential" }),
        ),
        read(client, "/oauth-clients/app-billing"),
        edit(client, "/oauth-clients/app-billing", json!({ "client_name": "Invoices" })),
        delete(client, "/oauth-clients/app-shop"),
        act("/oauth-clients/{client_id}/enable", "/oauth-clients/app-shop/enable"),
        act("/oauth-clients/{client_id}/disable", "/oauth-clients/app-shop/disable"),
        act("/oauth-clients/{client_id}/copy", "/oauth-clients/app-billing/copy")
            .json(json!({}))
            .answers(StatusCode::CREATED),
        read("/oauth-clients/{client_id}/roles", "/oauth-clients/app-shop/roles"),
        operation(
            Method::PUT,
            "/oauth-clients/{client_id}/roles",
            "/oauth-clients/app-shop/roles",
            API_ADMINISTRATORS,
        )
        .json(roles)
        .changing(),
        read("/oauth-clients/{client_id}/secrets", "/oauth-clients/app-billing/secrets"),
        create("/oauth-clients/{client_id}/secrets", "/oauth-clients/app-billing/secrets", json!({})),
        read(secret, "/oauth-clients/app-billing/secrets/aaaaaaaaaaaaaaaa"),
        delete(secret, "/oauth-clients/app-billing/secrets/aaaaaaaaaaaaaaaa"),
    ]
}
