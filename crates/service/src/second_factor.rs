//! The second factor: codes that an authenticator app makes from a shared key and the time (TOTP, RFC 6238), and codes
//! for who has lost it.

mod at_sign_in;
mod codes;
mod key;
mod qr;
mod rules;

use domain::{AuditAction, Field, FieldProblem};
use store::Tx;
use zeroize::Zeroizing;

use crate::throttling::Counted;
use crate::{Administrator, ServiceError, Services, SignedIn};
use codes::Typed;
use key::Key;

pub use codes::RecoveryCodes;
pub use rules::SignInRules;

/// How a person stands with the second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecondFactor {
    /// Whether the person has one.
    pub is_set_up: bool,
    /// How many recovery codes were not used yet.
    pub recovery_codes_left: i64,
    /// Whether an administrator requires one of everybody.
    pub is_required: bool,
}

/// A key for an authenticator app, which counts when a code made with it has come back.
pub struct SecondFactorOffer {
    /// The key in base32 (RFC 4648 §6), to be typed into the app.
    pub key: Zeroizing<String>,
    /// The same for the app's camera: an `otpauth` URI as the `d` of an SVG path, one unit for each module.
    pub qr_path: Zeroizing<String>,
    /// How many modules the QR code is wide, with its quiet zone.
    pub qr_size: u8,
    /// The key, sealed for this person and an hour, to come back with the code.
    pub sealed: String,
}

impl Services {
    /// How the person stands with the second factor.
    ///
    /// # Errors
    /// A [`ServiceError`] where the database fails.
    pub async fn own_second_factor(&self, person: &SignedIn) -> Result<SecondFactor, ServiceError> {
        Ok(SecondFactor {
            is_set_up: self.store.second_factor(&person.user.id).await?.is_some(),
            recovery_codes_left: self.store.recovery_codes_left(&person.user.id).await?,
            is_required: self.are_second_factors_required().await?,
        })
    }

    /// A key that the person may set up as their second factor.
    ///
    /// # Errors
    /// [`ServiceError::SecondFactorThere`] where they have one.
    pub async fn offer_second_factor(&self, person: &SignedIn) -> Result<SecondFactorOffer, ServiceError> {
        self.offer(person).await
    }

    /// Sets up the second factor with the sealed key of an offer and a code made with it; gives the recovery codes, once.
    ///
    /// # Errors
    /// [`ServiceError::Refused`] at the code, [`ServiceError::SecondFactorThere`], [`ServiceError::Throttled`].
    pub async fn add_second_factor(
        &self,
        person: &SignedIn,
        sealed: &str,
        code: &str,
    ) -> Result<RecoveryCodes, ServiceError> {
        let counted = self.count_own_code(&person.user.id).await?;
        let mut tx = self.store.begin().await?;
        self.hold_person(&mut tx, person).await?;
        let codes = self.add_offered(&mut tx, person, sealed, code).await?;
        self.commit_right(tx, counted).await?;
        Ok(codes)
    }

    /// New recovery codes in place of those before, for a code of the second factor.
    ///
    /// # Errors
    /// [`ServiceError::Refused`] at the code, [`ServiceError::NotFound`] without a second factor,
    /// [`ServiceError::Throttled`].
    pub async fn make_recovery_codes(
        &self,
        person: &SignedIn,
        code: &str,
    ) -> Result<RecoveryCodes, ServiceError> {
        let counted = self.count_own_code(&person.user.id).await?;
        let mut tx = self.store.begin().await?;
        self.hold_person(&mut tx, person).await?;
        let sealed = tx.second_factor(&person.user.id).await?.ok_or(ServiceError::NotFound)?;
        if !self.use_totp(&mut tx, person, &sealed, code).await? {
            return Err(not_right());
        }
        let codes = self.replace_recovery_codes(&mut tx, person).await?;
        tx.record(&self.event(person, AuditAction::RecoveryCodesMade, person, Vec::new())).await?;
        self.commit_right(tx, counted).await?;
        Ok(codes)
    }

    /// Removes the person's own second factor, for a code of it or a recovery code.
    ///
    /// # Errors
    /// [`ServiceError::Refused`] at the code, or where one is required of everybody; [`ServiceError::NotFound`],
    /// [`ServiceError::Throttled`].
    pub async fn remove_own_second_factor(&self, person: &SignedIn, code: &str) -> Result<(), ServiceError> {
        let counted = self.count_own_code(&person.user.id).await?;
        let mut tx = self.store.begin().await?;
        self.hold_person(&mut tx, person).await?;
        if self.is_second_factor_required(&mut tx).await? {
            let message = "An administrator requires a second factor of everybody. If you lost yours, ask one to remove it: you \
                           then set up another when you sign in.";
            return Err(refused("required", message));
        }
        if tx.second_factor(&person.user.id).await?.is_none() {
            return Err(ServiceError::NotFound);
        }
        if !self.use_code(&mut tx, person, code).await? {
            return Err(not_right());
        }
        tx.remove_second_factor(&person.user.id).await?;
        tx.record(&self.event(person, AuditAction::SecondFactorRemoved, person, Vec::new())).await?;
        self.commit_right(tx, counted).await
    }

