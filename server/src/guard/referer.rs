//! A server function answers a plain form with a redirect to where the form was: only if that was this portal.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header;

use crate::gatehouse::Gatehouse;

/// Drops a `Referer` that is not a page of this portal.
pub(crate) async fn own_referer_only(
    State(gatehouse): State<Gatehouse>,
    mut request: Request,
    next: Next,
) -> Response {
    let is_own = request
        .headers()
        .get(header::REFERER)
        .and_then(|referer| referer.to_str().ok())
        .and_then(|referer| referer.strip_prefix(gatehouse.services.issuer()))
        .is_some_and(|path| path.starts_with('/'));
    if !is_own {
        request.headers_mut().remove(header::REFERER);
    }
    next.run(request).await
}
