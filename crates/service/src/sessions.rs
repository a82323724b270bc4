//! Signing in and out.

use domain::{AuditAction, EmailAddress, Status};
use store::{NewSession, Session, Tx};

use crate::opaque_token::{OpaqueToken, at_rest};
use crate::{ServiceError, Services, SignedIn};

/// A session ends this long after its last request, in seconds.
const IDLE_FOR: i64 = 30 * 60;
/// A session ends this long after it began, however busy it is, in seconds.
const LASTS_FOR: i64 = 12 * 60 * 60;
/// How exactly the last request is remembered, in seconds: a write for each request would be too dear.
const SEEN_EVERY: i64 = 60;
/// Codes and grants that have ended stay for a day: a replay is still known for one.
const GRANTS_KEPT_FOR: i64 = 24 * 60 * 60;
/// Revoked tokens and used assertions are remembered for a while after they have expired, in seconds: to another server,
/// whose clock is behind, they have not.
const EXPIRED_KEPT_FOR: i64 = 60;
/// Verified for an unknown e-mail, so that the answer takes as long as for a known one. No password has this hash.
const NOBODYS_PHC: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5J3Mgc2FsdCEh$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// A session just begun.
#[derive(Debug)]
pub struct StartedSession {
    /// For the cookie.
    pub token: OpaqueToken,
}

impl Services {
    /// Starts a session for the person with this e-mail and password. A session that `previous` names is ended:
    /// the id changes with the person's standing.
    ///
    /// # Errors
    /// [`ServiceError::WrongCredentials`] in the same words and time whatever was wrong, [`ServiceError::Overloaded`].
    pub async fn sign_in(
        &self,
        email: &str,
        password: &str,
        previous: Option<&str>,
        address: Option<String>,
    ) -> Result<StartedSession, ServiceError> {
        let email = EmailAddress::parse(email).ok();
        let crowds = [email.as_ref().map(EmailAddress::key), address.clone()];
        let slots: Option<Vec<_>> =
            crowds.iter().flatten().map(|crowd| self.signing_in.take(crowd)).collect();
        let _slots = slots.ok_or(ServiceError::Overloaded)?;
        let known = match &email {
            Some(email) => self.store.user_credentials(email).await?,
            None => None,
        };
        let phc = known.as_ref().map_or(NOBODYS_PHC, |credentials| credentials.password_phc.as_str());
        let is_right = self.passwords.verify(password, phc).await?;
        let user = match known {
            Some(credentials) if is_right && credentials.user.status == Status::Enabled => credentials.user,
            Some(_) | None => return Err(ServiceError::WrongCredentials),
        };
        self.start_session(&SignedIn { user, address }, previous).await
    }

    async fn start_session(
        &self,
        person: &SignedIn,
        previous: Option<&str>,
    ) -> Result<StartedSession, ServiceError> {
        let ended = match previous {
            Some(previous) => self.signed_in(previous, person.address.clone()).await?,
            None => None,
        };
        let token = OpaqueToken::generate(&self.rng);
        let session = self.new_session(person, &token);
        let mut tx = self.store.begin().await?;
        let is_ended = match previous {
            // Who signs in again goes on with what they allowed, also where they were idle for too long.
            Some(previous) => tx.replace_session(&at_rest(previous), &session).await?,
            None => false,
        };
        // What is there no more was ended by another request, which told so.
        if let Some(before) = ended.as_ref().filter(|_| is_ended) {
            tx.record(&self.event(before, AuditAction::SessionEnded, before, Vec::new())).await?;
        }
        self.record_session(&mut tx, person, &session).await?;
        tx.commit().await?;
        Ok(StartedSession { token })
    }

    /// Adds a session and its audit event to a transaction.
    pub(crate) async fn add_session(
        &self,
        tx: &mut Tx,
        person: &SignedIn,
    ) -> Result<StartedSession, ServiceError> {
        let token = OpaqueToken::generate(&self.rng);
        self.record_session(tx, person, &self.new_session(person, &token)).await?;
        Ok(StartedSession { token })
    }

    fn new_session(&self, person: &SignedIn, token: &OpaqueToken) -> NewSession {
        let now = self.clock.now();
        NewSession {
            id_digest: at_rest(token.reveal()),
            portal_user_id: person.user.id.clone(),
            created_at: now,
            ends_at: now + LASTS_FOR,
        }
    }

    async fn record_session(
        &self,
        tx: &mut Tx,
        person: &SignedIn,
        session: &NewSession,
    ) -> Result<(), ServiceError> {
        tx.add_session(session).await?;
        tx.record(&self.event(person, AuditAction::SessionStarted, person, Vec::new())).await?;
        Ok(())
    }

    /// The person whose live session this token names, seen now from `address`.
    ///
    /// # Errors
    /// A [`ServiceError`] where the database fails.
    pub async fn signed_in(
        &self,
        token: &str,
        address: Option<String>,
    ) -> Result<Option<SignedIn>, ServiceError> {
        let session = self.live_session(token).await?;
        Ok(session.map(|session| SignedIn { user: session.user, address }))
    }

    /// The live session that this token names, which was seen by that.
    pub(crate) async fn live_session(&self, token: &str) -> Result<Option<Session>, ServiceError> {
        let digest = at_rest(token);
        let Some(session) = self.store.session(&digest).await? else { return Ok(None) };
        let now = self.clock.now();
        let is_live = now < session.ends_at
            && now < session.last_seen_at + IDLE_FOR
            && session.user.status == Status::Enabled;
        if !is_live {
            return Ok(None);
        }
        if now >= session.last_seen_at + SEEN_EVERY
            && let Err(error) = self.store.touch_session(&digest, now).await
        {
            // The person is who they are all the same; the next request tries again.
            tracing::warn!(error = &error as &dyn std::error::Error, "cannot note that a session was seen");
        }
        Ok(Some(session))
    }

    /// Ends the session that this token names, and what clients were allowed for as long as it lasts.
    ///
    /// # Errors
    /// A [`ServiceError`] where the database fails.
    pub async fn sign_out(&self, token: &str, address: Option<String>) -> Result<(), ServiceError> {
        let person = self.signed_in(token, address).await?;
        let mut tx = self.store.begin().await?;
        // One that was idle for too long is over by itself, while what was allowed in it may not be.
        let is_ended = tx.end_session(&at_rest(token), self.clock.now()).await?;
        if let Some(person) = person.filter(|_| is_ended) {
            tx.record(&self.event(&person, AuditAction::SessionEnded, &person, Vec::new())).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Removes sessions that have ended by themselves, links, tokens and assertions that no longer count, and grants and denials a
    /// while after they ended; says how many of all. Has clients found by search, too, that a server of an earlier version added.
    ///
    /// # Errors
    /// A [`ServiceError`] where the database fails.
    pub async fn sweep(&self) -> Result<u64, ServiceError> {
        let now = self.clock.now();
        self.store.fill_words().await?;
        let mut removed = self.store.remove_ended_sessions(now, now - IDLE_FOR).await?;
        removed += self.store.remove_ended_setup_links(now).await?;
        removed += self.store.remove_expired_refresh_tokens(now).await?;
        removed += self.store.remove_expired_revocations(now - EXPIRED_KEPT_FOR).await?;
        removed += self.store.remove_expired_assertions(now - EXPIRED_KEPT_FOR).await?;
        removed += self.store.remove_ended_grants(now - GRANTS_KEPT_FOR).await?;
        removed += self.sweep_denials().await?;
        Ok(removed)
    }
}