    /// Removes the second factor of a person who lost it and the recovery codes.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where there is no such person, or no second factor; [`ServiceError::Refused`] for the
    /// administrator's own, which takes a code.
    pub async fn remove_second_factor_of(
        &self,
        administrator: &Administrator,
        id: &str,
    ) -> Result<(), ServiceError> {
        let actor = administrator.caller();
        if actor.id() == Some(id) {
            return Err(refused(
                "own",
                "Remove your own second factor on the page of your account, with a code.",
            ));
        }
        let mut tx = self.store.begin().await?;
        let record = tx.lock_user(id).await?.ok_or(ServiceError::NotFound)?;
        if !tx.remove_second_factor(id).await? {
            return Err(ServiceError::NotFound);
        }
        tx.record(&self.event(actor, AuditAction::SecondFactorRemoved, &record.user, Vec::new())).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn offer(&self, person: &SignedIn) -> Result<SecondFactorOffer, ServiceError> {
        if self.store.second_factor(&person.user.id).await?.is_some() {
            return Err(ServiceError::SecondFactorThere);
        }
        let key = Key::generate(&self.rng);
        let (qr_path, qr_size) = qr::path(&key.uri(&self.issuer, &person.user.email));
        let sealed = key.offered(&self.second_factor_keys, &person.user.id, self.clock.now());
        Ok(SecondFactorOffer { key: key.base32(), qr_path, qr_size, sealed })
    }

    /// Makes an offer the person's second factor, with its recovery codes.
    async fn add_offered(
        &self,
        tx: &mut Tx,
        person: &SignedIn,
        sealed: &str,
        code: &str,
    ) -> Result<RecoveryCodes, ServiceError> {
        let (now, id) = (self.clock.now(), &person.user.id);
        let Some(key) = Key::open_offer(&self.second_factor_keys, sealed, id, now) else {
            return Err(refused(
                "too_late",
                "This key was shown too long ago. Start anew, with another key.",
            ));
        };
        let Some(step) = key.step(code, now) else { return Err(not_right()) };
        if !tx.add_second_factor(id, &key.at_rest(&self.second_factor_keys, id), step).await? {
            return Err(ServiceError::SecondFactorThere);
        }
        let codes = self.replace_recovery_codes(tx, person).await?;
        tx.record(&self.event(person, AuditAction::SecondFactorAdded, person, Vec::new())).await?;
        Ok(codes)
    }

    /// Uses up a code of the second factor or a recovery code; `false` where it is not right, or was used before.
    async fn use_code(&self, tx: &mut Tx, person: &SignedIn, code: &str) -> Result<bool, ServiceError> {
        let Some(sealed) = tx.second_factor(&person.user.id).await? else { return Ok(false) };
        match Typed::read(code) {
            Some(Typed::Totp(code)) => self.use_totp(tx, person, &sealed, &code).await,
            Some(Typed::Recovery { digest }) => {
                let is_used = tx.use_recovery_code(&person.user.id, &digest, self.clock.now()).await?;
                if is_used {
                    tx.record(&self.event(person, AuditAction::RecoveryCodeUsed, person, Vec::new())).await?;
                }
                Ok(is_used)
            }
            None => Ok(false),
        }
    }

    async fn use_totp(
        &self,
        tx: &mut Tx,
        person: &SignedIn,
        sealed: &str,
        code: &str,
    ) -> Result<bool, ServiceError> {
        let id = &person.user.id;
        // Sealed with another key encryption key, no code can be checked: a recovery code still counts.
        let Some(key) = Key::open(&self.second_factor_keys, sealed, id) else {
            tracing::error!(portal_user_id = id, "the key of a second factor cannot be opened");
            return Ok(false);
        };
        let Some(step) = key.step(code, self.clock.now()) else { return Ok(false) };
        Ok(tx.use_second_factor_step(id, sealed, step).await?)
    }

    async fn replace_recovery_codes(
        &self,
        tx: &mut Tx,
        person: &SignedIn,
    ) -> Result<RecoveryCodes, ServiceError> {
        let codes = RecoveryCodes::generate(&self.rng);
        tx.replace_recovery_codes(&person.user.id, &codes.digests()).await?;
        Ok(codes)
    }

    /// Makes what a right code led to last, and gives the attempt back.
    async fn commit_right(&self, tx: Tx, counted: Counted) -> Result<(), ServiceError> {
        tx.commit().await?;
        self.give_back(counted).await;
        Ok(())
    }
}

fn not_right() -> ServiceError {
    refused("wrong", "This code is not right, or was used before. Enter the one that the app shows next.")
}

fn refused(code: &str, message: &str) -> ServiceError {
    ServiceError::Refused(vec![FieldProblem {
        field: Field::Code,
        code: code.to_owned(),
        message: message.to_owned(),
        suggestion: None,
    }])
}
