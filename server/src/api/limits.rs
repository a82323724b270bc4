//! How often the API may be asked: counted in this process, by who asks, or by the network of whom nobody knows.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use ipnet::IpNet;
use service::Caller;

use super::problem::Problem;

/// Bits of an address of IPv6 that one customer shares with nobody.
const CUSTOMER: u8 = 64;
/// After so many requests those are forgotten that have rested: as many, and no more, may be remembered in vain.
const SWEEP_EVERY: u32 = 4096;

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Asking {
    Caller(String),
    Network(Option<IpNet>),
}

impl Asking {
    fn from(caller: Option<&Caller>, address: Option<IpAddr>) -> Self {
        match caller {
            Some(caller) => Self::Caller(caller.id().unwrap_or(caller.name()).to_owned()),
            None => Self::Network(address.map(network)),
        }
    }
}

/// Who shares a connection: an IPv4 address, or what one customer has of IPv6.
fn network(address: IpAddr) -> IpNet {
    let address = IpNet::from(address);
    let length = if address.addr().is_ipv6() { CUSTOMER } else { address.max_prefix_len() };
    IpNet::new_assert(address.addr(), length).trunc()
}

/// How often the API may be asked.
#[derive(Clone, Debug)]
pub(super) struct RateLimits(Option<Arc<Counted>>);

#[derive(Debug)]
struct Counted {
    asked: DefaultKeyedRateLimiter<Asking>,
    clock: DefaultClock,
    until_swept: AtomicU32,
}

impl RateLimits {
    /// So many times a second by each, and twice as many at once after a rest; 0 is without end.
    pub(super) fn new(per_second: u32) -> Self {
        let quota = |rate: NonZeroU32| Quota::per_second(rate).allow_burst(rate.saturating_mul(TWICE));
        Self(NonZeroU32::new(per_second).map(|rate| {
            let (asked, clock) = (RateLimiter::keyed(quota(rate)), DefaultClock::default());
            Arc::new(Counted { asked, clock, until_swept: AtomicU32::new(SWEEP_EVERY) })
        }))
    }

    /// Counts a request.
    pub(super) fn count(&self, caller: Option<&Caller>, address: Option<IpAddr>) -> Result<(), Problem> {
        let Some(counted) = &self.0 else { return Ok(()) };
        counted.sweep();
        counted.asked.check_key(&Asking::from(caller, address)).map_err(|too_soon| {
            let wait = too_soon.wait_time_from(counted.clock.now());
            // RFC 9110 §10.2.3: whole seconds, and not too few.
            Problem::throttled(i64::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(i64::MAX).max(1))
        })
    }
}

const TWICE: NonZeroU32 = NonZeroU32::new(2).expect("two is not zero");

impl Counted {
    fn sweep(&self) {
        let is_time = self.until_swept.fetch_sub(1, Ordering::Relaxed) == 1;
        if is_time {
            self.until_swept.fetch_add(SWEEP_EVERY, Ordering::Relaxed);
            self.asked.retain_recent();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asks(limits: &RateLimits, address: &str) -> bool {
        limits.count(None, Some(address.parse().unwrap())).is_ok()
    }

    #[test]
    fn a_burst_is_answered_and_then_no_more() {
        let limits = RateLimits::new(1);
        let answered = [(), (), ()].map(|()| asks(&limits, "192.0.2.1"));
        assert_eq!(answered, [true, true, false]);
        assert!(asks(&limits, "192.0.2.2"));
        assert!(limits.count(Some(&Caller::of_command_line("ada")), None).is_ok());
    }

    #[test]
    fn zero_is_without_end() {
        let limits = RateLimits::new(0);
        assert!((0..1000).all(|_| asks(&limits, "192.0.2.1")));
    }

    #[test]
    fn a_customer_of_ipv6_is_one_network() {
        for (one, other, is_same) in [
            ("192.0.2.1", "192.0.2.2", false),
            ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true),
            ("2001:db8:1:2::1", "2001:db8:1:3::1", false),
        ] {
            assert_eq!(
                network(one.parse().unwrap()) == network(other.parse().unwrap()),
                is_same,
                "{one} {other}"
            );
        }
    }

    #[test]
    fn who_has_rested_is_forgotten() {
        // A thousand a second: each has rested after a millisecond.
        let limits = RateLimits::new(1000);
        for host in 0..3 * SWEEP_EVERY {
            assert!(limits.count(None, Some(IpAddr::V4(host.into()))).is_ok());
        }
        let remembered = limits.0.as_ref().map_or(0, |counted| counted.asked.len());
        assert!(remembered <= 2 * SWEEP_EVERY as usize, "{remembered}");
    }
}
