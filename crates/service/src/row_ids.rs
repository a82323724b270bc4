//! Primary keys.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::{Clock, Rng};

/// The bits of a version 7 UUID that count within a millisecond (RFC 9562 §6.2, method 1).
const COUNTER_BITS: u32 = 12;

/// Makes keys that increase: what one process wrote sorts in the order in which it was written.
#[derive(Debug, Default)]
pub(crate) struct RowIds {
    /// Milliseconds since the epoch, and below them the counter: the last that was given out.
    last: AtomicU64,
}

impl RowIds {
    /// A fresh primary key: a version 7 UUID of this time, or of a little later where very many were made in it.
    pub(crate) fn next(&self, clock: &Clock, rng: &Rng) -> String {
        let millis = u64::try_from(clock.since_epoch().as_millis()).unwrap_or(u64::MAX);
        let stamp = self.stamp(millis);
        let mut rest: [u8; 10] = rng.bytes();
        rest[..2].copy_from_slice(&(stamp as u16).to_be_bytes());
        // The version takes the place of the four bits that are the time's.
        uuid::Builder::from_unix_timestamp_millis(stamp >> COUNTER_BITS, &rest).into_uuid().to_string()
    }

    fn stamp(&self, millis: u64) -> u64 {
        let now = millis << COUNTER_BITS;
        let after = |last: u64| now.max(last + 1);
        let last = self.last.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| Some(after(last)));
        after(last.expect("there is always a next one"))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::Arc;
    use std::sync::atomic::AtomicI64;

    use super::*;

    #[test]
    fn keys_increase_while_the_clock_stands_still_and_when_it_goes_back() {
        let now = Arc::new(AtomicI64::new(1_700_000_000));
        let clock = Clock::Fixed(Arc::clone(&now));
        let ids = RowIds::default();
        let mut made: Vec<_> = (0..10_000).map(|_| ids.next(&clock, &Rng::System)).collect();
        for second in [1_700_000_001, 1_700_000_000] {
            now.store(second, Ordering::Relaxed);
            made.push(ids.next(&clock, &Rng::System));
        }
        assert!(made.is_sorted() && made.iter().collect::<BTreeSet<_>>().len() == made.len());
        assert!(made[0].starts_with("018bcfe5-6800-7000-"), "{}", made[0]);
        assert!(made[10_000].starts_with("018bcfe5-6be8-7000-"), "{}", made[10_000]);
    }
}
