//! Requests, by the pattern of their route. Raw paths would name clients, and be without number.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use http::{Method, StatusCode};

use super::exposition::{Family, Labels, Samples, Spread};

/// What no route matched.
const UNMATCHED: &str = "unmatched";
/// As labels; the last one stands for all others, of which a caller can make up any number.
const METHODS: [&str; 5] = ["GET", "HEAD", "POST", "OPTIONS", "other"];
const STATUSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];
/// Microseconds: a token takes a tenth of the first, a page some of the next, what waits for the database the last.
const BUCKETS: [u64; 10] =
    [1_000, 2_500, 5_000, 10_000, 25_000, 100_000, 250_000, 1_000_000, 2_500_000, 10_000_000];

/// What is counted of one route and method.
#[derive(Debug, Default)]
struct Counts {
    statuses: [AtomicU64; STATUSES.len()],
    microseconds: AtomicU64,
    /// One more: what takes longer than the longest.
    buckets: [AtomicU64; BUCKETS.len() + 1],
}

type OfRoute = Arc<[Counts; METHODS.len()]>;

/// Requests since the start. Routes come once and for all, so that to count is a look and three additions.
#[derive(Debug, Default)]
pub(crate) struct Requests(RwLock<BTreeMap<String, OfRoute>>);

impl Requests {
    /// Counts a request that was answered.
    pub(crate) fn note(&self, route: Option<&str>, method: &Method, status: StatusCode, took: Duration) {
        let of_route = self.of_route(route.unwrap_or(UNMATCHED));
        let others = METHODS.len() - 1;
        let method = METHODS.iter().position(|known| *known == method.as_str()).unwrap_or(others);
        let counts = &of_route[method];
        let class = usize::from(status.as_u16() / 100).clamp(1, STATUSES.len()) - 1;
        let took = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let bucket = BUCKETS.iter().position(|most| took <= *most).unwrap_or(BUCKETS.len());
        counts.statuses[class].fetch_add(1, Ordering::Relaxed);
        counts.microseconds.fetch_add(took, Ordering::Relaxed);
        counts.buckets[bucket].fetch_add(1, Ordering::Relaxed);
    }

    fn of_route(&self, route: &str) -> OfRoute {
        if let Some(known) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(route) {
            return Arc::clone(known);
        }
        let mut routes = self.0.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(routes.entry(route.to_owned()).or_default())
    }

    pub(super) fn families(&self) -> Vec<Family> {
        let (mut answered, mut took) = (Vec::new(), Vec::new());
        for (route, of_route) in self.0.read().unwrap_or_else(PoisonError::into_inner).iter() {
            for (method, counts) in METHODS.iter().zip(of_route.iter()) {
                let labels =
                    || -> Labels { vec![("method", (*method).to_owned()), ("route", route.clone())] };
                for (status, count) in STATUSES.iter().zip(&counts.statuses) {
                    let count = count.load(Ordering::Relaxed);
                    if count > 0 {
                        answered.push(([labels(), vec![("status", (*status).to_owned())]].concat(), count));
                    }
                }
                let spread = counts.spread();
                if spread.buckets.iter().any(|(_, count)| *count > 0) {
                    took.push((labels(), spread));
                }
            }
        }
        vec![
            Family {
                name: "gatehouse_http_requests",
                help: "Requests answered",
                samples: Samples::Counts(answered),
            },
            Family {
                name: "gatehouse_http_request_duration_seconds",
                help: "Time from the head of a request to the head of its answer",
                samples: Samples::Spreads(took),
            },
        ]
    }
}

impl Counts {
    fn spread(&self) -> Spread {
        let ends =
            BUCKETS.iter().map(|most| Duration::from_micros(*most).as_secs_f64()).chain([f64::INFINITY]);
        let microseconds = self.microseconds.load(Ordering::Relaxed);
        Spread {
            seconds: Duration::from_micros(microseconds).as_secs_f64(),
            buckets: ends.zip(self.buckets.iter().map(|count| count.load(Ordering::Relaxed))).collect(),
        }
    }
}
