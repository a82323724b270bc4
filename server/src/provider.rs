//! Signing in through an outside OpenID provider: the way there and back (OpenID Connect Core §3.1).

mod callback;
mod claims;
mod connect;
mod cookie;
mod discovery;
mod exchange;
mod problem;
mod start;

use std::sync::Arc;
use std::time::Duration;

use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use http::{HeaderMap, HeaderValue, StatusCode, header};

use crate::config::ProviderConfiguration;
use crate::gatehouse::Gatehouse;
use crate::http_client::{AnswerLimits, HttpClient, HttpClientProblem};
use crate::oauth::authorize::see_other;
use discovery::Discovery;

/// Where a person is sent to the provider from.
pub(crate) const START: &str = "/sign-in/provider";
/// Where the provider sends a person back to: the redirect URI that is registered there.
const CALLBACK: &str = "/sign-in/provider/callback";
/// Where a signed-in person is sent to the provider from, to link the account there.
pub(crate) const CONNECT: &str = "/account/provider/connect";

/// A person waits for three answers at most, and a proxy for no more than half a minute; the keys of the largest providers
/// are a twentieth of this long.
const LIMITS: AnswerLimits = AnswerLimits { within: Duration::from_secs(5), bytes: 256 * 1024 };

/// The outside provider, as configured and discovered.
#[derive(Debug)]
pub struct Provider {
    configuration: ProviderConfiguration,
    http: HttpClient,
    discovery: Discovery,
}

impl Provider {
    /// The provider with this configuration. It is not asked for anything before a person wants to go there.
    ///
    /// # Errors
    /// An [`HttpClientProblem`] where this machine cannot speak TLS.
    pub fn new(configuration: ProviderConfiguration) -> Result<Self, HttpClientProblem> {
        let http = HttpClient::new(&configuration.issuer, LIMITS)?;
        Ok(Self { configuration, http, discovery: Discovery::default() })
    }

    /// Who the provider is.
    pub fn issuer(&self) -> &str {
        &self.configuration.issuer
    }

    /// What people know the provider by.
    pub(crate) fn name(&self) -> &str {
        &self.configuration.name
    }
}

/// The routes to the provider and back, where one is configured; for the portal's router, behind its guards.
pub(crate) fn routes(gatehouse: &Gatehouse) -> Router<Gatehouse> {
    let Some(provider) = &gatehouse.provider else { return Router::new() };
    Router::new()
        .route(START, get(start::start))
        .route(CALLBACK, get(callback::callback))
        .route(CONNECT, post(connect::connect))
        .layer(Extension(Arc::clone(provider)))
}

/// Whether a browser goes to this address as its page, as far as it says so (Fetch Metadata): no picture, frame or script
/// begins or ends a way to the provider.
fn is_navigation(headers: &HeaderMap) -> bool {
    let says = |name, value| headers.get(name).is_none_or(|said: &HeaderValue| said == value);
    says("sec-fetch-mode", "navigate") && says("sec-fetch-dest", "document")
}

/// For what is not a navigation.
fn not_a_page() -> Response {
    (StatusCode::BAD_REQUEST, "Open this address as a page.").into_response()
}

/// To another page, with GET; the cookie of the way to the provider is set or taken away.
fn redirect(location: &str, cookies: Vec<HeaderValue>) -> Response {
    let mut response = see_other(location);
    for cookie in cookies {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
