//! Requests to the provider: short, bounded, and never led elsewhere by a redirect.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use tokio::time::timeout;

/// A person waits for three answers at most, and a proxy for no more than half a minute.
const ANSWERS_WITHIN: Duration = Duration::from_secs(5);
/// Bytes: the keys of the largest providers are a twentieth of this.
const LIMIT: usize = 256 * 1024;

/// This machine cannot speak TLS.
#[derive(Debug, thiserror::Error)]
#[error("cannot speak TLS")]
pub struct HttpClientProblem(#[from] rustls::Error);

/// Why there is no answer that could be used.
#[derive(Debug, thiserror::Error)]
pub(super) enum NoAnswer {
    #[error("no connection")]
    Connection(#[from] hyper_util::client::legacy::Error),
    #[error("answer broken off or too long")]
    Body(#[source] axum::Error),
    #[error("no answer in time")]
    TooLate,
}

/// Asks the provider.
#[derive(Clone, Debug)]
pub(super) struct HttpClient(Client<HttpsConnector<HttpConnector>, Body>);

impl HttpClient {
    /// A client for the provider with this issuer: over TLS, unless the issuer is on this machine and without.
    pub(super) fn new(issuer: &str) -> Result<Self, HttpClientProblem> {
        let crypto: Arc<CryptoProvider> = Arc::new(aws_lc_rs::default_provider());
        // A company's own authority is one of the machine's. A container may have none at all.
        let roots = HttpsConnectorBuilder::new().with_provider_and_native_roots(Arc::clone(&crypto));
        let builder = match roots {
            Ok(builder) => builder,
            Err(error) => {
                tracing::debug!(error = &error as &dyn std::error::Error, "no authorities on this machine");
                HttpsConnectorBuilder::new().with_provider_and_webpki_roots(crypto)?
            }
        };
        let builder =
            if issuer.starts_with("http:") { builder.https_or_http() } else { builder.https_only() };
        // Sign-ins are rare: a connection that is kept would be one that the other end has closed.
        let client = Client::builder(TokioExecutor::new())
            .pool_max_idle_per_host(0)
            .build(builder.enable_http1().build());
        Ok(Self(client))
    }

    async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, NoAnswer> {
        let answer = async {
            let (parts, body) = self.0.request(request.map(Body::from)).await?.into_parts();
            let body = to_bytes(Body::new(body), LIMIT).await.map_err(NoAnswer::Body)?;
            Ok(HttpResponse::from_parts(parts, body.to_vec()))
        };
        timeout(ANSWERS_WITHIN, answer).await.map_err(|_| NoAnswer::TooLate)?
    }
}

/// The provider's answer, whatever its status; a redirect is an answer like any other.
impl<'c> AsyncHttpClient<'c> for HttpClient {
    type Error = NoAnswer;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, NoAnswer>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.ask(request))
    }
}
