//! Verifies client secrets without paying for Argon2 twice.
//!
//! What was right once is remembered under a key that covers the stored hash: a rotated secret's old entries are out
//! of reach, with no message between servers. Whether the client is enabled and the secret unexpired is not
//! remembered: the caller reads that from the row on every request.

use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::hmac::{self, HMAC_SHA256};
use moka::future::Cache;
use store::TokenClient;

use crate::counters::{Verification, VerificationCounts};
use crate::hashing::{HashingError, HashingPool};
use crate::slots::Slots;
use crate::{ClientSecret, Rng};

/// Secrets remembered as right; each takes about 150 bytes.
const REMEMBERED: u64 = 50_000;
const REMEMBERED_FOR: Duration = Duration::from_secs(60 * 60);
/// Verdicts remembered for a short while, wrong ones above all.
const RECENT: u64 = 10_000;
const RECENT_FOR: Duration = Duration::from_secs(30);
/// Secrets of one client under verification at once: one client's flood leaves room for the others.
const AT_ONCE_PER_CLIENT: usize = 4;

/// Why a secret was neither found right nor wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum VerifyError {
    #[error("too many secrets of this client are being verified")]
    ClientOverloaded,
    #[error("too many secrets are waiting to be verified")]
    Overloaded,
    #[error("stored hash cannot be read")]
    Unreadable,
}

type Tag = [u8; 32];

#[derive(Debug)]
pub(crate) struct SecretVerifier {
    pool: HashingPool,
    key: hmac::Key,
    right: Cache<Tag, ()>,
    recent: Cache<Tag, bool>,
    under_way: Slots,
    counts: VerificationCounts,
}

impl SecretVerifier {
    pub(crate) fn new(pool: HashingPool, rng: &Rng) -> Self {
        Self {
            pool,
            key: hmac::Key::new(HMAC_SHA256, &rng.bytes::<32>()),
            right: Cache::builder().max_capacity(REMEMBERED).time_to_idle(REMEMBERED_FOR).build(),
            recent: Cache::builder().max_capacity(RECENT).time_to_live(RECENT_FOR).build(),
            under_way: Slots::new(AT_ONCE_PER_CLIENT),
            counts: VerificationCounts::default(),
        }
    }

    pub(crate) fn counts(&self) -> &VerificationCounts {
        &self.counts
    }

    /// What is stored of a new secret.
    pub(crate) async fn hash(&self, secret: &ClientSecret, salt: [u8; 16]) -> Result<String, HashingError> {
        self.pool.hash(secret.reveal(), salt).await
    }

    /// Whether `presented` is the secret of this row.
    pub(crate) async fn verify(
        &self,
        client: &TokenClient,
        presented: &ClientSecret,
    ) -> Result<bool, VerifyError> {
        let tag = self.tag(client, presented);
        if self.right.get(&tag).await.is_some() {
            self.counts.note(Verification::Remembered);
            return Ok(true);
        }
        let mut is_hashed = false;
        // Of several that present the same secret at once, one is verified and all have the answer.
        let verdict = self
            .recent
            .try_get_with(tag, async {
                let _slot = self.under_way.take(&client.id).ok_or(VerifyError::ClientOverloaded)?;
                is_hashed = true;
                self.pool.verify(presented.reveal(), &client.secret_phc).await.map_err(|error| match error {
                    HashingError::Overloaded => VerifyError::Overloaded,
                    HashingError::Unreadable => VerifyError::Unreadable,
                })
            })
            .await
            .map_err(|error: Arc<VerifyError>| *error);
        self.counts.note(match verdict {
            Err(VerifyError::ClientOverloaded | VerifyError::Overloaded) => Verification::Overflowed,
            Ok(_) | Err(VerifyError::Unreadable) if is_hashed => Verification::Hashed,
            Ok(_) | Err(VerifyError::Unreadable) => Verification::Remembered,
        });
        let is_right = verdict?;
        if is_right {
            self.right.insert(tag, ()).await;
        }
        Ok(is_right)
    }

