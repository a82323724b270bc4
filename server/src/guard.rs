//! What stands in front of every route, or of the portal's.

pub(crate) mod address;
pub(crate) mod body;
pub(crate) mod form_target;
pub(crate) mod nonce;
pub(crate) mod referer;
pub(crate) mod security_headers;
pub(crate) mod visit;
