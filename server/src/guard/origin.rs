//! A page of another site changes nothing here: the public URL is the one origin that may.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http::{StatusCode, header};

use crate::gatehouse::Gatehouse;

/// Refuses what would change something and says that it comes from elsewhere. [`CsrfLayer`], which judges by what the
/// browser says of the site, would believe an origin that is the same as `Host`, and `Host` is whatever was asked for.
///
/// [`CsrfLayer`]: tower_http::csrf::CsrfLayer
pub(crate) async fn own_origin_only(
    State(gatehouse): State<Gatehouse>,
    request: Request,
    next: Next,
) -> Response {
    let issuer = gatehouse.services.issuer().as_bytes();
    let mut origins = request.headers().get_all(header::ORIGIN).iter();
    if !request.method().is_safe() && origins.any(|origin| origin.as_bytes() != issuer) {
        return (StatusCode::FORBIDDEN, "This was not sent by a page of this portal.").into_response();
    }
    next.run(request).await
}
