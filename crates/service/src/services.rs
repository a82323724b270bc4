//! Everything a use case needs, made once at start.

use std::thread::available_parallelism;

use aws_lc_rs::hmac::{self, HMAC_SHA256};
use store::{Store, StoreError};
use tokio::sync::Semaphore;

use crate::counters::SignInCounts;
use crate::denials::Denials;
use crate::hashing::HashingPool;
use crate::known_device::KnownDevices;
use crate::last_uses::LastUses;
use crate::mail::Mailer;
use crate::provider::FLOWS;
use crate::row_ids::RowIds;
use crate::signing::{SigningError, SigningKeys};
use crate::slots::Slots;
use crate::throttling::Buckets;
use crate::token_clients::TokenClients;
use crate::verifier::SecretVerifier;
use crate::{Clock, Rng, SealingKey, TokenSettings};

/// Passwords that may wait to be hashed; a person waits about two seconds behind a full queue.
const PASSWORD_QUEUE: usize = 64;
/// Passwords verified at once for one e-mail, from one address or in one known browser: a flood of guesses leaves room for the others.
const SIGNING_IN_AT_ONCE: usize = 4;
/// Documents tried at once: each holds what it would change, on SQLite the one turn to write.
const TRIALS_AT_ONCE: usize = 1;
/// Client secrets that may wait to be verified, for each thread that verifies.
const SECRET_QUEUE_PER_THREAD: usize = 32;
/// What the key is derived for that makes the next refresh token of a family.
const REFRESH_SUCCESSORS: &str = "refresh token successor";

/// Why the use cases could not be made ready.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The signing keys could not be made or opened.
    #[error(transparent)]
    Signing(#[from] SigningError),
}

/// The use cases and what they stand on.
#[derive(Debug)]
pub struct Services {
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    pub(crate) rng: Rng,
    pub(crate) row_ids: RowIds,
    pub(crate) passwords: HashingPool,
    pub(crate) signing_in: Slots,
    pub(crate) trials: Semaphore,
    pub(crate) sign_in_counts: SignInCounts,
    pub(crate) token_clients: TokenClients,
    pub(crate) secrets: SecretVerifier,
    pub(crate) last_uses: LastUses,
    pub(crate) denials: Denials,
    pub(crate) signing: SigningKeys,
    pub(crate) refresh_successors: hmac::Key,
    pub(crate) provider_flows: SealingKey,
    pub(crate) second_factor_keys: SealingKey,
    pub(crate) webhook_keys: SealingKey,
    pub(crate) known_devices: KnownDevices,
    pub(crate) buckets: Buckets,
    pub(crate) issuer: String,
    pub(crate) settings: TokenSettings,
    pub(crate) mailer: Option<Mailer>,
    /// The issuer of the provider that people may come through.
    pub(crate) provider: Option<String>,
    /// Whether programs may register clients.
    pub(crate) is_registration_open: bool,
    /// Whether webhooks may be on this machine and in its network.
    pub(crate) has_private_webhooks: bool,
}

impl Services {
    /// Makes the use cases ready: loads the signing keys, and makes the first one where there is none.
    /// `issuer` is the public URL, without a trailing slash.
    ///
    /// # Errors
    /// A [`StartError`] where the database fails or a signing key cannot be opened with `sealing_key`.
    pub async fn start(
        store: Store,
        clock: Clock,
        rng: Rng,
        sealing_key: &SealingKey,
        issuer: String,
        settings: TokenSettings,
    ) -> Result<Self, StartError> {
        let threads = available_parallelism().map_or(2, usize::from);
        let secrets = HashingPool::start("client-secrets", threads, threads * SECRET_QUEUE_PER_THREAD);
        let services = Self {
            token_clients: TokenClients::start(&store).await?,
            store,
            passwords: HashingPool::start("passwords", 1, PASSWORD_QUEUE),
            signing_in: Slots::new(SIGNING_IN_AT_ONCE),
            trials: Semaphore::new(TRIALS_AT_ONCE),
            sign_in_counts: SignInCounts::default(),
            secrets: SecretVerifier::new(secrets, &rng),
            last_uses: LastUses::default(),
            denials: Denials::default(),
            refresh_successors: hmac::Key::new(HMAC_SHA256, &sealing_key.derive(REFRESH_SUCCESSORS)),
            second_factor_keys: sealing_key.derived("second factors"),
            webhook_keys: sealing_key.derived("webhook secrets"),
            known_devices: KnownDevices::new(sealing_key),
            buckets: Buckets::new(sealing_key),
            provider_flows: sealing_key.derived(FLOWS),
            signing: SigningKeys::new(clock.clone(), sealing_key.clone()),
            clock,
            rng,
            row_ids: RowIds::default(),
            issuer,
            settings,
            mailer: None,
            provider: None,
            is_registration_open: false,
            has_private_webhooks: false,
        };
        services.load_signing_keys().await?;
        services.make_first_environments().await?;
        services.make_built_in_api().await?;
        Ok(services)
    }

    /// The public URL, which is the issuer of every token (RFC 8414 §2).
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The time by which rules are judged, in epoch seconds.
    pub fn now(&self) -> i64 {
        self.clock.now()
    }

    /// A name for one request, under which the log keeps what the caller is not told.
    pub fn reference(&self) -> String {
        format!("{:016x}", u64::from_be_bytes(self.rng.bytes()))
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// The [`StoreError`] that says why it does not.
    pub async fn is_ready(&self) -> Result<(), StoreError> {
        self.store.ping().await
    }
}
