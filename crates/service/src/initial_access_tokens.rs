//! Initial access tokens: with what a program registers clients (RFC 7591 §3), as long as nobody revokes it.

mod fields;

use domain::{
    AuditAction, Field, FieldProblem, InitialAccessTokenProblem, InitialAccessTokenState,
    NewInitialAccessToken, Title,
};
use store::InitialAccessToken;

use crate::holders::is_askable;
use crate::opaque_token::at_rest;
use crate::registrations::RegistrationToken;
use crate::{Administrator, Reader, ServiceError, Services, page_token};

/// What an initial access token begins with.
pub(crate) const INITIAL_MARK: &str = "ghi_";

/// An initial access token, without the token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InitialAccessTokenDetail {
    /// Names it in the audit trail, and where it is revoked.
    pub id: String,
    /// What people call it.
    pub name: Title,
    /// Whether it counts.
    pub state: InitialAccessTokenState,
    /// Epoch seconds.
    pub created_at: i64,
    /// Who made it, as the audit trail called them then.
    pub created_by: String,
    /// Epoch seconds from which it no longer counts; absent where no end is set.
    pub expires_at: Option<i64>,
    /// How many more clients may be registered with it; absent where their number is not set.
    pub uses_left: Option<i64>,
    /// Epoch seconds of the last registration.
    pub last_used_at: Option<i64>,
    /// Epoch seconds at which somebody ended it.
    pub revoked_at: Option<i64>,
}

/// A page of the initial access tokens, newest first.
#[derive(Debug)]
pub struct InitialAccessTokenPage {
    /// As many as were asked for, at most.
    pub tokens: Vec<InitialAccessTokenDetail>,
    /// Where the older ones start, where there are any.
    pub next: Option<String>,
}

/// An initial access token that was made just now, with the token.
#[derive(Debug)]
pub struct IssuedInitialAccessToken {
    /// What is kept of it.
    pub detail: InitialAccessTokenDetail,
    /// What nobody can look up later.
    pub plain: RegistrationToken,
}

impl InitialAccessTokenDetail {
    fn new(token: InitialAccessToken, now: i64) -> Self {
        Self {
            state: state(&token, now),
            id: token.id,
            name: token.name,
            created_at: token.created_at,
            created_by: token.created_by,
            expires_at: token.expires_at,
            uses_left: token.uses_left,
            last_used_at: token.last_used_at,
            revoked_at: token.revoked_at,
        }
    }
}

fn state(token: &InitialAccessToken, now: i64) -> InitialAccessTokenState {
    if token.revoked_at.is_some() {
        InitialAccessTokenState::Revoked
    } else if token.uses_left == Some(0) {
        InitialAccessTokenState::UsedUp
    } else if token.expires_at.is_some_and(|expires_at| now >= expires_at) {
        InitialAccessTokenState::Expired
    } else {
        InitialAccessTokenState::Valid
    }
}

impl Services {
    /// A page of the initial access tokens, newest first, from the place that an earlier page named.
    ///
    /// # Errors
    /// [`ServiceError::PositionMalformed`] for a place that this server never named.
    pub async fn initial_access_tokens(
        &self,
        _reader: &Reader,
        after: Option<&str>,
        limit: u16,
    ) -> Result<InitialAccessTokenPage, ServiceError> {
        let after = after.map(page_token::initial_access_token).transpose()?;
        let mut tokens = self.store.initial_access_tokens(after.as_deref(), limit.saturating_add(1)).await?;
        let has_more = tokens.len() > usize::from(limit);
        tokens.truncate(usize::from(limit));
        let last = tokens.last().filter(|_| has_more);
        let next = last.map(|last| page_token::after_initial_access_token(&last.id));
        let now = self.clock.now();
        let tokens = tokens.into_iter().map(|token| InitialAccessTokenDetail::new(token, now)).collect();
        Ok(InitialAccessTokenPage { tokens, next })
    }

    /// One initial access token.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`].
    pub async fn initial_access_token(
        &self,
        _reader: &Reader,
        id: &str,
    ) -> Result<InitialAccessTokenDetail, ServiceError> {
        let found = if is_askable(id) { self.store.initial_access_token(id).await? } else { None };
        Ok(InitialAccessTokenDetail::new(found.ok_or(ServiceError::NotFound)?, self.clock.now()))
    }

    /// Makes an initial access token; the answer is the only place where it ever appears.
    ///
    /// # Errors
    /// [`ServiceError::Refused`] where another one has its name.
    pub async fn create_initial_access_token(
        &self,
        administrator: &Administrator,
        new: NewInitialAccessToken,
    ) -> Result<IssuedInitialAccessToken, ServiceError> {
        let plain = RegistrationToken::generate(INITIAL_MARK, &self.rng);
        let token = InitialAccessToken {
            id: self.row_ids.next(&self.clock, &self.rng),
            name: new.name().clone(),
            created_at: self.clock.now(),
            created_by: administrator.caller().name().to_owned(),
            expires_at: new.expires_at(),
            uses_left: new.uses(),
            last_used_at: None,
            revoked_at: None,
        };
        let mut work = self.work(administrator).await?;
        if !work.add_initial_access_token(&token, &at_rest(plain.reveal())).await? {
            let problem = FieldProblem::new(Field::Name, &InitialAccessTokenProblem::NameTaken);
            return Err(ServiceError::Refused(vec![problem]));
        }
        let changes = fields::created(&token);
        self.record(&mut work, AuditAction::InitialAccessTokenCreated, &token, changes).await?;
        work.commit().await?;
        Ok(IssuedInitialAccessToken { detail: InitialAccessTokenDetail::new(token, self.clock.now()), plain })
    }

    /// Makes an initial access token count no longer, from the next request on. The clients that were registered with it
    /// stay.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`], also for one that was revoked before.
    pub async fn revoke_initial_access_token(
        &self,
        administrator: &Administrator,
        id: &str,
    ) -> Result<(), ServiceError> {
        if !is_askable(id) {
            return Err(ServiceError::NotFound);
        }
        let mut work = self.work(administrator).await?;
        let revoked = work.revoke_initial_access_token(id, self.clock.now()).await?;
        let token = revoked.ok_or(ServiceError::NotFound)?;
        let changes = fields::revoked(&token);
        self.record(&mut work, AuditAction::InitialAccessTokenRevoked, &token, changes).await?;
        work.commit().await?;
        Ok(())
    }
}
