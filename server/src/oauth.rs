//! The protocol endpoints.

pub(crate) mod asking;
mod authorization_query;
pub(crate) mod authorize;
pub(crate) mod bearer;
mod client_auth;
mod client_request;
pub(crate) mod consent;
mod cors;
mod error;
mod introspect;
mod jwks;
mod metadata;
pub(crate) mod parameters;
mod registration;
mod request_problem;
mod revoke;
mod token;
mod user_info;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use http::StatusCode;

use crate::gatehouse::Gatehouse;

/// Bytes: a token request is a few hundred, an authorization request at most 8 KiB.
const BODY_LIMIT: usize = 16 * 1024;

/// Where a person's answer on the authorization page goes.
pub(crate) const CONSENT: &str = "/oauth2/consent";
const AUTHORIZE: &str = "/oauth2/authorize";
const TOKEN: &str = "/oauth2/token";
const INTROSPECT: &str = "/oauth2/introspect";
const REVOKE: &str = "/oauth2/revoke";
const USER_INFO: &str = "/oauth2/userinfo";
const JWKS: &str = "/oauth2/jwks";

/// What programs ask, from web pages too; and the form that a person's browser is sent to the authorization endpoint with.
/// The page of that endpoint is one of the portal's.
pub(crate) fn routes(gatehouse: &Gatehouse) -> Router<Gatehouse> {
    Router::new()
        .route(TOKEN, post(token::token))
        .route(INTROSPECT, post(introspect::introspect))
        .route(REVOKE, post(revoke::revoke))
        .route(USER_INFO, get(user_info::user_info).post(user_info::user_info))
        .route(JWKS, get(jwks::jwks))
        .route("/.well-known/oauth-authorization-server", get(metadata::metadata))
        .route("/.well-known/openid-configuration", get(metadata::metadata))
        .method_not_allowed_fallback(wrong_method)
        .layer((cors::registered_origins(&gatehouse.services), DefaultBodyLimit::max(BODY_LIMIT)))
        .route(
            AUTHORIZE,
            post(authorize::post).fallback(authorize::wrong_method).layer(DefaultBodyLimit::max(BODY_LIMIT)),
        )
        .merge(registration::routes(gatehouse))
}

/// The router says which ones are right.
async fn wrong_method() -> (StatusCode, &'static str) {
    (StatusCode::METHOD_NOT_ALLOWED, "Use one of the methods in Allow.")
}
