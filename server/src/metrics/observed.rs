//! What is looked up when somebody reads the metrics.

use service::{Services, SignInOutcome, SignInWith, Verification};
use tokio::time::Instant;

use super::exposition::{Family, Labels, Samples};

pub(super) async fn families(services: &Services) -> Vec<Family> {
    let start = Instant::now();
    let is_up = services.wait_for_connection().await.is_ok();
    let waited = start.elapsed().as_secs_f64();
    let connections = services.connections();
    let level = |state: &str, count: u32| (labels(&[("state", state)]), f64::from(count));
    let mut families = vec![
        counts("gatehouse_secret_verifications", "Client secrets verified, by how", verifications(services)),
        counts("gatehouse_sign_ins", "Attempts to sign in, by what became of them", sign_ins(services)),
        levels(
            "gatehouse_database_up",
            "Whether a connection to the database was to be had just now",
            vec![(Labels::new(), f64::from(u8::from(is_up)))],
        ),
        levels(
            "gatehouse_database_connections",
            "Connections to the database",
            vec![level("in_use", connections.in_use), level("idle", connections.idle)],
        ),
        levels(
            "gatehouse_database_connections_max",
            "As many connections to the database as there may be",
            vec![(Labels::new(), f64::from(connections.max))],
        ),
        levels(
            "gatehouse_signing_key_age_seconds",
            "For how long the key that signs tokens has been signing",
            vec![(Labels::new(), seconds(services.signing_key_age()))],
        ),
        Family {
            name: "gatehouse_build",
            help: "Which Gatehouse this is",
            samples: Samples::Facts(labels(&[("version", env!("CARGO_PKG_VERSION"))])),
        },
    ];
    if is_up {
        families.push(levels(
            "gatehouse_database_connection_wait_seconds",
            "How long a connection to the database was waited for just now",
            vec![(Labels::new(), waited)],
        ));
    }
    families
}

/// Exact for more years than a key lives.
fn seconds(seconds: i64) -> f64 {
    u32::try_from(seconds).map_or(f64::from(u32::MAX), f64::from)
}

fn verifications(services: &Services) -> Vec<(Labels, u64)> {
    let name = |kind| match kind {
        Verification::Remembered => "hit",
        Verification::Hashed => "miss",
        Verification::Overflowed => "overflow",
    };
    services.verifications().map(|(kind, count)| (labels(&[("cache", name(kind))]), count)).into()
}

fn sign_ins(services: &Services) -> Vec<(Labels, u64)> {
    let sample = |(with, outcome, count)| {
        let with = match with {
            SignInWith::Password => "password",
            SignInWith::Code => "second_factor",
            SignInWith::Provider => "provider",
        };
        let outcome = match outcome {
            SignInOutcome::SignedIn => "signed_in",
            SignInOutcome::MoreWanted => "more_wanted",
            SignInOutcome::Refused => "refused",
            SignInOutcome::Throttled => "throttled",
            SignInOutcome::Failed => "failed",
        };
        (labels(&[("with", with), ("outcome", outcome)]), count)
    };
    services.sign_ins().into_iter().map(sample).collect()
}

fn labels(labels: &[(&'static str, &str)]) -> Labels {
    labels.iter().map(|(name, value)| (*name, (*value).to_owned())).collect()
}

fn counts(name: &'static str, help: &'static str, samples: Vec<(Labels, u64)>) -> Family {
    Family { name, help, samples: Samples::Counts(samples) }
}

fn levels(name: &'static str, help: &'static str, samples: Vec<(Labels, f64)>) -> Family {
    Family { name, help, samples: Samples::Levels(samples) }
}
