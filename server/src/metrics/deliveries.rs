//! Messages to webhooks, by what became of them.

use std::sync::atomic::{AtomicU64, Ordering};

use service::NotedDelivery;

use super::exposition::{Family, Samples};

const ALL: [NotedDelivery; 4] =
    [NotedDelivery::Delivered, NotedDelivery::ToRepeat, NotedDelivery::GivenUp, NotedDelivery::Gone];

fn name(noted: NotedDelivery) -> &'static str {
    match noted {
        NotedDelivery::Delivered => "delivered",
        NotedDelivery::ToRepeat => "to_repeat",
        NotedDelivery::GivenUp => "given_up",
        NotedDelivery::Gone => "gone",
    }
}

/// Messages that were sent to webhooks since the start.
#[derive(Debug, Default)]
pub(crate) struct Deliveries([AtomicU64; ALL.len()]);

impl Deliveries {
    /// Counts a message that was sent.
    pub(crate) fn note(&self, noted: NotedDelivery) {
        self.0[noted as usize].fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn family(&self) -> Family {
        let sample = |noted: NotedDelivery| {
            (vec![("outcome", name(noted).to_owned())], self.0[noted as usize].load(Ordering::Relaxed))
        };
        Family {
            name: "gatehouse_webhook_deliveries",
            help: "Attempts to deliver a message to a webhook, by what became of them",
            samples: Samples::Counts(ALL.map(sample).into()),
        }
    }
}
