//! What became of a form that was posted without script.

use leptos::prelude::*;
use leptos::server_fn::error::ServerFnUrlError;
use leptos_router::hooks::use_query_map;

use crate::error::PortalError;

/// The error of the server function at `path`, where it is what the address tells of.
pub fn posted_error(path: &str) -> Option<PortalError> {
    let query = use_query_map().get_untracked();
    let error = query.get_str("__err").filter(|_| query.get_str("__path") == Some(path))?;
    Some(believed(ServerFnUrlError::<PortalError>::decode_err(error)))
}

/// Anybody can write an address, so nothing is shown of it that an error says in words of its own.
fn believed(error: PortalError) -> PortalError {
    let is_reference =
        |text: &str| text.len() <= 36 && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    match error {
        PortalError::Refused { .. } | PortalError::Stale(_) => PortalError::Malformed,
        PortalError::Internal { reference } if !is_reference(&reference) => PortalError::Malformed,
        error => error,
    }
}
