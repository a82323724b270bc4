//! Where a request came from.

use std::net::IpAddr;

use http::Extensions;

use super::arrival::Arrival;

/// The network address that a request began at; IPv4 as such, also where it arrived through IPv6.
pub(crate) fn ip_address(extensions: &Extensions) -> Option<IpAddr> {
    extensions.get::<Arrival>()?.address
}

/// The same, as a text.
pub(crate) fn address(extensions: &Extensions) -> Option<String> {
    ip_address(extensions).map(|address| address.to_string())
}
