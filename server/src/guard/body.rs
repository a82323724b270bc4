//! What a request to the portal may carry.
//!
//! Leptos looks neither at a server function's `Content-Type` nor at its size. JSON is what a foreign page cannot send
//! without asking the browser first, so every function wants it but the few that work as plain forms, as the consent page
//! does. Only those are redirected, too: Leptos would answer any function so where HTML is accepted, with its error in
//! the address.

use app::PLAIN_FORMS;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, StatusCode, header};

use crate::oauth::CONSENT;
use crate::provider::CONNECT;

/// Bytes: the largest form, with every field at its limit in four-byte characters, is a tenth of this.
const LIMIT: usize = 128 * 1024;
const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

/// Refuses bodies of another type with 415 and larger ones with 413.
pub(crate) async fn small_forms_and_json_only(request: Request, next: Next) -> Response {
    if request.method().is_safe() {
        return next.run(request).await;
    }
    let path = request.uri().path();
    let is_plain_form = path == CONSENT || path == CONNECT || PLAIN_FORMS.contains(&path);
    let wanted = if is_plain_form { FORM } else { JSON };
    if !media_type(request.headers()).eq_ignore_ascii_case(wanted) {
        return (StatusCode::UNSUPPORTED_MEDIA_TYPE, format!("Send {wanted}.")).into_response();
    }
    let (mut parts, body) = request.into_parts();
    if !is_plain_form {
        parts.headers.remove(header::ACCEPT);
    }
    match to_bytes(body, LIMIT).await {
        Ok(body) => next.run(Request::from_parts(parts, Body::from(body))).await,
        Err(_) => (StatusCode::PAYLOAD_TOO_LARGE, "Send at most 128 KiB.").into_response(),
    }
}

/// Whether a body says that it is a form.
pub(crate) fn is_form(headers: &HeaderMap) -> bool {
    media_type(headers).eq_ignore_ascii_case(FORM)
}

/// Whether a body says that it is JSON.
pub(crate) fn is_json(headers: &HeaderMap) -> bool {
    media_type(headers).eq_ignore_ascii_case(JSON)
}

fn media_type(headers: &HeaderMap) -> &str {
    let content_type =
        headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    content_type.split(';').next().unwrap_or_default().trim()
}