    fn tag(&self, client: &TokenClient, presented: &ClientSecret) -> Tag {
        let mut context = hmac::Context::with_key(&self.key);
        let version = client.secret_version.to_be_bytes();
        let parts = [
            client.id.as_bytes(),
            presented.id().as_bytes(),
            &version,
            client.secret_phc.as_bytes(),
            presented.reveal().as_bytes(),
        ];
        for part in parts {
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part);
        }
        let mut tag = Tag::default();
        tag.copy_from_slice(context.sign().as_ref());
        tag
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{GrantType, Scopes, Status};
    use tokio::task::JoinSet;

    async fn verifier_and_client(secret: &ClientSecret) -> (Arc<SecretVerifier>, TokenClient) {
        let verifier = SecretVerifier::new(HashingPool::start("test", 2, 64), &Rng::System);
        let client = TokenClient {
            id: "row".to_owned(),
            status: Status::Enabled,
            grant_type: GrantType::ClientCredentials,
            environment: None,
            granted: Scopes::default(),
            secret_phc: verifier.hash(secret, [1; 16]).await.unwrap(),
            secret_version: 1,
            secret_expires_at: None,
            secret_retired_at: None,
        };
        (Arc::new(verifier), client)
    }

    #[tokio::test]
    async fn the_right_secret_is_right_at_first_and_when_remembered() {
        let secret = ClientSecret::generate(&Rng::System);
        let (verifier, client) = verifier_and_client(&secret).await;
        for _ in 0..3 {
            assert_eq!(verifier.verify(&client, &secret).await, Ok(true));
        }
        let wrong = ClientSecret::generate(&Rng::System);
        for _ in 0..3 {
            assert_eq!(verifier.verify(&client, &wrong).await, Ok(false));
        }
    }

    #[tokio::test]
    async fn a_remembered_secret_does_not_outlive_its_hash() {
        let secret = ClientSecret::generate(&Rng::System);
        let (verifier, client) = verifier_and_client(&secret).await;
        assert_eq!(verifier.verify(&client, &secret).await, Ok(true));
        let successor = ClientSecret::generate(&Rng::System);
        let rotated = TokenClient { secret_phc: verifier.hash(&successor, [2; 16]).await.unwrap(), ..client };
        assert_eq!(verifier.verify(&rotated, &secret).await, Ok(false));
    }

    #[tokio::test]
    async fn a_flood_of_wrong_secrets_leaves_room_for_other_clients() {
        let secret = ClientSecret::generate(&Rng::System);
        let (verifier, client) = verifier_and_client(&secret).await;
        let mut flood = JoinSet::new();
        for _ in 0..32 {
            let (verifier, client) = (Arc::clone(&verifier), client.clone());
            flood.spawn(async move { verifier.verify(&client, &ClientSecret::generate(&Rng::System)).await });
        }
        tokio::task::yield_now().await;
        let other = TokenClient { id: "another row".to_owned(), ..client };
        assert_eq!(verifier.verify(&other, &secret).await, Ok(true));
        let answers = flood.join_all().await;
        assert!(answers.contains(&Err(VerifyError::ClientOverloaded)), "{answers:?}");
        assert!(
            !answers.contains(&Ok(true)) && !answers.contains(&Err(VerifyError::Overloaded)),
            "{answers:?}"
        );
    }

    #[tokio::test]
    async fn one_secret_presented_many_times_at_once_is_verified_once() {
        let secret = ClientSecret::generate(&Rng::System);
        let (verifier, client) = verifier_and_client(&secret).await;
        let secret = Arc::new(secret);
        let mut crowd = JoinSet::new();
        for _ in 0..32 {
            let (verifier, client, secret) = (Arc::clone(&verifier), client.clone(), Arc::clone(&secret));
            crowd.spawn(async move { verifier.verify(&client, &secret).await });
        }
        // More at once than one client may have under way: they share one verification.
        assert!(crowd.join_all().await.into_iter().all(|answer| answer == Ok(true)));
    }
}
