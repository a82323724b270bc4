//! What every person may do for themselves.

use domain::{AuditAction, Field, FieldProblem, PasswordChange, Problem};
use std::fmt;
use store::{Ending, FieldChange, PortalUser, Tx};

use crate::audit::Actor;
use crate::opaque_token::at_rest;
use crate::users::sessions_at;
use crate::{ServiceError, Services, SignedIn, UserSession};

impl Services {
    /// Sets another password, and ends the person's other sessions; `session` is the token of this one.
    ///
    /// # Errors
    /// [`ServiceError::Refused`] at the current password where it is not right, [`ServiceError::Throttled`],
    /// [`ServiceError::ThroughProvider`] for who has no password here.
    pub async fn change_own_password(
        &self,
        person: &SignedIn,
        session: &str,
        change: &PasswordChange,
    ) -> Result<(), ServiceError> {
        let credentials = self.store.user_credentials(&person.user.email).await?;
        let before = credentials.ok_or(ServiceError::SignedOut)?.password_phc;
        if before.is_empty() {
            return Err(ServiceError::ThroughProvider);
        }
        if !self.is_own_password(person, change.current()).await? {
            return Err(wrong_password());
        }
        let phc = self.passwords.hash(change.password().reveal(), self.rng.bytes()).await?;
        let mut tx = self.store.begin().await?;
        if !tx.replace_password(&person.user.id, &before, &phc).await? {
            // It was another request's to change, and is not the one that was typed any more.
            return Err(wrong_password());
        }
        // Whoever was sent a link to set a password with is overtaken by who knows the password.
        tx.remove_user_links(&person.user.id).await?;
        tx.record(&self.event(person, AuditAction::PasswordChanged, person, Vec::new())).await?;
        let others = Ending::AllBut(&at_rest(session));
        self.end_sessions(&mut tx, person.into(), &person.user, others).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The person's live sessions, the one seen last first; `session` is the token of this one.
    ///
    /// # Errors
    /// A [`ServiceError`] where the database fails.
    pub async fn own_sessions(
        &self,
        person: &SignedIn,
        session: &str,
    ) -> Result<Vec<UserSession>, ServiceError> {
        let sessions = self.store.sessions_of(&person.user.id, sessions_at(self.clock.now())).await?;
        Ok(sessions.into_iter().map(|listed| UserSession::new(listed, Some(session))).collect())
    }

    /// Ends the person's other sessions; says how many there were.
    ///
    /// # Errors
    /// A [`ServiceError`] where the database fails.
    pub async fn sign_out_elsewhere(&self, person: &SignedIn, session: &str) -> Result<u64, ServiceError> {
        let mut tx = self.store.begin().await?;
        let record = tx.lock_user(&person.user.id).await?.ok_or(ServiceError::SignedOut)?;
        let others = Ending::AllBut(&at_rest(session));
        let ended = self.end_sessions(&mut tx, person.into(), &record.user, others).await?;
        tx.commit().await?;
        Ok(ended)
    }

    /// Ends sessions of a person who is locked, and tells it where there were any; says how many.
    pub(crate) async fn end_sessions(
        &self,
        tx: &mut Tx,
        actor: Actor<'_>,
        user: &PortalUser,
        ending: Ending<'_>,
    ) -> Result<u64, ServiceError> {
        let ended = tx.end_sessions_of(&user.id, ending, sessions_at(self.clock.now())).await?;
        if ended > 0 {
            let change = FieldChange { field: "sessions", old: Some(ended.to_string()), new: None };
            tx.record(&self.event(actor, AuditAction::SessionsEnded, user, vec![change])).await?;
        }
        Ok(ended)
    }
}

pub(crate) fn wrong_password() -> ServiceError {
    ServiceError::Refused(vec![FieldProblem::new(Field::CurrentPassword, &WrongPassword)])
}

struct WrongPassword;

impl fmt::Display for WrongPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("This is not your password. Enter the one that you sign in with now.")
    }
}

impl Problem for WrongPassword {
    fn code(&self) -> &'static str {
        "wrong"
    }
}
