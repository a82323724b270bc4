//! Connections, from the first byte to the last.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use server::serving::{Ended, Limits, serve};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// Far longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(20);
const SHORT: Duration = Duration::from_millis(200);
const LONG: Duration = Duration::from_secs(60);
const LIMITS: Limits =
    Limits { first_head_within: LONG, idle_for: LONG, connections: 100, stops_within: LONG };

/// A server whose `/slow` says when it is asked, and answers when it is allowed to.
struct World {
    address: SocketAddr,
    asked: mpsc::UnboundedReceiver<oneshot::Sender<()>>,
    stop: Option<oneshot::Sender<()>>,
    serving: JoinHandle<Ended>,
}

impl World {
    async fn new(limits: Limits) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (asking, asked) = mpsc::unbounded_channel();
        let slow = move || async move {
            let (allow, allowed) = oneshot::channel();
            asking.send(allow).unwrap();
            drop(allowed.await);
            "slow"
        };
        let router = Router::new().route("/", get(|| async { "quick" })).route("/slow", get(slow));
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = tokio::spawn(serve(listener, router, limits, async { drop(stopped.await) }));
        Self { address, asked, stop: Some(stop), serving }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    fn tell_to_stop(&mut self) {
        self.stop.take().unwrap().send(()).unwrap();
    }
}

async fn ask(connection: &mut TcpStream, path: &str) {
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    connection.write_all(request.as_bytes()).await.unwrap();
}

/// Reads until this was heard; says what was.
async fn hear(connection: &mut TcpStream, wanted: &str) -> String {
    let mut heard = String::new();
    while !heard.contains(wanted) {
        let mut bytes = [0; 1024];
        let count = timeout(PATIENCE, connection.read(&mut bytes)).await.unwrap().unwrap();
        assert_ne!(count, 0, "closed after {heard}");
        heard.push_str(str::from_utf8(&bytes[..count]).unwrap());
    }
    heard
}

async fn is_closed(connection: &mut TcpStream) -> bool {
    matches!(timeout(PATIENCE, connection.read(&mut [0; 1024])).await.unwrap(), Ok(0) | Err(_))
}

#[tokio::test]
async fn a_connection_that_never_asks_is_closed() {
    let world = World::new(Limits { first_head_within: SHORT, ..LIMITS }).await;
    let mut silent = world.connect().await;
    let mut slow = world.connect().await;
    slow.write_all(b"GET / HTTP/1.1\r\nHo").await.unwrap();
    assert!(is_closed(&mut silent).await);
    assert!(is_closed(&mut slow).await);
}

#[tokio::test]
async fn a_connection_that_has_asked_may_wait_and_not_for_ever() {
    let mut world = World::new(Limits { first_head_within: SHORT, idle_for: SHORT * 5, ..LIMITS }).await;
    let mut connection = world.connect().await;
    ask(&mut connection, "/slow").await;
    let allow = world.asked.recv().await.unwrap();
    // A request under way is not silence, however long it takes.
    tokio::time::sleep(SHORT * 7).await;
    allow.send(()).unwrap();
    hear(&mut connection, "slow").await;
    tokio::time::sleep(SHORT * 2).await;
    ask(&mut connection, "/").await;
    hear(&mut connection, "quick").await;
    connection.write_all(b"GET / HT").await.unwrap();
    assert!(is_closed(&mut connection).await || is_closed(&mut connection).await);
}

#[tokio::test]
async fn who_finds_every_place_taken_waits_for_one() {
    let world = World::new(Limits { connections: 1, ..LIMITS }).await;
    let mut first = world.connect().await;
    ask(&mut first, "/").await;
    hear(&mut first, "quick").await;
    let mut second = world.connect().await;
    ask(&mut second, "/").await;
    assert!(timeout(SHORT, second.read(&mut [0; 1])).await.is_err(), "no place yet");
    drop(first);
    hear(&mut second, "quick").await;
}

#[tokio::test]
async fn a_server_that_stops_answers_whom_it_began_to_serve_and_nobody_else() {
    let mut world = World::new(LIMITS).await;
    let mut idle = world.connect().await;
    ask(&mut idle, "/").await;
    hear(&mut idle, "quick").await;
    let mut under_way = world.connect().await;
    ask(&mut under_way, "/slow").await;
    let allow = world.asked.recv().await.unwrap();
    world.tell_to_stop();
    assert!(is_closed(&mut idle).await, "nothing is under way there");
    let refused = async {
        while TcpStream::connect(world.address).await.is_ok() {
            tokio::task::yield_now().await;
        }
    };
    timeout(PATIENCE, refused).await.unwrap();
    assert!(!world.serving.is_finished());
    allow.send(()).unwrap();
    let answer = hear(&mut under_way, "slow").await;
    assert!(answer.contains("connection: close"), "{answer}");
    assert_eq!(timeout(PATIENCE, world.serving).await.unwrap().unwrap(), Ended::Whole);
}

#[tokio::test]
async fn a_request_without_end_keeps_no_server_from_stopping() {
    let mut world = World::new(Limits { stops_within: SHORT, ..LIMITS }).await;
    let mut under_way = world.connect().await;
    ask(&mut under_way, "/slow").await;
    let _never = world.asked.recv().await.unwrap();
    world.tell_to_stop();
    assert_eq!(timeout(PATIENCE, world.serving).await.unwrap().unwrap(), Ended::WithConnectionsOpen);
}
