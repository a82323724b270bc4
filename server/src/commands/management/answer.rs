//! What the management API answered.

use anyhow::Context as _;
use http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;

/// What the management API answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    /// The body as it came; empty where there is nothing to say.
    pub(crate) text: String,
}

impl Answer {
    pub(super) fn new(status: StatusCode, headers: HeaderMap, body: Vec<u8>) -> anyhow::Result<Self> {
        let text = String::from_utf8(body).context("the answer is not text")?;
        Ok(Self { status, headers, text })
    }

    /// The body, read.
    pub(crate) fn read<T: DeserializeOwned>(&self) -> anyhow::Result<T> {
        serde_json::from_str(&self.text).context(
            "the answer is not one of the management API: is this the address of a Gatehouse server, and of one that \
             has this command?",
        )
    }

    /// The entity tag of what was read or made.
    pub(crate) fn tag(&self) -> Option<&str> {
        self.headers.get(header::ETAG)?.to_str().ok()
    }
}
