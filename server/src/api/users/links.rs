//! One-time links of people, as programs see them.

use domain::LinkPurpose;
use serde::Serialize;
use service::{Mailed, UserLink};
use utoipa::ToSchema;

use super::shapes::User;
use crate::api::choices::LinkPurposeChoice;
use crate::api::time::Time;

/// Whether a link was sent.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Mail {
    /// No mail server is configured.
    NotConfigured,
    /// The mail server took it.
    Sent,
    /// The mail server did not.
    Failed,
}

impl From<Mailed> for Mail {
    fn from(mailed: Mailed) -> Self {
        match mailed {
            Mailed::NotConfigured => Self::NotConfigured,
            Mailed::Sent => Self::Sent,
            Mailed::Failed => Self::Failed,
        }
    }
}

/// A person who was invited.
#[derive(Serialize, ToSchema)]
pub(super) struct InvitedUser {
    #[serde(flatten)]
    user: User,
    /// Lets whoever has it set the person's password, once. Shown once: absent in a replay.
    #[serde(skip_serializing_if = "Option::is_none")]
    invitation_url: Option<String>,
    /// Until when the link counts. Absent in a replay.
    #[serde(skip_serializing_if = "Option::is_none")]
    invitation_expires_at: Option<Time>,
    /// Whether the link was sent to the person. Absent in a replay.
    #[serde(skip_serializing_if = "Option::is_none")]
    mail: Option<Mail>,
}

impl InvitedUser {
    pub(super) fn new(user: User, link: &UserLink, issuer: &str) -> Self {
        Self {
            user,
            invitation_url: Some(link.address(issuer)),
            invitation_expires_at: Some(Time::of(link.expires_at)),
            mail: Some(link.mailed.into()),
        }
    }
}

/// A one-time link of a person.
#[derive(Serialize, ToSchema)]
pub(super) struct OneTimeLink {
    /// An invitation, as long as the person has set no password; else a reset.
    #[schema(inline, value_type = LinkPurposeChoice)]
    purpose: LinkPurpose,
    /// Lets whoever has it set the person's password, once. Shown once: in this answer only.
    link_url: String,
    /// Until when the link counts.
    expires_at: Time,
    /// Whether the link was sent to the person.
    mail: Mail,
}

impl OneTimeLink {
    pub(super) fn new(link: &UserLink, issuer: &str) -> Self {
        Self {
            purpose: link.purpose,
            link_url: link.address(issuer),
            expires_at: Time::of(link.expires_at),
            mail: link.mailed.into(),
        }
    }
}
