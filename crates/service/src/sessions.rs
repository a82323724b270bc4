//! Sessions: which count, which end. How they begin is in the modules below.

mod sign_in;
mod starting;

use domain::{AuditAction, Status};
use store::{Session, SessionStanding};

use crate::api_keys::ENDED_KEPT_FOR;
use crate::opaque_token::at_rest;
use crate::{HalfSignedIn, Missing, PersonOfSession, ServiceError, Services, SignInFrom, SignedIn};

pub(crate) use starting::ProvedBy;
pub use starting::StartedSession;

/// A session ends this long after its last request, in seconds.
pub(crate) const IDLE_FOR: i64 = 30 * 60;
/// A session ends this long after it began, however busy it is, in seconds.
const LASTS_FOR: i64 = 12 * 60 * 60;
/// So long may a person take from the password to the code, in seconds.
const HALF_LASTS_FOR: i64 = 10 * 60;
/// How exactly the last request is remembered, in seconds: a write for each request would be too dear.
const SEEN_EVERY: i64 = 60;
/// Codes and grants that have ended stay for a day: a replay is still known for one.
const GRANTS_KEPT_FOR: i64 = 24 * 60 * 60;
/// Revoked tokens and used assertions are remembered for a while after they have expired, in seconds: to another server,
/// whose clock is behind, they have not.
const EXPIRED_KEPT_FOR: i64 = 60;

impl Services {
    /// Whose session this token names, seen now from `address`, and whether it counts.
    ///
    /// # Errors
    /// A [`ServiceError`] where the database fails.
    pub async fn person_of_session(
        &self,
        token: &str,
        address: Option<String>,
    ) -> Result<Option<PersonOfSession>, ServiceError> {
        let Some(session) = self.unended_session(token).await? else { return Ok(None) };
        let half = |user, missing| PersonOfSession::Half(HalfSignedIn { user, missing });
        Ok(Some(match session.standing {
            SessionStanding::Full => PersonOfSession::Whole(SignedIn { user: session.user, address }),
            SessionStanding::CodeWanted => half(session.user, Missing::Code),
            SessionStanding::EnrolmentWanted => half(session.user, Missing::Enrolment),
        }))
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
        Ok(match self.person_of_session(token, address).await? {
            Some(PersonOfSession::Whole(person)) => Some(person),
            Some(PersonOfSession::Half(_)) | None => None,
        })
    }

    /// The live session that this token names, which was seen by that.
    pub(crate) async fn live_session(&self, token: &str) -> Result<Option<Session>, ServiceError> {
        let session = self.unended_session(token).await?;
        Ok(session.filter(|session| session.standing == SessionStanding::Full))
    }

    /// The same, whether it counts or something is missing.
    pub(crate) async fn unended_session(&self, token: &str) -> Result<Option<Session>, ServiceError> {
        let digest = at_rest(token);
        let Some(session) = self.store.session(&digest).await? else { return Ok(None) };
        let now = self.clock.now();
        if !is_unended(&session, now) {
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

    /// Ends the session that this token names, the one that it was to replace, and what clients were allowed for as long as
    /// they last.
    ///
    /// # Errors
    /// A [`ServiceError`] where the database fails.
    pub async fn sign_out(&self, token: &str, address: Option<String>) -> Result<(), ServiceError> {
        let from = SignInFrom { address, ..SignInFrom::default() };
        let Some(there) = self.session_before(Some(token), &from).await? else { return Ok(()) };
        // Each in a transaction of its own: whoever ends several holds their person first, and these may be of two.
        for (digest, person) in [(there.whole, there.person), (there.half, None)] {
            let Some(digest) = digest else { continue };
            let mut tx = self.store.begin().await?;
            // One that was idle for too long is over by itself, while what was allowed in it may not be.
            let is_ended = tx.end_session(&digest, self.clock.now()).await?;
            if let Some(person) = person.filter(|_| is_ended) {
                tx.record(&self.event(&person, AuditAction::SessionEnded, &person, Vec::new())).await?;
            }
            tx.commit().await?;
        }
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
        removed += self.store.remove_expired_user_links(now).await?;
        removed += self.store.remove_expired_refresh_tokens(now).await?;
        removed += self.store.remove_expired_revocations(now - EXPIRED_KEPT_FOR).await?;
        removed += self.store.remove_expired_assertions(now - EXPIRED_KEPT_FOR).await?;
        removed += self.store.remove_ended_grants(now - GRANTS_KEPT_FOR).await?;
        removed += self.store.remove_ended_api_keys(now - ENDED_KEPT_FOR).await?;
        removed += self.store.remove_rested_throttles(self.now_ms()).await?;
        removed += self.sweep_denials().await?;
        removed += self.sweep_idempotency_keys().await?;
        removed += self.sweep_deliveries().await?;
        Ok(removed)
    }
}

fn is_unended(session: &Session, now: i64) -> bool {
    now < session.ends_at && now < session.last_seen_at + IDLE_FOR && session.user.status == Status::Enabled
}
