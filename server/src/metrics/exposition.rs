//! Numbers as text, in the OpenMetrics format that Prometheus asks for.

use std::fmt;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, MetricEncoder, NoLabelSet, text};
use prometheus_client::metrics::MetricType;
use prometheus_client::registry::Registry;

/// The labels of one sample.
pub(super) type Labels = Vec<(&'static str, String)>;

/// A metric with all its samples.
#[derive(Debug)]
pub(super) struct Family {
    /// Without the ending that its kind gives it, `_total` for a count.
    pub(super) name: &'static str,
    pub(super) help: &'static str,
    pub(super) samples: Samples,
}

#[derive(Debug)]
pub(super) enum Samples {
    /// What only grows.
    Counts(Vec<(Labels, u64)>),
    /// What goes up and down.
    Levels(Vec<(Labels, f64)>),
    Spreads(Vec<(Labels, Spread)>),
    /// What does not change, in labels.
    Facts(Labels),
}

/// How many took how long.
#[derive(Debug)]
pub(super) struct Spread {
    pub(super) seconds: f64,
    /// How many were at most that long and longer than the bucket before; the last bucket is infinite.
    pub(super) buckets: Vec<(f64, u64)>,
}

impl Collector for Family {
    fn encode(&self, mut encoder: DescriptorEncoder) -> fmt::Result {
        let kind = match &self.samples {
            Samples::Counts(_) => MetricType::Counter,
            Samples::Levels(_) => MetricType::Gauge,
            Samples::Spreads(_) => MetricType::Histogram,
            Samples::Facts(_) => MetricType::Info,
        };
        let mut encoder = encoder.encode_descriptor(self.name, self.help, None, kind)?;
        match &self.samples {
            Samples::Counts(samples) => each(&mut encoder, samples, |encoder, count| {
                encoder.encode_counter::<NoLabelSet, u64, f64>(count, None)
            }),
            Samples::Levels(samples) => {
                each(&mut encoder, samples, |encoder, level| encoder.encode_gauge(level))
            }
            Samples::Spreads(samples) => each(&mut encoder, samples, |encoder, spread| {
                let count = spread.buckets.iter().map(|(_, count)| count).sum();
                encoder.encode_histogram::<NoLabelSet>(spread.seconds, count, &spread.buckets, None)
            }),
            Samples::Facts(facts) => encoder.encode_info(facts),
        }
    }
}

fn each<T>(
    encoder: &mut MetricEncoder<'_>,
    samples: &[(Labels, T)],
    encode: impl Fn(&mut MetricEncoder<'_>, &T) -> fmt::Result,
) -> fmt::Result {
    for (labels, sample) in samples {
        if labels.is_empty() {
            // As a family it would have a pair of braces.
            encode(encoder, sample)?;
        } else {
            encode(&mut encoder.encode_family(labels)?, sample)?;
        }
    }
    Ok(())
}

/// All of them, in this order, as text.
pub(super) fn exposition(families: Vec<Family>) -> String {
    let mut registry = Registry::default();
    for family in families {
        registry.register_collector(Box::new(family));
    }
    let mut told = String::new();
    text::encode(&mut told, &registry).expect("a string takes any text");
    told
}
