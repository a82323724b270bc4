//! How often somebody may guess. Everything is counted in the database, before anything is verified, so it holds among
//! all servers and for guesses that arrive at once; what was right is given back.
//!
//! Nobody is locked out for good: attempts that come too soon are not counted, so they put nothing off; who signed in with
//! this browser before is counted apart from everybody else; and whoever guesses at an account from one network leaves
//! attempts to who comes from another.

mod buckets;

use domain::EmailAddress;

use crate::known_device::DeviceId;
use crate::{ProviderFlow, ServiceError, Services, SignInFrom, SignedIn};

pub(crate) use buckets::Buckets;
use buckets::{Limit, SECOND};

/// Attempts that were counted.
#[derive(Debug)]
pub(crate) struct Counted(Vec<Limit>);

impl Services {
    /// Counts an attempt to sign in with a password.
    pub(crate) async fn count_password(
        &self,
        email: Option<&EmailAddress>,
        device: Option<&DeviceId>,
        from: &SignInFrom,
    ) -> Result<Counted, ServiceError> {
        self.count(self.buckets.of_password(email, device, from.address.as_deref())).await
    }

    /// Counts an attempt at a code of somebody who gave the password: who has the browser that the person has used before
    /// cannot be kept out by who only has the password.
    pub(crate) async fn count_code_at_sign_in(
        &self,
        user_id: &str,
        device: Option<&DeviceId>,
    ) -> Result<Counted, ServiceError> {
        self.count(self.buckets.of_code_at_sign_in(user_id, device)).await
    }

    /// Counts an attempt at a code of a person who is signed in.
    pub(crate) async fn count_own_code(&self, user_id: &str) -> Result<Counted, ServiceError> {
        self.count(self.buckets.of_own_code(user_id)).await
    }

    /// Whether this is the password of a person who is signed in. Counted apart from attempts to sign in, so that neither
    /// can use up the other's.
    ///
    /// # Errors
    /// [`ServiceError::Throttled`], [`ServiceError::Overloaded`].
    pub(crate) async fn is_own_password(
        &self,
        person: &SignedIn,
        password: &str,
    ) -> Result<bool, ServiceError> {
        let counted = self.count(self.buckets.of_own_password(&person.user.id)).await?;
        let credentials = self.store.user_credentials(&person.user.email).await?;
        let phc = credentials.map(|credentials| credentials.password_phc).filter(|phc| !phc.is_empty());
        let Some(phc) = phc else { return Ok(false) };
        let verdict = self.passwords.verify(password, &phc).await;
        if !matches!(verdict, Ok(false)) {
            self.give_back(counted).await;
        }
        Ok(verdict?)
    }

    /// Counts a step to the outside provider, or back.
    ///
    /// # Errors
    /// [`ServiceError::Throttled`].
    pub async fn count_provider_step(&self, from: &SignInFrom) -> Result<(), ServiceError> {
        self.count(vec![vec![self.buckets.of_provider_step(from.address.as_deref())]]).await.map(drop)
    }

    /// Takes back what was counted for a way that had a good end: the step there, and the one back.
    pub async fn give_provider_steps_back(&self, from: &SignInFrom) {
        let step = self.buckets.of_provider_step(from.address.as_deref());
        self.give_back(Counted(vec![step.clone(), step])).await;
    }

    /// Whether nobody came back from this way with a code before, to whichever server.
    ///
    /// # Errors
    /// A [`ServiceError`] where the database fails.
    pub async fn is_first_code(&self, flow: &ProviderFlow) -> Result<bool, ServiceError> {
        let Limit { bucket, pace } = self.buckets.of_provider_code(&flow.state);
        Ok(self.store.count_attempt(&bucket, pace, self.now_ms()).await?)
    }

    /// Counts an attempt in the first of these ways that it passes.
    async fn count(&self, ways: Vec<Vec<Limit>>) -> Result<Counted, ServiceError> {
        let mut shortest_wait = i64::MAX;
        for way in ways {
            match self.count_by(way).await? {
                Ok(counted) => return Ok(counted),
                Err(wait) => shortest_wait = shortest_wait.min(wait),
            }
        }
        // RFC 9110 §10.2.3: whole seconds, and not too few.
        Err(ServiceError::Throttled(((shortest_wait + SECOND - 1) / SECOND).max(1)))
    }

    /// Counts an attempt by all of these, or by none: then it says how many milliseconds to wait.
    async fn count_by(&self, way: Vec<Limit>) -> Result<Result<Counted, i64>, ServiceError> {
        let now = self.now_ms();
        let mut wait = 0;
        for Limit { bucket, pace } in &way {
            wait = wait.max(self.store.wait_for_attempt(bucket, *pace, now).await?);
        }
        if wait > 0 {
            return Ok(Err(wait));
        }
        let mut counted = Counted(Vec::new());
        for limit in way {
            if self.store.count_attempt(&limit.bucket, limit.pace, now).await? {
                counted.0.push(limit);
            } else {
                // Another attempt came in between.
                self.give_back(counted).await;
                return Ok(Err(limit.pace.every_ms));
            }
        }
        Ok(Ok(counted))
    }

    /// Takes back what was counted for an attempt that was right, or that failed by no fault of who made it.
    pub(crate) async fn give_back(&self, Counted(limits): Counted) {
        for Limit { bucket, pace } in limits {
            if let Err(error) = self.store.give_attempt_back(&bucket, pace).await {
                // The attempt is counted for as long as it would have been, had it been wrong.
                tracing::warn!(error = &error as &dyn std::error::Error, "cannot give an attempt back");
            }
        }
    }

    pub(crate) fn now_ms(&self) -> i64 {
        i64::try_from(self.clock.since_epoch().as_millis()).unwrap_or(i64::MAX)
    }
}
