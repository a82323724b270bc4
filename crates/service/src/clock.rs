//! The only source of time.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Tells the time in epoch seconds.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// Stands still until it is set: for tests.
    Fixed(Arc<AtomicI64>),
}

/// A point in time from which spans are measured.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    instant: Instant,
    seconds: i64,
}

impl Clock {
    /// Epoch seconds.
    pub fn now(&self) -> i64 {
        i64::try_from(self.since_epoch().as_secs()).unwrap_or(i64::MAX)
    }

    /// Now, to measure from.
    pub(crate) fn moment(&self) -> Moment {
        #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the machine")]
        Moment { instant: Instant::now(), seconds: self.now() }
    }

    /// The time that has passed since then, whatever the machine's clock was set to meanwhile.
    pub(crate) fn since(&self, moment: Moment) -> Duration {
        match self {
            Self::System => moment.instant.elapsed(),
            Self::Fixed(_) => Duration::from_secs((self.now() - moment.seconds).max(0).unsigned_abs()),
        }
    }

    /// The time since the epoch, as finely as it is known.
    pub(crate) fn since_epoch(&self) -> Duration {
        match self {
            #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the machine")]
            Self::System => SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default(),
            Self::Fixed(seconds) => Duration::from_secs(seconds.load(Ordering::Relaxed).unsigned_abs()),
        }
    }
}
