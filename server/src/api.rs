//! The management API: what the portal does, for programs. REST and JSON below `/api/v1`, by the same use cases, rules and
//! roles; the document that describes it is made from these routes.

mod api_keys;
mod apis;
mod audit_events;
mod caller;
mod choices;
mod configuration;
mod document;
mod environments;
mod etag;
mod held_roles;
mod idempotency;
mod initial_access_tokens;
mod input;
mod limits;
mod listed;
mod oauth_clients;
mod page_size;
mod problem;
mod query;
mod reference;
mod secrets;
mod service_principals;
pub(crate) mod strict_json;
mod time;
mod users;
mod webhooks;

use app::ApiReference;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use tower_http::csrf::CsrfLayer;
use utoipa_axum::router::OpenApiRouter;

use crate::gatehouse::Gatehouse;
use document::Document;
use idempotency::Creations;
use limits::RateLimits;

pub use caller::AsCaller;

/// Where the API begins.
pub(crate) const BASE: &str = "/api/v1";
/// Bytes: the largest draft, with every field at its limit in four-byte characters, is a tenth of this.
const BODY_LIMIT: usize = 128 * 1024;

/// Every operation, with what the document says of it.
fn operations() -> OpenApiRouter<Gatehouse> {
    OpenApiRouter::with_openapi(document::head())
        .merge(api_keys::operations())
        .merge(apis::operations())
        .merge(audit_events::operations())
        .merge(configuration::operations())
        .merge(environments::operations())
        .merge(initial_access_tokens::operations())
        .merge(oauth_clients::operations())
        .merge(service_principals::operations())
        .merge(users::operations())
        .merge(webhooks::operations())
}

/// The document as the portal's page shows it, for a server whose addresses begin with `issuer`.
pub(crate) fn reference(issuer: &str) -> ApiReference {
    let (_, document) = operations().split_for_parts();
    reference::reference(Document::complete(&document, issuer).value(), issuer)
}

/// The operations and the document that describes them.
pub(crate) fn routes(gatehouse: &Gatehouse) -> Router<Gatehouse> {
    let guard = CsrfLayer::new()
        .add_trusted_origin(gatehouse.services.issuer())
        .expect("the public URL was parsed as an origin");
    let (operations, document) = operations().split_for_parts();
    let document = Document::complete(&document, gatehouse.services.issuer());
    let creations = Creations::of(&document, &gatehouse.services);
    let limits = RateLimits::new(gatehouse.network.api_rate);
    let api = operations
        .merge(document.route())
        .fallback(problem::no_such_resource)
        .method_not_allowed_fallback(problem::no_such_operation)
        // As one layer, the outermost first, for the reason that [`crate::routes`] has.
        .layer((
            from_fn(problem::render),
            from_fn(listed::link_pages),
            from_fn(etag::spare_unchanged),
            from_fn(query::refuse_unreadable_paths),
            guard,
            from_fn_with_state((gatehouse.clone(), limits), caller::recognise),
            DefaultBodyLimit::max(BODY_LIMIT),
            from_fn_with_state(creations, idempotency::once),
        ));
    Router::new().nest(BASE, api)
}
