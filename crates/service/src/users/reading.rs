//! The list of people, and one of them.

use domain::UserListView;
use store::UserQuery;

use super::{ListedUser, UserDetail, UserPage, UserSession, sessions_at};
use crate::holders::is_askable;
use crate::{Reader, ServiceError, Services};

const PAGE_SIZE: u16 = 50;

impl Services {
    /// A page of the people that `view` asks for, by e-mail, from the place that an earlier page named.
    ///
    /// # Errors
    /// [`ServiceError::PositionMalformed`] for a place that this server never named.
    pub async fn users(
        &self,
        reader: &Reader,
        view: &UserListView,
        after: Option<&str>,
    ) -> Result<UserPage, ServiceError> {
        self.users_at_most(reader, view, after, PAGE_SIZE).await
    }

    /// The same as [`Self::users`], with at most `limit` people on the page.
    ///
    /// # Errors
    /// [`ServiceError::PositionMalformed`] for a place that this server never named.
    pub async fn users_at_most(
        &self,
        _reader: &Reader,
        view: &UserListView,
        after: Option<&str>,
        limit: u16,
    ) -> Result<UserPage, ServiceError> {
        let after = match after {
            Some(id) => self.email_key_of(id).await?,
            None => String::new(),
        };
        let email_prefix = view.q.as_deref().unwrap_or_default().trim().to_ascii_lowercase();
        if !is_askable(&email_prefix) {
            return Ok(UserPage { users: Vec::new(), next: None });
        }
        let query =
            UserQuery { email_prefix: &email_prefix, role: view.role, status: view.status, after: &after };
        let mut users = self.store.users(&query, limit + 1).await?;
        let has_more = users.len() > usize::from(limit);
        users.truncate(usize::from(limit));
        // The key and not the e-mail by which the list goes: a place stands in addresses, and an e-mail does not.
        let next = users.last().filter(|_| has_more).map(|last| last.user.id.clone());
        Ok(UserPage { users: users.into_iter().map(ListedUser::from).collect(), next })
    }

    async fn email_key_of(&self, id: &str) -> Result<String, ServiceError> {
        let record = if is_askable(id) { self.store.user(id).await? } else { None };
        Ok(record.ok_or(ServiceError::PositionMalformed)?.user.email.key())
    }

    /// One person, with their sessions; `own_session` is the token of the session in which this is asked.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`].
    pub async fn user(
        &self,
        _reader: &Reader,
        id: &str,
        own_session: Option<&str>,
    ) -> Result<UserDetail, ServiceError> {
        let record = if is_askable(id) { self.store.user(id).await? } else { None };
        let record = record.ok_or(ServiceError::NotFound)?;
        let now = self.clock.now();
        let sessions = self.store.sessions_of(id, sessions_at(now)).await?;
        let has_other = self.store.has_other_administrator(id, self.provider.as_deref()).await?;
        let is_last_administrator = record.is_counting_administrator() && !has_other;
        Ok(UserDetail {
            version: record.version,
            updated_at: record.updated_at,
            sessions: sessions.into_iter().map(|session| UserSession::new(session, own_session)).collect(),
            link_expires_at: self.store.user_link_expires_at(id, now).await?,
            is_last_administrator,
            user: record.into(),
        })
    }
}
