//! What the server does by itself, again and again.

use std::sync::Arc;
use std::time::Duration;

use service::{ServiceError, Services};
use tokio::time::{interval, timeout};

/// How often last uses and denials are written: a server that is killed loses those since.
const FLUSH_EVERY: Duration = Duration::from_secs(30);
/// How long writing them may keep the server from stopping.
const FLUSHED_WITHIN: Duration = Duration::from_secs(5);
/// How often the signing keys are tended: a key that another server made is known this late.
const TEND_EVERY: Duration = Duration::from_secs(30);
/// How often sessions and links that have ended are removed.
const SWEEP_EVERY: Duration = Duration::from_secs(10 * 60);

/// Begins all of it.
pub(crate) fn spawn(services: &Arc<Services>) {
    tokio::spawn(sweep(Arc::clone(services)));
    tokio::spawn(flush(Arc::clone(services)));
    tokio::spawn(tend(Arc::clone(services)));
}

async fn sweep(services: Arc<Services>) {
    let mut ticks = interval(SWEEP_EVERY);
    loop {
        ticks.tick().await;
        match services.sweep().await {
            Ok(removed) => tracing::debug!(removed, "removed ended sessions and links"),
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "cannot remove ended sessions")
            }
        }
    }
}

/// Writes last uses and denials for ever. An outage is told when it begins and when it is over; nothing is lost
/// meanwhile.
async fn flush(services: Arc<Services>) {
    let mut ticks = interval(FLUSH_EVERY);
    let mut is_failing = false;
    loop {
        ticks.tick().await;
        let flushed = write_gathered(&services).await;
        match &flushed {
            Ok(written) if is_failing => tracing::info!(written, "wrote last uses and denials again"),
            Ok(written) => tracing::debug!(written, "wrote last uses and denials"),
            Err(error) if !is_failing => {
                tracing::warn!(error = error as &dyn std::error::Error, "cannot write last uses and denials");
            }
            Err(_) => {}
        }
        is_failing = flushed.is_err();
    }
}

/// Writes last uses and denials on the way to the end: when told to stop, and once more when nobody asks for tokens any
/// more, but for those who were still connected when time was up.
pub(crate) async fn flush_to_stop(services: &Services) {
    match timeout(FLUSHED_WITHIN, write_gathered(services)).await {
        Ok(Ok(written)) => tracing::debug!(written, "wrote last uses and denials"),
        Ok(Err(error)) => {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "cannot write last uses and denials before the end"
            );
        }
        Err(_) => tracing::warn!(
            "cannot write last uses and denials before the end: the database did not answer in time"
        ),
    }
}

/// Writes what was gathered in memory; says how much.
async fn write_gathered(services: &Services) -> Result<u64, ServiceError> {
    Ok(services.flush_last_uses().await? + services.flush_denials().await?)
}

/// Tends the signing keys for ever. Trouble is told when it begins and when it is over; meanwhile the keys that are known
/// sign and verify.
async fn tend(services: Arc<Services>) {
    let mut ticks = interval(TEND_EVERY);
    let mut is_failing = false;
    loop {
        ticks.tick().await;
        let tended = services.tend_signing_keys().await;
        match &tended {
            Ok(()) if is_failing => tracing::info!("tended the signing keys again"),
            Ok(()) => {}
            Err(error) if !is_failing => {
                tracing::error!(error = error as &dyn std::error::Error, "cannot tend the signing keys");
            }
            Err(_) => {}
        }
        is_failing = tended.is_err();
    }
}
