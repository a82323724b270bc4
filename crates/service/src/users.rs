//! The people of the portal: listed, invited, given roles, kept out.

mod changing;
mod inviting;
mod reading;

use domain::{LinkPurpose, Role, Status};
use store::{ListedSession, SessionsAt, Tx, UserRecord};

use crate::holders::is_askable;
use crate::opaque_token::at_rest;
use crate::sessions::IDLE_FOR;
use crate::{OpaqueToken, ServiceError, Services};

/// A page of the people, by e-mail.
#[derive(Debug)]
pub struct UserPage {
    /// At most fifty, or as many as were asked for.
    pub users: Vec<ListedUser>,
    /// Where the next ones start, where there are any.
    pub next: Option<String>,
}

/// How a person signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInMeans {
    /// Not at all yet: the invitation is open.
    Invited,
    /// With a password, and through the outside provider where `is_linked`.
    Password {
        /// Whether they may come through the provider too.
        is_linked: bool,
    },
    /// Through the outside provider only, which also says their role.
    Provider,
}

/// A person as the list shows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedUser {
    /// Primary key.
    pub id: String,
    /// As typed when the account was made.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// Whether they may sign in.
    pub status: Status,
    /// How they sign in.
    pub means: SignInMeans,
    /// Whether they have a second factor.
    pub has_second_factor: bool,
    /// Epoch seconds.
    pub last_signed_in_at: Option<i64>,
    /// Epoch seconds.
    pub created_at: i64,
}

/// A person as their own page shows them.
#[derive(Debug)]
pub struct UserDetail {
    /// What the list shows.
    pub user: ListedUser,
    /// Counts changes of role and status.
    pub version: i64,
    /// Epoch seconds of the last change.
    pub updated_at: Option<i64>,
    /// Their live sessions, the one seen last first.
    pub sessions: Vec<UserSession>,
    /// Epoch seconds until which an unused link of theirs counts.
    pub link_expires_at: Option<i64>,
    /// Whether nobody else could administer the portal: such a person can be neither removed nor demoted.
    pub is_last_administrator: bool,
}

/// A live session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserSession {
    /// The network address it was begun from.
    pub address: Option<String>,
    /// What the browser said it is.
    pub user_agent: Option<String>,
    /// Epoch seconds.
    pub created_at: i64,
    /// Epoch seconds of the last request, to the minute.
    pub last_seen_at: i64,
    /// Whether it is the one in which this is asked.
    pub is_this_one: bool,
}

/// A one-time link, just made.
#[derive(Debug)]
pub struct UserLink {
    /// Whose it is.
    pub user_id: String,
    /// Their e-mail.
    pub email: String,
    /// What it is for.
    pub purpose: LinkPurpose,
    /// The part after the `#`.
    pub token: OpaqueToken,
    /// Epoch seconds.
    pub expires_at: i64,
    /// Whether it was sent to the person by mail.
    pub mailed: Mailed,
}

impl UserLink {
    /// The whole link of a portal at the address `issuer`. What stands after the `#` is sent to no server.
    pub fn address(&self, issuer: &str) -> String {
        [issuer, self.purpose.path(), "#", self.token.reveal()].concat()
    }
}

/// Whether a link was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mailed {
    /// No mail server is configured.
    NotConfigured,
    /// The mail server took it.
    Sent,
    /// The mail server did not; the log says why.
    Failed,
}

/// Which sessions count now.
pub(crate) fn sessions_at(now: i64) -> SessionsAt {
    SessionsAt { now, idle_since: now - IDLE_FOR }
}

impl From<UserRecord> for ListedUser {
    fn from(record: UserRecord) -> Self {
        let means = means(&record);
        Self {
            id: record.user.id,
            email: record.user.email.into(),
            role: record.user.role,
            status: record.user.status,
            means,
            has_second_factor: record.has_second_factor,
            last_signed_in_at: record.last_signed_in_at,
            created_at: record.created_at,
        }
    }
}

fn means(record: &UserRecord) -> SignInMeans {
    match (record.has_password, record.is_linked) {
        (true, is_linked) => SignInMeans::Password { is_linked },
        (false, true) => SignInMeans::Provider,
        (false, false) => SignInMeans::Invited,
    }
}

impl UserSession {
    /// `own` is the token of the session in which this is asked.
    pub(crate) fn new(session: ListedSession, own: Option<&str>) -> Self {
        Self {
            is_this_one: own.is_some_and(|own| at_rest(own) == session.id_digest),
            address: session.address,
            user_agent: session.user_agent,
            created_at: session.created_at,
            last_seen_at: session.last_seen_at,
        }
    }
}

/// The person with this primary key, whom nobody else can change before the transaction ends.
async fn locked(tx: &mut Tx, id: &str) -> Result<UserRecord, ServiceError> {
    if !is_askable(id) {
        return Err(ServiceError::NotFound);
    }
    tx.lock_user(id).await?.ok_or(ServiceError::NotFound)
}

impl Services {
    /// Refuses what would leave nobody who can administer the portal. The people are to be locked.
    async fn must_not_be_last(&self, tx: &mut Tx, record: &UserRecord) -> Result<(), ServiceError> {
        match self.is_last_administrator(tx, record).await? {
            true => Err(ServiceError::LastAdministrator),
            false => Ok(()),
        }
    }

    /// Whether nobody else could administer the portal. The people are to be locked.
    pub(crate) async fn is_last_administrator(
        &self,
        tx: &mut Tx,
        record: &UserRecord,
    ) -> Result<bool, ServiceError> {
        let provider = self.provider.as_deref();
        Ok(record.is_counting_administrator()
            && !tx.has_other_administrator(&record.user.id, provider).await?)
    }
}
