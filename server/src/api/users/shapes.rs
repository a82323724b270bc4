//! People as programs see them.

use domain::{Role, Status};
use serde::{Deserialize, Serialize};
use service::{ListedUser, SignInMeans, UserDetail};
use utoipa::{IntoParams, ToSchema};

use crate::api::choices::{RoleChoice, StatusChoice};
use crate::api::page_size::PageSize;
use crate::api::time::Time;

/// How a person signs in.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum SignInWith {
    /// Not at all yet: the invitation is open.
    Invitation,
    /// With a password.
    Password,
    /// With a password, or through the outside provider.
    PasswordOrProvider,
    /// Through the outside provider only.
    Provider,
}

impl From<SignInMeans> for SignInWith {
    fn from(means: SignInMeans) -> Self {
        match means {
            SignInMeans::Invited => Self::Invitation,
            SignInMeans::Password { is_linked: false } => Self::Password,
            SignInMeans::Password { is_linked: true } => Self::PasswordOrProvider,
            SignInMeans::Provider => Self::Provider,
        }
    }
}

/// A person of the portal.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct User {
    /// Names the person in addresses.
    pub(super) user_id: String,
    /// As typed when the account was made.
    email: String,
    #[schema(inline, value_type = RoleChoice)]
    pub(super) role: Role,
    #[schema(inline, value_type = StatusChoice)]
    status: Status,
    #[schema(inline)]
    sign_in_means: SignInWith,
    /// Whether they have a second factor.
    pub(super) has_second_factor: bool,
    /// Absent until the first time.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_signed_in_at: Option<Time>,
    created_at: Time,
}

impl From<ListedUser> for User {
    fn from(user: ListedUser) -> Self {
        Self {
            user_id: user.id,
            email: user.email,
            role: user.role,
            status: user.status,
            sign_in_means: user.means.into(),
            has_second_factor: user.has_second_factor,
            last_signed_in_at: user.last_signed_in_at.map(Time::of),
            created_at: Time::of(user.created_at),
        }
    }
}

/// A person, and which of their changes is the last.
pub(super) struct Person {
    pub(super) user: User,
    pub(super) version: i64,
}

impl From<UserDetail> for Person {
    fn from(detail: UserDetail) -> Self {
        Self { version: detail.version, user: detail.user.into() }
    }
}

/// Which people are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct UsersAsked {
    /// Only those with this role.
    #[param(inline, value_type = Option<RoleChoice>)]
    pub(super) role: Option<Role>,
    /// Only those who may sign in, or only those who may not.
    #[param(inline, value_type = Option<StatusChoice>)]
    pub(super) status: Option<Status>,
    /// How many at most.
    #[serde(default)]
    #[param(inline)]
    pub(super) limit: PageSize,
    /// The `next_cursor` of the page before.
    pub(super) cursor: Option<String>,
}

/// Which people are looked for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct UserSearch {
    /// What their e-mail begins with, in any case.
    #[schema(example = "ada@")]
    pub(super) q: Option<String>,
    /// Only those with this role.
    #[schema(inline, value_type = Option<RoleChoice>)]
    pub(super) role: Option<Role>,
    /// Only those who may sign in, or only those who may not.
    #[schema(inline, value_type = Option<StatusChoice>)]
    pub(super) status: Option<Status>,
    /// How many at most.
    #[serde(default)]
    #[schema(inline)]
    pub(super) limit: PageSize,
    /// The `next_cursor` of the page before.
    pub(super) cursor: Option<String>,
}

/// Whom to invite.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct UserInvitation {
    /// What they sign in with; nobody else has it.
    #[schema(min_length = 3, max_length = 254, format = Email, example = "grace@example.com")]
    pub(super) email: String,
    #[schema(inline, value_type = RoleChoice)]
    pub(super) role: Role,
}

/// What of a person can be changed.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UserFields {
    pub(super) role: Role,
}

/// What of a person is to be another.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described: the patch is applied to what is stored")]
pub(super) struct UserPatch {
    #[schema(inline, value_type = Option<RoleChoice>)]
    role: Option<Role>,
}

/// What ended.
#[derive(Serialize, ToSchema)]
pub(super) struct EndedSessions {
    /// How many sessions ended.
    pub(super) ended_sessions: u64,
}
