//! Messages on their way to webhooks, over the network of this machine.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::{DeliveryState, Status, WebhookDraft};
use leptos::config::LeptosOptions;
use serde_json::Value;
use server::config::NetworkSettings;
use server::{Gatehouse, Reach, Stopping, WebhookSender, send_messages};
use service::{
    Administrator, Caller, Clock, DatabaseUrl, Delivery, Rng, SealingKey, Services, Store, TokenSettings,
};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

const PATIENCE: Duration = Duration::from_secs(20);

/// A server that sends messages and has no doors.
struct Sending {
    services: Arc<Services>,
    administrator: Administrator,
    stopping: Stopping,
    task: JoinHandle<()>,
    _directory: TempDir,
}

impl Sending {
    async fn start(reach: Reach) -> Self {
        let directory = TempDir::new().unwrap();
        let store =
            Store::open(&DatabaseUrl::Sqlite(directory.path().join("gatehouse.sqlite"))).await.unwrap();
        let key = SealingKey::generate(&Rng::System);
        let (issuer, settings) = ("http://localhost:3000".to_owned(), TokenSettings::default());
        let services = Services::start(store, Clock::System, Rng::System, &key, issuer, settings).await;
        let mut services = services.unwrap();
        // What may be added is not what may be reached: a name can stand for any address.
        services.let_webhooks_be_private();
        let services = Arc::new(services);
        let stopping = Stopping::default();
        let gatehouse = Gatehouse {
            services: Arc::clone(&services),
            options: Arc::new(LeptosOptions::builder().output_name("gatehouse").build()),
            network: Arc::new(NetworkSettings::default()),
            provider: None,
            metrics: Arc::default(),
            stopping: stopping.clone(),
        };
        let task = tokio::spawn(send_messages(gatehouse, WebhookSender::new(reach).unwrap()));
        let administrator = Caller::of_command_line("ada").administrator().unwrap();
        Self { services, administrator, stopping, task, _directory: directory }
    }

    /// Adds a webhook that is told of nothing by itself, and tries it; its id and its secret.
    async fn try_webhook(&self, url: &str) -> (String, String) {
        let draft = WebhookDraft {
            url: url.to_owned(),
            description: String::new(),
            events: vec!["consent.given".to_owned()],
        };
        let saved = self.services.add_webhook(&self.administrator, draft.check().unwrap()).await.unwrap();
        self.services.test_webhook(&self.administrator, &saved.webhook.id).await.unwrap();
        (saved.webhook.id, saved.secret.reveal().to_string())
    }

    /// The one message to a webhook, as soon as it has been tried.
    async fn tried(&self, webhook: &str) -> Delivery {
        self.found(webhook, |delivery| delivery.last_status.is_some() || delivery.last_error.is_some()).await
    }

    /// The one message to a webhook, as soon as this is true of it.
    async fn found(&self, webhook: &str, is_it: impl Fn(&Delivery) -> bool) -> Delivery {
        let found = async {
            loop {
                let reader = self.administrator.reader();
                let page = self.services.webhook_deliveries(&reader, webhook, None, None, 1).await.unwrap();
                let delivery = page.deliveries.into_iter().next().unwrap();
                if is_it(&delivery) {
                    return delivery;
                }
                sleep(Duration::from_millis(20)).await;
            }
        };
        timeout(PATIENCE, found).await.unwrap()
    }
}

struct Received {
    head: String,
    headers: BTreeMap<String, String>,
    body: String,
}

/// A server of somebody else's, on this machine.
struct Receiver(TcpListener);

impl Receiver {
    async fn listen() -> Self {
        Self(TcpListener::bind("127.0.0.1:0").await.unwrap())
    }

    fn url(&self) -> String {
        format!("http://{}/in?key=1", self.0.local_addr().unwrap())
    }

    /// The next request, whose answer is still to be given.
    async fn next(&self) -> (Received, TcpStream) {
        let (mut stream, _) = timeout(PATIENCE, self.0.accept()).await.unwrap().unwrap();
        let mut read = Vec::new();
        loop {
            let mut some = [0; 4096];
            let length = stream.read(&mut some).await.unwrap();
            read.extend_from_slice(&some[..length]);
            let text = String::from_utf8_lossy(&read).into_owned();
            let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
            let (head, headers) = head.split_once("\r\n").unwrap();
            let headers: BTreeMap<_, _> = headers
                .lines()
                .filter_map(|line| line.split_once(": "))
                .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
                .collect();
            if body.len() == headers["content-length"].parse::<usize>().unwrap() {
                let received = Received { head: head.to_owned(), headers, body: body.to_owned() };
                return (received, stream);
            }
        }
    }

    async fn answer(&self, answer: &str) -> Received {
        let (received, mut stream) = self.next().await;
        stream.write_all(answer.as_bytes()).await.unwrap();
        stream.shutdown().await.unwrap();
        received
    }
}

fn status(status: &str) -> String {
    format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n")
}

