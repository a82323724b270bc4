//! Which web pages may read the answers of the protocol endpoints: those of origins that an enabled client registered.

use std::sync::Arc;
use std::time::Duration;

use http::{HeaderValue, Method, header};
use service::Services;
use tower_http::cors::{AllowOrigin, CorsLayer};

/// How long a browser remembers what it may send.
const MAX_AGE: Duration = Duration::from_secs(300);

/// Lets registered origins read every answer, errors too, and never with the person's cookies.
pub(super) fn registered_origins(services: &Arc<Services>) -> CorsLayer {
    let services = Arc::clone(services);
    let is_registered = async move |services: Arc<Services>, origin: HeaderValue| {
        let Ok(origin) = origin.to_str() else { return false };
        services.is_registered_origin(origin).await.unwrap_or_else(|error| {
            tracing::warn!(error = &error as &dyn std::error::Error, "cannot tell who may read an answer");
            false
        })
    };
    CorsLayer::new()
        .allow_origin(AllowOrigin::async_predicate(move |origin, _| is_registered(services, origin)))
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE])
        .expose_headers([header::WWW_AUTHENTICATE, header::RETRY_AFTER])
        .max_age(MAX_AGE)
}
