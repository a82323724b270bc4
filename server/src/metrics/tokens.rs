//! Token requests: on what grounds, and with which outcome.

use std::sync::atomic::{AtomicU64, Ordering};

use super::exposition::{Family, Samples};

/// What a token was asked for on the grounds of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenGrant {
    AuthorizationCode,
    ClientCredentials,
    RefreshToken,
    /// Nothing that this server knows.
    Unknown,
}

impl TokenGrant {
    const ALL: [Self; 4] =
        [Self::AuthorizationCode, Self::ClientCredentials, Self::RefreshToken, Self::Unknown];

    fn as_str(self) -> &'static str {
        match self {
            Self::AuthorizationCode => "authorization_code",
            Self::ClientCredentials => "client_credentials",
            Self::RefreshToken => "refresh_token",
            Self::Unknown => "unknown",
        }
    }
}

/// `issued`, and the errors that the token endpoint answers with.
const OUTCOMES: [&str; 9] = [
    "issued",
    "invalid_client",
    "invalid_grant",
    "invalid_request",
    "invalid_scope",
    "invalid_target",
    "server_error",
    "temporarily_unavailable",
    "unauthorized_client",
];
const UNSUPPORTED_GRANT_TYPE: &str = "unsupported_grant_type";

/// Token requests since the start.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    counts: [[AtomicU64; OUTCOMES.len()]; TokenGrant::ALL.len()],
    unsupported: AtomicU64,
}

impl Tokens {
    /// Counts tokens that were issued.
    pub(crate) fn note_issued(&self, grant: TokenGrant) {
        self.counts[grant as usize][0].fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a request that was answered with this error of RFC 6749 §5.2.
    pub(crate) fn note_error(&self, grant: TokenGrant, error: &str) {
        let count = match OUTCOMES.iter().position(|outcome| *outcome == error) {
            Some(place) => &self.counts[grant as usize][place],
            None => &self.unsupported,
        };
        count.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn family(&self) -> Family {
        let sample = |grant: TokenGrant, outcome: &str, count: &AtomicU64| {
            let labels = vec![("grant", grant.as_str().to_owned()), ("outcome", outcome.to_owned())];
            (labels, count.load(Ordering::Relaxed))
        };
        let mut samples = Vec::new();
        for grant in TokenGrant::ALL {
            let counts = OUTCOMES.iter().zip(&self.counts[grant as usize]);
            samples.extend(counts.map(|(outcome, count)| sample(grant, outcome, count)));
        }
        samples.push(sample(TokenGrant::Unknown, UNSUPPORTED_GRANT_TYPE, &self.unsupported));
        Family {
            name: "gatehouse_token_requests",
            help: "Requests to the token endpoint, by what became of them",
            samples: Samples::Counts(samples),
        }
    }
}