#[tokio::test]
async fn a_message_is_posted_with_a_signature_that_holds() {
    let (sending, receiver) = (Sending::start(Reach::Everywhere).await, Receiver::listen().await);
    let (id, secret) = sending.try_webhook(&receiver.url()).await;
    let received = receiver.answer(&status("204 No Content")).await;
    assert_eq!(received.head, "POST /in?key=1 HTTP/1.1");
    let header = |name: &str| received.headers[name].as_str();
    assert_eq!(header("content-type"), "application/json");
    assert!(header("user-agent").starts_with("Gatehouse/"));
    let body: Value = serde_json::from_str(&received.body).unwrap();
    assert_eq!((&body["type"], &body["data"]["webhook_id"]), (&"webhook.test".into(), &id.clone().into()));
    // By the words of the specification: HMAC-SHA256 over id, timestamp and body.
    let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
    let signed = [header("webhook-id"), header("webhook-timestamp"), &received.body].join(".");
    let tag = STANDARD.decode(header("webhook-signature").strip_prefix("v1,").unwrap()).unwrap();
    hmac::verify(&hmac::Key::new(hmac::HMAC_SHA256, &key), signed.as_bytes(), &tag).unwrap();
    let delivery = sending.tried(&id).await;
    assert_eq!((delivery.id.as_str(), delivery.state), (header("webhook-id"), DeliveryState::Delivered));
}

#[tokio::test]
async fn what_is_not_taken_is_sent_again_under_the_same_id() {
    let (sending, receiver) = (Sending::start(Reach::Everywhere).await, Receiver::listen().await);
    let (id, _) = sending.try_webhook(&receiver.url()).await;
    let first = receiver.answer(&status("500 Internal Server Error")).await;
    let delivery = sending.tried(&id).await;
    assert_eq!((delivery.state, delivery.last_status), (DeliveryState::Waiting, Some(500)));
    let second = receiver.answer(&status("200 OK")).await;
    assert_eq!(first.headers["webhook-id"], second.headers["webhook-id"]);
    assert_eq!(first.body, second.body);
    let delivery = sending.found(&id, |delivery| delivery.state == DeliveryState::Delivered).await;
    assert_eq!(delivery.attempts, 2);
}

#[tokio::test]
async fn a_redirect_leads_nowhere_and_nothing_of_an_answer_is_kept() {
    let (sending, receiver, elsewhere) =
        (Sending::start(Reach::Everywhere).await, Receiver::listen().await, Receiver::listen().await);
    let (id, _) = sending.try_webhook(&receiver.url()).await;
    let body = "private".repeat(100_000);
    let answer = format!(
        "HTTP/1.1 307 Temporary Redirect\r\nLocation: {}\r\nContent-Length: {}\r\n\r\n{body}",
        elsewhere.url(),
        body.len()
    );
    let (_, mut stream) = receiver.next().await;
    // Of a long answer only the beginning is read.
    _ = stream.write_all(answer.as_bytes()).await;
    let delivery = sending.tried(&id).await;
    assert_eq!(
        (delivery.state, delivery.last_status, delivery.last_error),
        (DeliveryState::Waiting, Some(307), None)
    );
    assert!(timeout(Duration::from_millis(200), elsewhere.0.accept()).await.is_err());
}

#[tokio::test]
async fn who_is_gone_is_disabled() {
    let (sending, receiver) = (Sending::start(Reach::Everywhere).await, Receiver::listen().await);
    let (id, _) = sending.try_webhook(&receiver.url()).await;
    receiver.answer(&status("410 Gone")).await;
    assert_eq!(sending.tried(&id).await.state, DeliveryState::GivenUp);
    let webhook = sending.services.webhook(&sending.administrator.reader(), &id).await.unwrap();
    assert_eq!(webhook.status, Status::Disabled);
}

#[tokio::test]
async fn why_there_is_no_answer_is_told_in_our_words() {
    let sending = Sending::start(Reach::Everywhere).await;
    let receiver = Receiver::listen().await;
    let closed = {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        listener.local_addr().unwrap()
    };
    let plain = receiver.0.local_addr().unwrap();
    for (url, expected) in [
        (format!("http://{closed}/"), "No connection, or it broke off."),
        (format!("https://{plain}/"), "No secure connection: the certificate is not one to trust."),
    ] {
        let (id, _) = sending.try_webhook(&url).await;
        if url.starts_with(&format!("https://{plain}")) {
            let (mut stream, _) = receiver.0.accept().await.unwrap();
            stream.write_all(status("200 OK").as_bytes()).await.unwrap();
        }
        let delivery = sending.tried(&id).await;
        assert_eq!(delivery.last_error.as_deref(), Some(expected), "{url}");
    }
}

#[tokio::test]
async fn a_private_address_is_not_connected_to_unless_that_is_allowed() {
    let (sending, receiver) = (Sending::start(Reach::Public).await, Receiver::listen().await);
    let port = receiver.0.local_addr().unwrap().port();
    for host in ["localhost", "127.0.0.1", "[::ffff:127.0.0.1]"] {
        let (id, _) = sending.try_webhook(&format!("https://{host}:{port}/")).await;
        let delivery = sending.tried(&id).await;
        assert_eq!(delivery.last_error.as_deref(), Some("The host has a private address only."), "{host}");
    }
    assert!(timeout(Duration::from_millis(200), receiver.0.accept()).await.is_err());
}

#[tokio::test]
async fn a_server_that_is_told_to_stop_ends_what_is_under_way() {
    let (sending, receiver) = (Sending::start(Reach::Everywhere).await, Receiver::listen().await);
    let (id, _) = sending.try_webhook(&receiver.url()).await;
    let (_, mut stream) = receiver.next().await;
    sending.stopping.tell();
    sending.services.test_webhook(&sending.administrator, &id).await.unwrap();
    stream.write_all(status("200 OK").as_bytes()).await.unwrap();
    timeout(PATIENCE, sending.task).await.unwrap().unwrap();
    let reader = sending.administrator.reader();
    let page = sending.services.webhook_deliveries(&reader, &id, None, None, 9).await.unwrap();
    let states: Vec<_> = page.deliveries.iter().map(|delivery| delivery.state).collect();
    assert_eq!(states, [DeliveryState::Waiting, DeliveryState::Delivered]);
}
