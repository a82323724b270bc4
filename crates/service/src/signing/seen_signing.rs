//! When this server last saw each key sign. A key is not retired before its last token has expired, and of that a clock
//! that was set tells nothing: one that jumps ahead by a day, and back, would take keys away whose tokens still count.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::Clock;
use crate::clock::Moment;

#[derive(Debug)]
pub(super) struct SeenSigning {
    clock: Clock,
    started: Moment,
    by_kid: Mutex<BTreeMap<String, Moment>>,
}

impl SeenSigning {
    /// None seen yet: whatever there is may have signed until now.
    pub(super) fn new(clock: Clock) -> Self {
        Self { started: clock.moment(), clock, by_kid: Mutex::default() }
    }

    /// Notes that a key signs now, or may at any moment.
    pub(super) fn note(&self, kid: &str) {
        self.lock().insert(kid.to_owned(), self.clock.moment());
    }

    /// For how long a key has not signed, as far as this server can tell.
    pub(super) fn quiet_for(&self, kid: &str) -> Duration {
        self.clock.since(self.lock().get(kid).copied().unwrap_or(self.started))
    }

    /// Forgets a key that signs no more.
    pub(super) fn forget(&self, kid: &str) {
        self.lock().remove(kid);
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Moment>> {
        self.by_kid.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI64, Ordering};

    use super::*;

    #[test]
    fn a_key_is_quiet_since_it_was_last_seen_signing_or_the_server_started() {
        let now = Arc::new(AtomicI64::new(10));
        let seen = SeenSigning::new(Clock::Fixed(Arc::clone(&now)));
        let quiet = |kid, at| {
            now.store(at, Ordering::Relaxed);
            seen.quiet_for(kid).as_secs()
        };
        assert_eq!(quiet("a", 20), 10);
        seen.note("a");
        assert_eq!(quiet("a", 22), 2);
        seen.note("a");
        assert_eq!((quiet("a", 25), quiet("b", 25)), (3, 15));
        seen.forget("a");
        assert_eq!(quiet("a", 25), 15);
    }

    #[test]
    fn the_machines_clock_measures_spans_by_another() {
        let seen = SeenSigning::new(Clock::System);
        assert!(seen.quiet_for("a") < Duration::from_secs(60));
    }
}
