//! What stands in front of every route, or of the portal's.

pub(crate) mod address;
pub(crate) mod arrival;
pub(crate) mod body;
pub(crate) mod form_target;
mod forwarded;
pub(crate) mod nonce;
pub(crate) mod origin;
pub(crate) mod referer;
pub(crate) mod security_headers;
pub(crate) mod visit;
