//! Requests to other servers: short, bounded, and never led elsewhere by a redirect.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use hyper_rustls::builderstates::WantsSchemes;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use tokio::time::timeout;

/// How long an answer may take, and how long it may be.
#[derive(Clone, Copy, Debug)]
pub struct AnswerLimits {
    /// From asking to the last byte.
    pub within: Duration,
    /// Of its body.
    pub bytes: usize,
}

/// This machine cannot speak TLS.
#[derive(Debug, thiserror::Error)]
#[error("cannot speak TLS")]
pub struct HttpClientProblem(#[from] rustls::Error);

/// Why there is no answer that could be used.
#[derive(Debug, thiserror::Error)]
pub enum NoAnswer {
    /// The other end cannot be reached, or hung up.
    #[error("no connection")]
    Connection(#[from] hyper_util::client::legacy::Error),
    /// Its body is not whole.
    #[error("answer broken off or too long")]
    Body(#[source] axum::Error),
    /// It took too long.
    #[error("no answer in time")]
    TooLate,
}

/// Connections over TLS, to who shows a certificate of an authority.
pub(crate) fn over_tls() -> Result<HttpsConnectorBuilder<WantsSchemes>, HttpClientProblem> {
    let crypto: Arc<CryptoProvider> = Arc::new(aws_lc_rs::default_provider());
    // A company's own authority is one of the machine's. A container may have none at all.
    let roots = HttpsConnectorBuilder::new().with_provider_and_native_roots(Arc::clone(&crypto));
    match roots {
        Ok(builder) => Ok(builder),
        Err(error) => {
            tracing::debug!(error = &error as &dyn std::error::Error, "no authorities on this machine");
            Ok(HttpsConnectorBuilder::new().with_provider_and_webpki_roots(crypto)?)
        }
    }
}

/// Asks one server.
#[derive(Clone, Debug)]
pub struct HttpClient {
    client: Client<HttpsConnector<HttpConnector>, Body>,
    limits: AnswerLimits,
}

impl HttpClient {
    /// A client for the server at this address: over TLS, unless it is on this machine and without.
    ///
    /// # Errors
    /// An [`HttpClientProblem`] where this machine cannot speak TLS.
    pub fn new(address: &str, limits: AnswerLimits) -> Result<Self, HttpClientProblem> {
        let builder = over_tls()?;
        let builder =
            if address.starts_with("http:") { builder.https_or_http() } else { builder.https_only() };
        // Requests are rare: a connection that is kept would be one that the other end has closed.
        let client = Client::builder(TokioExecutor::new())
            .pool_max_idle_per_host(0)
            .build(builder.enable_http1().build());
        Ok(Self { client, limits })
    }

    /// The answer, whatever its status; a redirect is an answer like any other.
    ///
    /// # Errors
    /// [`NoAnswer`] where there is none within the limits.
    pub async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, NoAnswer> {
        let answer = async {
            let (parts, body) = self.client.request(request.map(Body::from)).await?.into_parts();
            let body = to_bytes(Body::new(body), self.limits.bytes).await.map_err(NoAnswer::Body)?;
            Ok(HttpResponse::from_parts(parts, body.to_vec()))
        };
        timeout(self.limits.within, answer).await.map_err(|_| NoAnswer::TooLate)?
    }
}

impl<'c> AsyncHttpClient<'c> for HttpClient {
    type Error = NoAnswer;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, NoAnswer>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.ask(request))
    }
}
