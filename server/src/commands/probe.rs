//! Asks the server on this machine whether it is ready, for whoever runs it without tools of its own.

use std::io::{Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context as _, bail};

/// How long each step may take: connecting, asking, hearing.
const WITHIN: Duration = Duration::from_secs(3);
const REQUEST: &[u8] = b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
const READY: &[u8] = b"HTTP/1.1 200 ";

/// Fails unless the server that listens there says that it is ready.
pub(crate) fn run(listen: SocketAddr) -> anyhow::Result<()> {
    let address = reached_at(listen);
    let mut connection = TcpStream::connect_timeout(&address, WITHIN)
        .with_context(|| format!("nobody answers at {address}, where GATEHOUSE_LISTEN says"))?;
    connection.set_read_timeout(Some(WITHIN))?;
    connection.set_write_timeout(Some(WITHIN))?;
    connection.write_all(REQUEST).context("the server hung up")?;
    let mut heard = [0; READY.len()];
    connection.read_exact(&mut heard).context("the server does not answer in time")?;
    if heard != READY {
        bail!("the server is not ready");
    }
    Ok(())
}

/// Who listens on every address is reached at this machine's own.
fn reached_at(listen: SocketAddr) -> SocketAddr {
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, listen.port())
}
