//! What the use cases did since the start, in numbers that name nobody: for whoever watches the server. To count is one
//! addition in memory.

use std::sync::atomic::{AtomicU64, Ordering};

use store::Connections;

use crate::{ServiceError, Services, StartedSession, StoreError};

/// How it was found out whether a client's secret is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verification {
    /// It was remembered, or another request was finding out.
    Remembered,
    /// It was hashed.
    Hashed,
    /// Not at all: too many were being verified.
    Overflowed,
}

impl Verification {
    /// Each of them.
    pub const ALL: [Self; 3] = [Self::Remembered, Self::Hashed, Self::Overflowed];
}

/// With what somebody tried to sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInWith {
    /// E-mail and password.
    Password,
    /// The second factor, after the password.
    Code,
    /// The outside provider.
    Provider,
}

impl SignInWith {
    /// Each of them.
    pub const ALL: [Self; 3] = [Self::Password, Self::Code, Self::Provider];
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInOutcome {
    /// The session counts.
    SignedIn,
    /// Right, and more is wanted.
    MoreWanted,
    /// Not right.
    Refused,
    /// Too many attempts.
    Throttled,
    /// The server could not tell.
    Failed,
}

impl SignInOutcome {
    /// Each of them.
    pub const ALL: [Self; 5] =
        [Self::SignedIn, Self::MoreWanted, Self::Refused, Self::Throttled, Self::Failed];

    fn of(answer: &Result<StartedSession, ServiceError>) -> Self {
        match answer {
            Ok(StartedSession { missing: None, .. }) => Self::SignedIn,
            Ok(StartedSession { missing: Some(_), .. }) => Self::MoreWanted,
            Err(ServiceError::Throttled(_)) => Self::Throttled,
            Err(ServiceError::Overloaded | ServiceError::Store(_) | ServiceError::HashUnreadable) => {
                Self::Failed
            }
            Err(_) => Self::Refused,
        }
    }
}

/// How often each kind of verification happened.
#[derive(Debug, Default)]
pub(crate) struct VerificationCounts([AtomicU64; Verification::ALL.len()]);

impl VerificationCounts {
    pub(crate) fn note(&self, verification: Verification) {
        self.0[verification as usize].fetch_add(1, Ordering::Relaxed);
    }
}

/// How often signing in went how.
#[derive(Debug, Default)]
pub(crate) struct SignInCounts([[AtomicU64; SignInOutcome::ALL.len()]; SignInWith::ALL.len()]);

impl SignInCounts {
    pub(crate) fn note(&self, with: SignInWith, answer: &Result<StartedSession, ServiceError>) {
        self.0[with as usize][SignInOutcome::of(answer) as usize].fetch_add(1, Ordering::Relaxed);
    }
}

impl Services {
    /// How often each kind of verification of a client's secret happened.
    pub fn verifications(&self) -> [(Verification, u64); Verification::ALL.len()] {
        let counts = self.secrets.counts();
        Verification::ALL.map(|kind| (kind, counts.0[kind as usize].load(Ordering::Relaxed)))
    }

    /// How often signing in went how.
    pub fn sign_ins(&self) -> Vec<(SignInWith, SignInOutcome, u64)> {
        let count = |with, outcome| {
            let times = self.sign_in_counts.0[with as usize][outcome as usize].load(Ordering::Relaxed);
            (with, outcome, times)
        };
        SignInWith::ALL
            .into_iter()
            .flat_map(|with| SignInOutcome::ALL.map(|outcome| count(with, outcome)))
            .collect()
    }

    /// For how many seconds the key that signs tokens has been signing them.
    pub fn signing_key_age(&self) -> i64 {
        self.signing.signs_since(self.clock.now())
    }

    /// The connections to the database as they are now.
    pub fn connections(&self) -> Connections {
        self.store.connections()
    }

    /// Waits for a connection to the database, as a use case does.
    ///
    /// # Errors
    /// The [`StoreError`] that says why none is to be had in time.
    pub async fn wait_for_connection(&self) -> Result<(), StoreError> {
        self.store.wait_for_connection().await
    }
}
