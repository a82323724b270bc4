//! The way to the management API.

use std::time::Duration;

use http::{StatusCode, header};
use server::config::Config;
use tokio::time::sleep;

use super::answer::Answer;
use super::asking::Asking;
use super::in_process::InProcess;
use super::refusal::refusal;
use super::remote::Remote;

/// How long a server may tell a command to wait: longer, and the person had better decide.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often a server may tell it to.
const TIMES: usize = 3;

/// The way to the management API.
pub(crate) enum Transport {
    /// In this process, on the database.
    InProcess(Box<InProcess>),
    /// Over the network.
    Remote(Box<Remote>),
}

impl Transport {
    /// The way that the configuration says.
    pub(super) async fn open(config: &Config) -> anyhow::Result<Self> {
        match &config.management.server {
            Some(server) => Ok(Self::Remote(Box::new(Remote::new(server, config)?))),
            None => Ok(Self::InProcess(Box::new(InProcess::start(config).await?))),
        }
    }

    /// What is answered where it was done; why not is an error, with words for people.
    pub(crate) async fn send(&self, asking: &Asking) -> anyhow::Result<Answer> {
        for _ in 0..TIMES {
            let answer = self.carry(asking).await?;
            match wait(&answer) {
                Some(wait) => sleep(wait).await,
                None => return told(asking, answer),
            }
        }
        told(asking, self.carry(asking).await?)
    }

    async fn carry(&self, asking: &Asking) -> anyhow::Result<Answer> {
        match self {
            Self::InProcess(here) => here.send(asking).await,
            Self::Remote(there) => there.send(asking).await,
        }
    }
}

fn told(asking: &Asking, answer: Answer) -> anyhow::Result<Answer> {
    if answer.status.is_success() { Ok(answer) } else { Err(refusal(asking, &answer)) }
}

/// How long to wait until the same may be asked again, where nothing was done for asking too often.
fn wait(answer: &Answer) -> Option<Duration> {
    let seconds = answer.headers.get(header::RETRY_AFTER)?.to_str().ok()?.parse().ok()?;
    let wait = Duration::from_secs(seconds);
    (answer.status == StatusCode::TOO_MANY_REQUESTS && wait <= PATIENCE).then_some(wait)
}
