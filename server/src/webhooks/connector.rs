//! Connections to hosts that somebody typed: what a name stands for is looked up here, judged, and connected to as judged, so
//! that no name stands for another address a moment later.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use domain::is_public_address;
use http::Uri;
use http::uri::Scheme;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use tower::Service;

/// How long one of a host's addresses may take before the next is tried.
const CONNECTS_WITHIN: Duration = Duration::from_secs(4);

/// Where messages may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// To public addresses, encrypted.
    Public,
    /// To this machine and its network as well.
    Everywhere,
}

/// Why there is no connection.
#[derive(Debug, thiserror::Error)]
pub(super) enum NoConnection {
    #[error("the host has no address")]
    NoAddress,
    #[error("the host has a private address only")]
    NotPublic,
    #[error("cannot connect")]
    Refused(#[source] io::Error),
    #[error("connecting takes too long")]
    TooLate,
}

/// Connects to where the reach allows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Connector(pub(super) Reach);

impl Service<Uri> for Connector {
    type Response = TokioIo<TcpStream>;
    type Error = NoConnection;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, NoConnection>> + Send>>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), NoConnection>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let reach = self.0;
        Box::pin(async move { connect(&uri, reach).await.map(TokioIo::new) })
    }
}

async fn connect(uri: &Uri, reach: Reach) -> Result<TcpStream, NoConnection> {
    let host = uri.host().ok_or(NoConnection::NoAddress)?;
    let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    let default_port = if uri.scheme() == Some(&Scheme::HTTP) { 80 } else { 443 };
    let port = uri.port_u16().unwrap_or(default_port);
    let found = lookup_host((host, port)).await.map_err(|_| NoConnection::NoAddress)?;
    let mut problem = NoConnection::NoAddress;
    for address in allowed(found, reach)? {
        match timeout(CONNECTS_WITHIN, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(error)) => problem = NoConnection::Refused(error),
            Err(_) => problem = NoConnection::TooLate,
        }
    }
    Err(problem)
}

/// Those of a host's addresses that may be connected to.
fn allowed(found: impl Iterator<Item = SocketAddr>, reach: Reach) -> Result<Vec<SocketAddr>, NoConnection> {
    let found: Vec<_> = found.collect();
    let is_allowed = |address: &SocketAddr| match reach {
        Reach::Public => is_public_address(address.ip()),
        Reach::Everywhere => true,
    };
    let allowed: Vec<_> = found.iter().copied().filter(is_allowed).collect();
    if allowed.is_empty() && !found.is_empty() { Err(NoConnection::NotPublic) } else { Ok(allowed) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_the_addresses_of_a_name_only_public_ones_are_connected_to() {
        for (found, reach, expected) in [
            (vec!["1.1.1.1:443"], Reach::Public, Some(vec!["1.1.1.1:443"])),
            (vec!["10.0.0.1:443", "1.1.1.1:443"], Reach::Public, Some(vec!["1.1.1.1:443"])),
            (vec!["10.0.0.1:443", "[::1]:443"], Reach::Public, None),
            (vec!["[::ffff:127.0.0.1]:443"], Reach::Public, None),
            (vec!["10.0.0.1:443"], Reach::Everywhere, Some(vec!["10.0.0.1:443"])),
            (vec![], Reach::Public, Some(vec![])),
        ] {
            let found: Vec<SocketAddr> = found.into_iter().map(|address| address.parse().unwrap()).collect();
            let allowed = allowed(found.into_iter(), reach).ok();
            let allowed = allowed.map(|all| all.iter().map(ToString::to_string).collect::<Vec<_>>());
            let expected = expected.map(|all| all.iter().map(ToString::to_string).collect::<Vec<_>>());
            assert_eq!(allowed, expected);
        }
    }

    #[tokio::test]
    async fn a_private_host_is_not_connected_to_however_it_is_written() {
        for host in ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "169.254.169.254", "0.0.0.0"] {
            let uri: Uri = format!("https://{host}/hook").parse().unwrap();
            let refused = connect(&uri, Reach::Public).await;
            assert!(matches!(refused, Err(NoConnection::NotPublic)), "{host}: {refused:?}");
        }
    }

    #[tokio::test]
    async fn a_host_that_is_none_has_no_address() {
        // No resolver is asked for a label this long (RFC 1035 §2.3.4), so none can be slow.
        let uri: Uri = format!("https://{}.example/hook", "a".repeat(64)).parse().unwrap();
        let refused = connect(&uri, Reach::Everywhere).await;
        assert!(matches!(refused, Err(NoConnection::NoAddress)), "{refused:?}");
    }
}
