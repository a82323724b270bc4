//! Where a request came from.

use std::net::SocketAddr;

use axum::extract::ConnectInfo;
use http::Extensions;

/// The network address at the other end of the connection; IPv4 as such, also where it arrived through IPv6.
pub(crate) fn address(extensions: &Extensions) -> Option<String> {
    let ConnectInfo(address) = extensions.get::<ConnectInfo<SocketAddr>>()?;
    Some(address.ip().to_canonical().to_string())
}
