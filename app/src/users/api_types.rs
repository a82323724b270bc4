//! What the server functions about people answer.

use domain::{LinkPurpose, Role, Status};
use serde::{Deserialize, Serialize};
use std::fmt;

/// How a person signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignInMeans {
    /// Not at all yet: the invitation is open.
    Invited,
    /// With a password.
    Password,
    /// With a password, or through the outside provider.
    PasswordOrProvider,
    /// Through the outside provider only, which also says the role.
    Provider,
}

impl SignInMeans {
    /// The name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Invited => "Invited",
            Self::Password => "Password",
            Self::PasswordOrProvider => "Password or provider",
            Self::Provider => "Provider",
        }
    }
}

/// A person as the list shows them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct UserRow {
    /// Names the person in the other functions and in the address of their page.
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

/// A page of the people, by e-mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserPage {
    /// At most fifty.
    pub users: Vec<UserRow>,
    /// Where the next ones start, where there are any; goes back as `after`.
    pub next: Option<String>,
}

/// A live session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRow {
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

/// A person as their own page shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserDetail {
    /// What the list shows.
    pub user: UserRow,
    /// Goes back with a change of role.
    pub version: i64,
    /// Epoch seconds of the last change.
    pub updated_at: Option<i64>,
    /// Their live sessions, the one seen last first.
    pub sessions: Vec<SessionRow>,
    /// Epoch seconds until which an unused link of theirs counts.
    pub link_expires_at: Option<i64>,
    /// Whether nobody else could administer the portal.
    pub is_last_administrator: bool,
}

/// Whether a link was sent by mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mailed {
    /// No mail server is configured.
    NotConfigured,
    /// The mail server took it.
    Sent,
    /// The mail server did not.
    Failed,
}

/// A one-time link on its way to the one dialog that shows it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownLink {
    /// Whose page has it.
    pub user_id: String,
    /// Whose it is.
    pub email: String,
    /// What it is for.
    pub purpose: LinkPurpose,
    address: String,
    /// Epoch seconds.
    pub expires_at: i64,
    /// Whether it was sent to the person by mail.
    pub mailed: Mailed,
}

impl ShownLink {
    /// The whole link, to be shown or copied and nothing else.
    pub fn reveal(&self) -> &str {
        &self.address
    }
}

impl fmt::Debug for ShownLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ShownLink(…)")
    }
}

#[cfg(feature = "ssr")]
mod from_service {
    use super::{Mailed, SessionRow, ShownLink, SignInMeans, UserDetail, UserPage, UserRow};

    impl From<service::SignInMeans> for SignInMeans {
        fn from(means: service::SignInMeans) -> Self {
            match means {
                service::SignInMeans::Invited => Self::Invited,
                service::SignInMeans::Password { is_linked: false } => Self::Password,
                service::SignInMeans::Password { is_linked: true } => Self::PasswordOrProvider,
                service::SignInMeans::Provider => Self::Provider,
            }
        }
    }

    impl From<service::ListedUser> for UserRow {
        fn from(user: service::ListedUser) -> Self {
            Self {
                id: user.id,
                email: user.email,
                role: user.role,
                status: user.status,
                means: user.means.into(),
                has_second_factor: user.has_second_factor,
                last_signed_in_at: user.last_signed_in_at,
                created_at: user.created_at,
            }
        }
    }

    impl From<service::UserPage> for UserPage {
        fn from(page: service::UserPage) -> Self {
            Self { users: page.users.into_iter().map(UserRow::from).collect(), next: page.next }
        }
    }

    impl From<service::UserSession> for SessionRow {
        fn from(session: service::UserSession) -> Self {
            Self {
                address: session.address,
                user_agent: session.user_agent,
                created_at: session.created_at,
                last_seen_at: session.last_seen_at,
                is_this_one: session.is_this_one,
            }
        }
    }

    impl From<service::UserDetail> for UserDetail {
        fn from(detail: service::UserDetail) -> Self {
            Self {
                user: detail.user.into(),
                version: detail.version,
                updated_at: detail.updated_at,
                sessions: detail.sessions.into_iter().map(SessionRow::from).collect(),
                link_expires_at: detail.link_expires_at,
                is_last_administrator: detail.is_last_administrator,
            }
        }
    }

    impl From<service::Mailed> for Mailed {
        fn from(mailed: service::Mailed) -> Self {
            match mailed {
                service::Mailed::NotConfigured => Self::NotConfigured,
                service::Mailed::Sent => Self::Sent,
                service::Mailed::Failed => Self::Failed,
            }
        }
    }

    impl ShownLink {
        /// The link of a portal at the address `issuer`.
        pub(in crate::users) fn new(link: service::UserLink, issuer: &str) -> Self {
            Self {
                address: link.address(issuer),
                user_id: link.user_id,
                email: link.email,
                purpose: link.purpose,
                expires_at: link.expires_at,
                mailed: link.mailed.into(),
            }
        }
    }
}
