//! How a session begins: for whom it counts at once, and what becomes of the one before in the same browser.

use domain::{AuditAction, Role, Status};
use store::{NewSession, SessionStanding, Tx, UserCredentials};

use super::{HALF_LASTS_FOR, LASTS_FOR, is_unended};
use crate::known_device::DeviceId;
use crate::opaque_token::{OpaqueToken, at_rest};
use crate::{DeviceValue, Missing, ServiceError, Services, SignInFrom, SignedIn};

/// A session just begun.
#[derive(Debug)]
pub struct StartedSession {
    /// For the cookie.
    pub token: OpaqueToken,
    /// What its person may do.
    pub role: Role,
    /// What is missing until it counts.
    pub missing: Option<Missing>,
    /// For the cookie that says, at the next sign-in, that this person signed in here before.
    pub device: Option<DeviceValue>,
}

/// How a person proved who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProvedBy {
    /// With their password, or with a one-time link by which they set one.
    Password,
    /// To the outside provider, whose business a second factor is.
    Provider,
}

/// What stands in the browser in which a session begins.
#[derive(Debug)]
pub(crate) struct SessionBefore {
    /// The digest of one that does not count yet.
    pub(super) half: Option<String>,
    /// The digest of one that counts, or did: what was allowed in it may go on.
    pub(super) whole: Option<String>,
    /// Whose that is, where it still counts.
    pub(super) person: Option<SignedIn>,
}

impl Services {
    /// The browser in which somebody signs in, where the person with these credentials signed in with it before.
    pub(crate) fn device(&self, credentials: &UserCredentials, from: &SignInFrom) -> Option<DeviceId> {
        self.known_devices.read(from.device.as_ref()?, credentials, self.clock.now())
    }

    /// What ends when another session begins in the same browser, whose token is `token`. To be asked before there is a
    /// transaction.
    pub(crate) async fn session_before(
        &self,
        token: Option<&str>,
        from: &SignInFrom,
    ) -> Result<Option<SessionBefore>, ServiceError> {
        let Some(digest) = token.map(at_rest) else { return Ok(None) };
        let session = self.store.session(&digest).await?;
        let (half, whole) = match session.as_ref().map(|session| session.standing) {
            Some(SessionStanding::CodeWanted | SessionStanding::EnrolmentWanted) => {
                (Some(digest), session.and_then(|session| session.replaces))
            }
            Some(SessionStanding::Full) | None => (None, Some(digest)),
        };
        let session = match &whole {
            Some(whole) => self.store.session(whole).await?,
            None => None,
        };
        let now = self.clock.now();
        let session =
            session.filter(|session| session.standing == SessionStanding::Full && is_unended(session, now));
        let person = session.map(|session| SignedIn { user: session.user, address: from.address.clone() });
        Ok(Some(SessionBefore { half, whole, person }))
    }

    /// Starts a session for a person who proved who they are; where more is wanted, one that does not count yet.
    pub(crate) async fn start_session(
        &self,
        tx: &mut Tx,
        person: &SignedIn,
        proved_by: ProvedBy,
        before: Option<&SessionBefore>,
        from: &SignInFrom,
    ) -> Result<StartedSession, ServiceError> {
        self.hold_person(tx, person).await?;
        match self.missing(tx, person, proved_by).await? {
            None => self.start_whole_session(tx, person, before, from).await,
            Some(missing) => self.start_half_session(tx, person, missing, before, from).await,
        }
    }

    /// Keeps a person as they are until the transaction ends. First of all: whatever ends sessions takes the person before
    /// the sessions, so anything else could wait for each other.
    pub(crate) async fn hold_person(&self, tx: &mut Tx, person: &SignedIn) -> Result<(), ServiceError> {
        let record = tx.lock_user(&person.user.id).await?;
        match record.filter(|record| record.user.status == Status::Enabled) {
            Some(_) => Ok(()),
            // Disabled or removed just now, and with them the sessions there were.
            None => Err(ServiceError::SignedOut),
        }
    }

