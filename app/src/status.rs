//! The status of an answer, from wherever it is known.

use http::request::Parts;
use http::{StatusCode, header};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

/// Sets the status of the answer, except of one to a plain form: that one is a redirect.
pub(crate) fn set_status(status: StatusCode) {
    let (Some(parts), Some(response)) = (use_context::<Parts>(), use_context::<ResponseOptions>()) else {
        return;
    };
    let is_plain_form = !parts.method.is_safe()
        && parts
            .headers
            .get(header::ACCEPT)
            .and_then(|accept| accept.to_str().ok())
            .is_some_and(|accept| accept.contains("text/html"));
    if !is_plain_form {
        response.set_status(status);
    }
}
