//! Where a request came from.

use http::Extensions;

use super::arrival::Arrival;

/// The network address that a request began at; IPv4 as such, also where it arrived through IPv6.
pub(crate) fn address(extensions: &Extensions) -> Option<String> {
    extensions.get::<Arrival>()?.address.map(|address| address.to_string())
}
