//! Sending one message: short, bounded, never led elsewhere by a redirect, and through no proxy.

use std::error::Error;
use std::io;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use http::{Method, Request, header};
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::{Client, Error as ClientError};
use hyper_util::rt::TokioExecutor;
use service::{DeliveryFailure, DeliveryOutcome, WebhookMessage};
use tokio::time::{Instant, timeout_at};

use super::connector::{Connector, NoConnection, Reach};
use crate::http_client::{HttpClientProblem, over_tls};

/// From connecting to the end of the answer.
const ANSWERS_WITHIN: Duration = Duration::from_secs(10);
/// Bytes that are read of an answer, of which nothing but its status counts.
const READS: usize = 64 * 1024;
const USER_AGENT: &str = concat!("Gatehouse/", env!("CARGO_PKG_VERSION"));

/// Sends messages to webhooks.
#[derive(Clone, Debug)]
pub struct WebhookSender(Client<HttpsConnector<Connector>, Body>);

impl WebhookSender {
    /// Sends to where the reach allows.
    ///
    /// # Errors
    /// An [`HttpClientProblem`] where this machine cannot speak TLS.
    pub fn new(reach: Reach) -> Result<Self, HttpClientProblem> {
        let builder = over_tls()?;
        let builder = match reach {
            Reach::Public => builder.https_only(),
            Reach::Everywhere => builder.https_or_http(),
        };
        // Changes are rare: a connection that is kept would be one that the other end has closed.
        let client = Client::builder(TokioExecutor::new())
            .pool_max_idle_per_host(0)
            .build(builder.enable_http1().wrap_connector(Connector(reach)));
        Ok(Self(client))
    }

    /// Sends a message, and says what came of it.
    pub(super) async fn send(&self, message: &WebhookMessage) -> DeliveryOutcome {
        let request = Request::builder()
            .method(Method::POST)
            .uri(message.url.as_str())
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::USER_AGENT, USER_AGENT)
            .header("webhook-id", &message.id)
            .header("webhook-timestamp", message.timestamp)
            .header("webhook-signature", &message.signature)
            .body(Body::from(message.body.clone()));
        // A URL that the rules allow and this library does not.
        let Ok(request) = request else { return DeliveryOutcome::Failed(DeliveryFailure::NoAddress) };
        let deadline = Instant::now() + ANSWERS_WITHIN;
        let answer = match timeout_at(deadline, self.0.request(request)).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(error)) => return DeliveryOutcome::Failed(failure(&error)),
            Err(_) => return DeliveryOutcome::Failed(DeliveryFailure::TooLate),
        };
        let (head, body) = answer.into_parts();
        // The status is all that counts, however the rest ends; who answers is not hung up on in mid-sentence.
        _ = timeout_at(deadline, to_bytes(Body::new(body), READS)).await;
        DeliveryOutcome::Answered(head.status.as_u16())
    }
}

fn failure(error: &ClientError) -> DeliveryFailure {
    match find::<NoConnection>(error) {
        Some(NoConnection::NoAddress) => DeliveryFailure::NoAddress,
        Some(NoConnection::NotPublic) => DeliveryFailure::NotPublic,
        Some(NoConnection::Refused(_)) => DeliveryFailure::NoConnection,
        Some(NoConnection::TooLate) => DeliveryFailure::TooLate,
        None if find::<rustls::Error>(error).is_some() => DeliveryFailure::NotSecure,
        None => DeliveryFailure::NoConnection,
    }
}

/// What caused an error, of this type, however deep.
fn find<'e, T: Error + 'static>(error: &'e (dyn Error + 'static)) -> Option<&'e T> {
    if let Some(found) = error.downcast_ref() {
        return Some(found);
    }
    // An I/O error does not name the error in it as its source.
    let inner = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    match inner {
        Some(inner) => find(inner),
        None => find(error.source()?),
    }
}
