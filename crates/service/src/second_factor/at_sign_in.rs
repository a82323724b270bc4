//! The second step of signing in: the session of who gave the password comes to count.

use store::{Session, SessionStanding};

use super::{RecoveryCodes, SecondFactorOffer};
use crate::counters::SignInWith;
use crate::{HalfSignedIn, Missing, ServiceError, Services, SignInFrom, SignedIn, StartedSession};

impl Services {
    /// A key for who may not go on without a second factor.
    ///
    /// # Errors
    /// [`ServiceError::SecondFactorThere`] where they have one; [`ServiceError::SignedOut`] where a code is wanted.
    pub async fn offer_second_factor_first(
        &self,
        person: &HalfSignedIn,
    ) -> Result<SecondFactorOffer, ServiceError> {
        match person.missing() {
            Missing::Enrolment => self.offer(&SignedIn { user: person.user.clone(), address: None }).await,
            Missing::Code => Err(ServiceError::SignedOut),
        }
    }

    /// Sets up the second factor of who may not go on without one: the session counts from here on, under another token.
    ///
    /// # Errors
    /// As [`Self::add_second_factor`]; [`ServiceError::SignedOut`] where the session has ended.
    pub async fn add_second_factor_first(
        &self,
        session: &str,
        sealed: &str,
        code: &str,
        from: &SignInFrom,
    ) -> Result<(StartedSession, RecoveryCodes), ServiceError> {
        let person = self.person_without(session, SessionStanding::EnrolmentWanted, from).await?;
        let counted = self.count_own_code(&person.user.id).await?;
        let before = self.session_before(Some(session), from).await?.ok_or(ServiceError::SignedOut)?;
        let mut tx = self.store.begin().await?;
        self.hold_person(&mut tx, &person).await?;
        let codes = self.add_offered(&mut tx, &person, sealed, code).await?;
        let started = self.complete_session(&mut tx, &person, &before, from).await?;
        self.commit_right(tx, counted).await?;
        Ok((started, codes))
    }

    /// Lets a person in who gave the password before, for a code of the second factor or a recovery code: the session
    /// counts from here on, under another token.
    ///
    /// # Errors
    /// [`ServiceError::WrongCode`], [`ServiceError::Throttled`]; [`ServiceError::SignedOut`] where the session has ended
    /// or wants no code.
    pub async fn answer_second_factor(
        &self,
        session: &str,
        code: &str,
        from: &SignInFrom,
    ) -> Result<StartedSession, ServiceError> {
        let answer = self.let_in_by_code(session, code, from).await;
        self.sign_in_counts.note(SignInWith::Code, &answer);
        answer
    }

    async fn let_in_by_code(
        &self,
        session: &str,
        code: &str,
        from: &SignInFrom,
    ) -> Result<StartedSession, ServiceError> {
        let person = self.person_without(session, SessionStanding::CodeWanted, from).await?;
        let credentials = self.store.user_credentials(&person.user.email).await?;
        let device = credentials.and_then(|credentials| self.device(&credentials, from));
        let counted = self.count_code_at_sign_in(&person.user.id, device.as_ref()).await?;
        let before = self.session_before(Some(session), from).await?.ok_or(ServiceError::SignedOut)?;
        let mut tx = self.store.begin().await?;
        self.hold_person(&mut tx, &person).await?;
        // Without the factor, which was removed meanwhile, the password has to be given again: it may be required anew.
        if tx.second_factor(&person.user.id).await?.is_none() {
            return Err(ServiceError::SignedOut);
        }
        if !self.use_code(&mut tx, &person, code).await? {
            return Err(ServiceError::WrongCode);
        }
        let started = self.complete_session(&mut tx, &person, &before, from).await?;
        self.commit_right(tx, counted).await?;
        Ok(started)
    }

    /// Whose session this is, which lacks just that until it counts.
    async fn person_without(
        &self,
        session: &str,
        standing: SessionStanding,
        from: &SignInFrom,
    ) -> Result<SignedIn, ServiceError> {
        let session = self.unended_session(session).await?.filter(|session| session.standing == standing);
        let Session { user, .. } = session.ok_or(ServiceError::SignedOut)?;
        Ok(SignedIn { user, address: from.address.clone() })
    }
}
