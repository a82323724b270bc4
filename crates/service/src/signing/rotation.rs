//! Keys that take turns: made ahead of their time, retired when their last token has expired.

use std::time::Duration;

use domain::AuditAction;
use store::{FieldChange, SealedSigningKey, StoreError};

use super::key::{SigningKey, Turn};
use super::{SigningError, key_life};
use crate::audit::{Actor, GATEHOUSE};
use crate::{Administrator, ServiceError, Services, utc_text};

impl Services {
    /// Loads the keys, and makes the first one where there never was one.
    pub(crate) async fn load_signing_keys(&self) -> Result<(), SigningError> {
        let mut stored = self.store.signing_keys().await?;
        if stored.is_empty() {
            // Another server may be quicker: what is stored then is what counts.
            self.add_signing_key(GATEHOUSE, key_life::first_turn(self.clock.now())).await?;
            stored = self.store.signing_keys().await?;
        }
        self.signing.take(stored)
    }

    /// Reads the keys again, makes the next one when it is due, and retires those whose tokens have expired. Every server
    /// does this every half minute.
    ///
    /// # Errors
    /// A [`SigningError`] where the database fails, or holds a key that cannot be opened: the keys read before stay.
    pub async fn tend_signing_keys(&self) -> Result<(), SigningError> {
        let stored = self.store.signing_keys().await?;
        // Taken first: who cannot open the keys that are there makes none that nobody else can open.
        self.signing.take(stored.clone())?;
        let now = self.clock.now();
        let is_retired = self.retire_signing_keys(now).await?;
        let turn = key_life::due_turn(&stored, &self.settings, now);
        if let Some(turn) = turn {
            self.add_signing_key(GATEHOUSE, turn).await?;
        }
        if is_retired || turn.is_some() {
            self.signing.take(self.store.signing_keys().await?)?;
        }
        Ok(())
    }

    /// Makes the next signing key and publishes it at once; it signs as soon as everybody can know it.
    ///
    /// # Errors
    /// [`ServiceError::RotationUnderWay`] where a next key is published already.
    pub async fn rotate_signing_key(&self, administrator: &Administrator) -> Result<(), ServiceError> {
        let stored = self.store.signing_keys().await?;
        let turn = key_life::next_turn(&stored, self.clock.now()).ok_or(ServiceError::RotationUnderWay)?;
        if !self.add_signing_key(administrator.caller().into(), turn).await? {
            return Err(ServiceError::RotationUnderWay);
        }
        if let Err(error) = self.signing.take(self.store.signing_keys().await?) {
            // The key is there, and this server learns of it like every other.
            tracing::warn!(error = &error as &dyn std::error::Error, "cannot read the signing keys again");
        }
        Ok(())
    }

    /// Makes a key, and says whether it was added: of several servers that do this at once one does.
    async fn add_signing_key(&self, actor: Actor<'_>, turn: Turn) -> Result<bool, StoreError> {
        let (algorithm, sealing_key) = (self.settings.signing_algorithm, self.signing.sealing_key.clone());
        // An RSA key takes its time.
        let made =
            tokio::task::spawn_blocking(move || SigningKey::generate_sealed(algorithm, &sealing_key, turn));
        let key = made.await.expect("a key can be made");
        let changes = vec![
            FieldChange { field: "algorithm", old: None, new: Some(algorithm.as_str().to_owned()) },
            FieldChange { field: "signs_from", old: None, new: Some(utc_text(key.signs_from)) },
        ];
        let event = self.event(actor, AuditAction::KeyAdded, &key, changes);
        let mut tx = self.store.begin().await?;
        if !tx.add_signing_key(&key).await? {
            return Ok(false);
        }
        tx.record(&event).await?;
        tx.commit().await?;
        tracing::info!(
            kid = key.kid,
            algorithm = algorithm.as_str(),
            signs_from = utc_text(key.signs_from),
            "made a signing key"
        );
        Ok(true)
    }

    /// Removes the private halves of the keys whose last token has expired; says whether there were any.
    async fn retire_signing_keys(&self, now: i64) -> Result<bool, StoreError> {
        let (ring, seen) = (self.signing.ring(), &self.signing.seen_signing);
        let rest = Duration::from_secs(key_life::published_for(&self.settings).unsigned_abs());
        for key in key_life::in_use(ring.stored(), &self.settings, now) {
            seen.note(&key.kid);
        }
        let mut is_any_retired = false;
        let rested = |key: &&SealedSigningKey| seen.quiet_for(&key.kid) >= rest;
        for key in key_life::to_retire(ring.stored(), &self.settings, now).filter(rested) {
            let public_jwk = ring.published(&key.kid).map(|public| &public.jwk);
            let public_jwk = serde_json::to_string(&public_jwk).expect("a key of strings is JSON");
            let algorithm = key.algorithm.as_str().to_owned();
            let changes = vec![FieldChange { field: "algorithm", old: Some(algorithm), new: None }];
            let event = self.event(GATEHOUSE, AuditAction::KeyRetired, key, changes);
            let mut tx = self.store.begin().await?;
            is_any_retired = true;
            if tx.retire_signing_key(&key.kid, &public_jwk, now).await? {
                tx.record(&event).await?;
                tx.commit().await?;
                seen.forget(&key.kid);
                tracing::info!(kid = key.kid, "retired a signing key");
            }
        }
        Ok(is_any_retired)
    }
}