    async fn missing(
        &self,
        tx: &mut Tx,
        person: &SignedIn,
        proved_by: ProvedBy,
    ) -> Result<Option<Missing>, ServiceError> {
        match proved_by {
            ProvedBy::Provider => return Ok(None),
            ProvedBy::Password => {}
        }
        if tx.second_factor(&person.user.id).await?.is_some() {
            return Ok(Some(Missing::Code));
        }
        let is_required = self.is_second_factor_required(tx).await?;
        Ok(is_required.then_some(Missing::Enrolment))
    }

    async fn start_half_session(
        &self,
        tx: &mut Tx,
        person: &SignedIn,
        missing: Missing,
        before: Option<&SessionBefore>,
        from: &SignInFrom,
    ) -> Result<StartedSession, ServiceError> {
        let token = OpaqueToken::generate(&self.rng);
        let now = self.clock.now();
        let session = NewSession {
            standing: match missing {
                Missing::Code => SessionStanding::CodeWanted,
                Missing::Enrolment => SessionStanding::EnrolmentWanted,
            },
            // It stays as it is until the person is known for sure: nobody may end another's with half of what it takes.
            replaces: before.and_then(|before| before.whole.clone()),
            ends_at: now + HALF_LASTS_FOR,
            ..self.new_session(person, &token, from)
        };
        if let Some(half) = before.and_then(|before| before.half.as_ref()) {
            tx.end_session(half, now).await?;
        }
        tx.add_session(&session).await?;
        Ok(StartedSession { token, role: person.user.role, missing: Some(missing), device: None })
    }

    /// Starts a session that counts in the place of one that `before` says does not yet. The person is held already.
    ///
    /// # Errors
    /// [`ServiceError::SignedOut`] where another request did so already.
    pub(crate) async fn complete_session(
        &self,
        tx: &mut Tx,
        person: &SignedIn,
        before: &SessionBefore,
        from: &SignInFrom,
    ) -> Result<StartedSession, ServiceError> {
        let Some(half) = &before.half else { return Err(ServiceError::SignedOut) };
        if !tx.end_session(half, self.clock.now()).await? {
            return Err(ServiceError::SignedOut);
        }
        self.start_whole_session(tx, person, Some(before), from).await
    }

    async fn start_whole_session(
        &self,
        tx: &mut Tx,
        person: &SignedIn,
        before: Option<&SessionBefore>,
        from: &SignInFrom,
    ) -> Result<StartedSession, ServiceError> {
        let token = OpaqueToken::generate(&self.rng);
        let session = self.new_session(person, &token, from);
        if let Some(before) = before {
            self.replace_session(tx, before, &session).await?;
        }
        tx.add_session(&session).await?;
        if !tx.note_signed_in(&person.user.id, session.created_at).await? {
            return Err(ServiceError::SignedOut);
        }
        tx.record(&self.event(person, AuditAction::SessionStarted, person, Vec::new())).await?;
        // As they are now: a second factor or a password may have been set up in this very transaction.
        let credentials = tx.user_credentials(&person.user.email).await?.ok_or(ServiceError::SignedOut)?;
        let known = self.device(&credentials, from);
        let device = self.known_devices.value(known, &credentials, session.created_at, &self.rng);
        Ok(StartedSession { token, role: person.user.role, missing: None, device: Some(device) })
    }

    async fn replace_session(
        &self,
        tx: &mut Tx,
        before: &SessionBefore,
        session: &NewSession,
    ) -> Result<(), ServiceError> {
        if let Some(half) = &before.half {
            tx.end_session(half, session.created_at).await?;
        }
        let is_ended = match &before.whole {
            // Who signs in again goes on with what they allowed, also where they were idle for too long.
            Some(whole) => tx.replace_session(whole, session).await?,
            None => false,
        };
        // What is there no more was ended by another request, which told so.
        if let Some(person) = before.person.as_ref().filter(|_| is_ended) {
            tx.record(&self.event(person, AuditAction::SessionEnded, person, Vec::new())).await?;
        }
        Ok(())
    }

    fn new_session(&self, person: &SignedIn, token: &OpaqueToken, from: &SignInFrom) -> NewSession {
        let now = self.clock.now();
        NewSession {
            id_digest: at_rest(token.reveal()),
            portal_user_id: person.user.id.clone(),
            standing: SessionStanding::Full,
            address: from.address.clone(),
            user_agent: from.user_agent.clone(),
            replaces: None,
            created_at: now,
            ends_at: now + LASTS_FOR,
        }
    }
}
