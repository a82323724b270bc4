//! Signing in and out.

use std::fmt;

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{EmailAddress, Status};
use store::{NewSession, Tx};
use zeroize::Zeroizing;

use crate::people::Entity;
use crate::{Rng, ServiceError, Services, SignedIn};

/// A session ends this long after its last request, in seconds.
const IDLE_FOR: i64 = 30 * 60;
/// A session ends this long after it began, however busy it is, in seconds.
const LASTS_FOR: i64 = 12 * 60 * 60;
/// How exactly the last request is remembered, in seconds: a write for each request would be too dear.
const SEEN_EVERY: i64 = 60;
/// Verified for an unknown e-mail, so that the answer takes as long as for a known one. No password has this hash.
const NOBODYS_PHC: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5J3Mgc2FsdCEh$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// What the browser holds: 256 random bits in base64url.
#[derive(Clone)]
pub struct SessionToken(Zeroizing<String>);

impl SessionToken {
    pub(crate) fn generate(rng: &Rng) -> Self {
        Self(Zeroizing::new(URL_SAFE_NO_PAD.encode(Zeroizing::new(rng.bytes::<32>()))))
    }

    /// The token itself. It leaves in the cookie and nowhere else.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionToken(…)")
    }
}

/// A session just begun.
#[derive(Debug)]
pub struct StartedSession {
    /// For the cookie.
    pub token: SessionToken,
}

/// How a token that was handed out rests in the database: SHA-256 in lower-case hex.
pub(crate) fn rest(token: &str) -> String {
    digest(&SHA256, token.as_bytes()).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
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
        let mut tx = self.store.begin().await?;
        if let Some(previous) = previous {
            tx.end_session(&rest(previous)).await?;
        }
        let started = self.add_session(&mut tx, person).await?;
        tx.commit().await?;
        Ok(started)
    }

    /// Adds a session and its audit event to a transaction.
    pub(crate) async fn add_session(
        &self,
        tx: &mut Tx,
        person: &SignedIn,
    ) -> Result<StartedSession, ServiceError> {
        let token = SessionToken::generate(&self.rng);
        let now = self.clock.now();
        let session = NewSession {
            id_digest: rest(token.reveal()),
            portal_user_id: person.user.id.clone(),
            created_at: now,
            ends_at: now + LASTS_FOR,
        };
        tx.add_session(&session).await?;
        tx.record(&self.event(person, "session.started", &portal_user(person), Vec::new())).await?;
        Ok(StartedSession { token })
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
        let digest = rest(token);
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
        Ok(Some(SignedIn { user: session.user, address }))
    }

    /// Ends the session that this token names.
    ///
    /// # Errors
    /// A [`ServiceError`] where the database fails.
    pub async fn sign_out(&self, token: &str, address: Option<String>) -> Result<(), ServiceError> {
        let Some(person) = self.signed_in(token, address).await? else { return Ok(()) };
        let event = self.event(&person, "session.ended", &portal_user(&person), Vec::new());
        let mut tx = self.store.begin().await?;
        tx.end_session(&rest(token)).await?;
        tx.record(&event).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Removes sessions that have ended by themselves; says how many.
    ///
    /// # Errors
    /// A [`ServiceError`] where the database fails.
    pub async fn remove_ended_sessions(&self) -> Result<u64, ServiceError> {
        let now = self.clock.now();
        Ok(self.store.remove_ended_sessions(now, now - IDLE_FOR).await?)
    }
}

pub(crate) fn portal_user(person: &SignedIn) -> Entity<'_> {
    Entity { kind: "portal_user", id: &person.user.id, name: person.user.email.as_str() }
}
