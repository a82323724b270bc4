//! Finds out who is asking before any page or server function sees the request.

use app::door::{RETRY_AFTER, Visit};
use app::error::PortalError;
use app::session_token;
use axum::Json;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse as _, Response};
use http::{HeaderMap, Method, StatusCode, header};

use crate::gatehouse::Gatehouse;
use crate::guard::address::address;

const UNAVAILABLE_PAGE: &str = include_str!("unavailable.html");

/// Puts a [`Visit`] into the request's extensions; without a database nothing behind it is asked.
pub(crate) async fn describe_visit(
    State(gatehouse): State<Gatehouse>,
    mut request: Request,
    next: Next,
) -> Response {
    let reference = gatehouse.services.reference();
    let address = address(request.extensions());
    let found = match session_token(request.headers()) {
        Some(token) => {
            gatehouse.services.signed_in(&token, address.clone()).await.map(|person| (person, None))
        }
        // Asked of the database here, which also tells that it answers; pages for people unknown need not ask again.
        None => gatehouse.services.is_setup_open().await.map(|is_open| (None, Some(is_open))),
    };
    match found {
        Ok((signed_in, is_setup_open)) => {
            request.extensions_mut().insert(Visit { signed_in, is_setup_open, address, reference });
            next.run(request).await
        }
        Err(error) => {
            tracing::error!(reference, error = &error as &dyn std::error::Error, "cannot tell who is asking");
            unavailable(request.method(), request.headers(), reference)
        }
    }
}

/// A page for whoever looks at it, the portal's error for its code.
pub(crate) fn unavailable(method: &Method, headers: &HeaderMap, reference: String) -> Response {
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    let retry = [(header::RETRY_AFTER, RETRY_AFTER)];
    let status = StatusCode::SERVICE_UNAVAILABLE;
    if method.is_safe() || accept.contains("text/html") {
        (status, retry, Html(UNAVAILABLE_PAGE.replace("{reference}", &reference))).into_response()
    } else {
        (status, retry, Json(PortalError::Internal { reference })).into_response()
    }
}
