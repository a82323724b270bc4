//! The management API of a server, over the network.

use std::time::Duration;

use anyhow::Context as _;
use http::{HeaderValue, header};
use server::config::{Config, PublicUrl};
use server::{AnswerLimits, HttpClient};

use super::answer::Answer;
use super::asking::Asking;

/// The server gives itself half a minute; a whole configuration is a few megabytes.
const LIMITS: AnswerLimits = AnswerLimits { within: Duration::from_secs(60), bytes: 64 * 1024 * 1024 };
const USER_AGENT: HeaderValue = HeaderValue::from_static(concat!("gatehouse/", env!("CARGO_PKG_VERSION")));

/// The management API of a server.
pub(crate) struct Remote {
    origin: String,
    authorization: HeaderValue,
    client: HttpClient,
}

impl Remote {
    pub(super) fn new(server: &PublicUrl, config: &Config) -> anyhow::Result<Self> {
        let key = config.management.api_key.as_ref().context("GATEHOUSE_API_KEY: set it")?;
        let mut authorization = HeaderValue::try_from(format!("Bearer {}", key.0))
            .ok()
            .context("GATEHOUSE_API_KEY: this is no API key: it has characters that none has")?;
        authorization.set_sensitive(true);
        let origin = server.as_str().to_owned();
        let client = HttpClient::new(&origin, LIMITS)?;
        Ok(Self { origin, authorization, client })
    }

    pub(super) async fn send(&self, asking: &Asking) -> anyhow::Result<Answer> {
        let mut request = asking.request::<Vec<u8>>(&self.origin);
        request.headers_mut().insert(header::AUTHORIZATION, self.authorization.clone());
        request.headers_mut().insert(header::USER_AGENT, USER_AGENT);
        let answer = self.client.ask(request).await;
        let answer = answer.with_context(|| format!("{} does not answer", self.origin))?;
        let (head, body) = answer.into_parts();
        Answer::new(head.status, head.headers, body)
    }
}
