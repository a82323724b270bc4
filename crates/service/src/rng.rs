//! The only source of chance, but for keys, nonces and signatures, whose makers have their own.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use aws_lc_rs::digest::{SHA512, digest};

/// Makes random bytes.
#[derive(Clone, Debug)]
pub enum Rng {
    /// The operating system's generator.
    System,
    /// The same bytes in the same order at every run: for tests.
    Counting(Arc<AtomicU64>),
}

impl Rng {
    /// `N` random bytes, at most 64.
    pub(crate) fn bytes<const N: usize>(&self) -> [u8; N] {
        const { assert!(N <= 64) };
        let mut bytes = [0; N];
        match self {
            #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the machine")]
            Self::System => {
                aws_lc_rs::rand::fill(&mut bytes).expect("the operating system gives random bytes")
            }
            Self::Counting(counter) => {
                let count = counter.fetch_add(1, Ordering::Relaxed);
                bytes.copy_from_slice(&digest(&SHA512, &count.to_be_bytes()).as_ref()[..N]);
            }
        }
        bytes
    }
}
