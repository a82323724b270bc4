//! What an integrator's library reads first: `GET /.well-known/oauth-authorization-server` (RFC 8414 §3) and
//! `GET /.well-known/openid-configuration` (OpenID Connect Discovery §4), one document for both.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::{PkceMethod, Scope, SigningAlgorithm};
use http::header;
use serde::Serialize;
use service::ASSERTION_ALGORITHMS;

use super::client_auth::{METHODS, PROVING_METHODS};
use super::registration::REGISTER;
use super::token::GRANT_TYPES;
use super::{AUTHORIZE, INTROSPECT, JWKS, REVOKE, USER_INFO};
use crate::gatehouse::Gatehouse;

const CACHE: &str = "public, max-age=300";

/// RFC 8414 §2, OpenID Connect Discovery §3; what is not served is not named.
#[derive(Serialize)]
struct Metadata<'a> {
    issuer: &'a str,
    authorization_endpoint: String,
    token_endpoint: String,
    userinfo_endpoint: String,
    introspection_endpoint: String,
    revocation_endpoint: String,
    jwks_uri: String,
    /// RFC 7591; absent where no program may register clients.
    #[serde(skip_serializing_if = "Option::is_none")]
    registration_endpoint: Option<String>,
    /// Without those of APIs, whose names are for who holds a role of theirs (RFC 8414 §2 lets a server leave some out).
    scopes_supported: [&'static str; 4],
    response_types_supported: [&'static str; 1],
    response_modes_supported: [&'static str; 1],
    grant_types_supported: [&'static str; 3],
    subject_types_supported: [&'static str; 1],
    id_token_signing_alg_values_supported: [&'static str; 2],
    token_endpoint_auth_methods_supported: [&'static str; 4],
    token_endpoint_auth_signing_alg_values_supported: [&'static str; 4],
    revocation_endpoint_auth_methods_supported: [&'static str; 4],
    revocation_endpoint_auth_signing_alg_values_supported: [&'static str; 4],
    introspection_endpoint_auth_methods_supported: [&'static str; 3],
    introspection_endpoint_auth_signing_alg_values_supported: [&'static str; 4],
    /// The safer one first.
    code_challenge_methods_supported: [&'static str; 2],
    prompt_values_supported: [&'static str; 4],
    claims_supported: [&'static str; 12],
    /// RFC 9207 §3.
    authorization_response_iss_parameter_supported: bool,
    claims_parameter_supported: bool,
    request_parameter_supported: bool,
    /// OpenID Connect Discovery §3 takes it for true where it is not said.
    request_uri_parameter_supported: bool,
}

pub(super) async fn metadata(State(gatehouse): State<Gatehouse>) -> Response {
    let issuer = gatehouse.services.issuer();
    let at = |path: &str| [issuer, path].concat();
    let metadata = Metadata {
        issuer,
        authorization_endpoint: at(AUTHORIZE),
        token_endpoint: gatehouse.services.token_endpoint(),
        userinfo_endpoint: at(USER_INFO),
        introspection_endpoint: at(INTROSPECT),
        revocation_endpoint: at(REVOKE),
        jwks_uri: at(JWKS),
        registration_endpoint: gatehouse.services.is_registration_open().then(|| at(REGISTER)),
        scopes_supported: Scope::ALL.map(Scope::as_str),
        response_types_supported: ["code"],
        response_modes_supported: ["query"],
        grant_types_supported: GRANT_TYPES,
        subject_types_supported: ["public"],
        id_token_signing_alg_values_supported: SigningAlgorithm::ALL.map(SigningAlgorithm::as_str),
        token_endpoint_auth_methods_supported: METHODS,
        token_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
        revocation_endpoint_auth_methods_supported: METHODS,
        revocation_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
        introspection_endpoint_auth_methods_supported: PROVING_METHODS,
        introspection_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
        code_challenge_methods_supported: [PkceMethod::S256, PkceMethod::Plain].map(PkceMethod::as_str),
        prompt_values_supported: ["none", "login", "consent", "select_account"],
        claims_supported: [
            "iss",
            "sub",
            "aud",
            "exp",
            "iat",
            "auth_time",
            "nonce",
            "at_hash",
            "preferred_username",
            "roles",
            "email",
            "email_verified",
        ],
        authorization_response_iss_parameter_supported: true,
        claims_parameter_supported: false,
        request_parameter_supported: false,
        request_uri_parameter_supported: false,
    };
    ([(header::CACHE_CONTROL, CACHE)], Json(metadata)).into_response()
}
