//! Connections: how many, for how long, and how they end.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, Semaphore};
use tokio::time::{sleep, timeout};
use tower::Service as _;

/// How long to wait where no connection can be accepted, for want of file descriptors above all.
const OUT_OF_DESCRIPTORS: Duration = Duration::from_secs(1);

/// What is granted to a connection.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How long the head of the first request may take.
    pub first_head_within: Duration,
    /// How long a connection may wait for its next request, or for the rest of its head.
    pub idle_for: Duration,
    /// How many there may be. The others wait until one ends.
    pub connections: usize,
    /// How long requests under way may keep the server from stopping.
    pub stops_within: Duration,
}

/// How serving ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Every request was answered.
    Whole,
    /// Some took too long to wait for.
    WithConnectionsOpen,
}

/// Serves until `stop` is over. From then on no connection is accepted, and requests under way are answered.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    stop: impl Future<Output = ()>,
) -> Ended {
    let connections = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(limits.connections));
    let mut stop = pin!(stop);
    loop {
        let next = async {
            let place = Arc::clone(&room).acquire_owned().await.expect("nobody closes it");
            (accept(&listener).await, place)
        };
        let ((stream, peer), place) = tokio::select! {
            next = next => next,
            () = &mut stop => break,
        };
        let (router, watcher) = (router.clone(), connections.watcher());
        tokio::spawn(async move {
            connection(stream, peer, router, limits, watcher).await;
            drop(place);
        });
    }
    drop(listener);
    match timeout(limits.stops_within, connections.shutdown()).await {
        Ok(()) => Ended::Whole,
        Err(_) => Ended::WithConnectionsOpen,
    }
}

async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(error) if is_of_connection(&error) => {}
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "cannot accept connections");
                sleep(OUT_OF_DESCRIPTORS).await;
            }
        }
    }
}

/// Whether the connection failed that was to be accepted, and not accepting.
fn is_of_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused | io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset
    )
}

/// Serves one connection to its end.
async fn connection(stream: TcpStream, peer: SocketAddr, router: Router, limits: Limits, watcher: Watcher) {
    // An answer goes out when it is written; what fails here fails again when it is used.
    drop(stream.set_nodelay(true));
    let asked = Arc::new(Notify::new());
    let service = {
        let asked = Arc::clone(&asked);
        service_fn(move |request: Request<Incoming>| {
            asked.notify_one();
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            let mut router = router.clone();
            async move { Ok::<_, Infallible>(router.call(request).await.unwrap_or_else(|never| match never {})) }
        })
    };
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.idle_for)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = pin!(watcher.watch(connection));
    let silent = async {
        if timeout(limits.first_head_within, asked.notified()).await.is_ok() {
            std::future::pending::<()>().await;
        }
    };
    let ended = tokio::select! {
        ended = &mut connection => ended,
        () = silent => Ok(()),
    };
    if let Err(error) = ended {
        tracing::debug!(error = &error as &dyn std::error::Error, "connection failed");
    }
}
