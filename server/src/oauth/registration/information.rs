//! What a program is told of the client that it registered (RFC 7591 §3.2.1, RFC 7592 §3).

use axum::Json;
use axum::response::{IntoResponse as _, Response};
use domain::{RedirectUri, WebOrigin};
use http::{StatusCode, header};
use serde::Serialize;
use service::RegisteredClient;

use super::REGISTER;
use super::metadata::{grant_types, response_types};

#[derive(Serialize)]
struct ClientInformation<'a> {
    client_id: &'a str,
    client_id_issued_at: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_secret: Option<&'a str>,
    /// 0: a secret has no end.
    #[serde(skip_serializing_if = "Option::is_none")]
    client_secret_expires_at: Option<i64>,
    client_name: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    redirect_uris: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    web_origins: Vec<&'a str>,
    token_endpoint_auth_method: &'static str,
    grant_types: &'static [&'static str],
    response_types: &'static [&'static str],
    registration_access_token: &'a str,
    registration_client_uri: String,
}

impl<'a> ClientInformation<'a> {
    fn new(issuer: &str, registered: &'a RegisteredClient, token: &'a str) -> Self {
        let client = &registered.client;
        let secret = registered.secret.as_ref().map(|secret| secret.reveal());
        Self {
            client_id: client.client_id.as_str(),
            client_id_issued_at: registered.registered_at,
            client_secret: secret,
            client_secret_expires_at: secret.map(|_| 0),
            client_name: client.name.as_str(),
            redirect_uris: client.redirect_uris.iter().map(RedirectUri::as_str).collect(),
            web_origins: client.web_origins.iter().map(WebOrigin::as_str).collect(),
            token_endpoint_auth_method: registered.auth_method.as_str(),
            grant_types: grant_types(client.grant_type),
            response_types: response_types(client.grant_type),
            registration_access_token: token,
            registration_client_uri: format!("{issuer}{REGISTER}/{}", client.client_id),
        }
    }
}

/// RFC 7591 §3.2.1. The Pragma beside the Cache-Control that every answer carries.
pub(super) fn registered(issuer: &str, client: &RegisteredClient, token: &str) -> Response {
    let pragma = [(header::PRAGMA, "no-cache")];
    let information = ClientInformation::new(issuer, client, token);
    (StatusCode::CREATED, pragma, Json(information)).into_response()
}

/// RFC 7592 §3. The token stays as it is: were it another each time, an answer that is lost would shut the program out.
pub(super) fn known(issuer: &str, client: &RegisteredClient, token: &str) -> Response {
    let pragma = [(header::PRAGMA, "no-cache")];
    (pragma, Json(ClientInformation::new(issuer, client, token))).into_response()
}

/// RFC 7592 §2.3.
pub(super) fn deleted() -> Response {
    (StatusCode::NO_CONTENT, [(header::PRAGMA, "no-cache")]).into_response()
}
