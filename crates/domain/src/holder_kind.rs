//! Who can have a client id.

use serde::{Deserialize, Serialize};

use crate::{AuditAction, EntityKind, Status};

/// What the holder of a client id is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HolderKind {
    /// An application that obtains tokens.
    #[serde(rename = "oauth_client")]
    OAuthClient,
    /// A back-end system in one environment.
    ServicePrincipal,
}

impl HolderKind {
    /// What people call one: `client`.
    pub fn noun(self) -> &'static str {
        match self {
            Self::OAuthClient => "client",
            Self::ServicePrincipal => "principal",
        }
    }

    /// What people call several: `clients`.
    pub fn nouns(self) -> &'static str {
        match self {
            Self::OAuthClient => "clients",
            Self::ServicePrincipal => "principals",
        }
    }

    /// What the audit trail calls it.
    pub fn entity_kind(self) -> EntityKind {
        match self {
            Self::OAuthClient => EntityKind::OAuthClient,
            Self::ServicePrincipal => EntityKind::ServicePrincipal,
        }
    }

    /// What the audit trail tells when it is switched on or off.
    pub fn switched(self, to: Status) -> AuditAction {
        match (self, to) {
            (Self::OAuthClient, Status::Enabled) => AuditAction::ClientEnabled,
            (Self::OAuthClient, Status::Disabled) => AuditAction::ClientDisabled,
            (Self::ServicePrincipal, Status::Enabled) => AuditAction::PrincipalEnabled,
            (Self::ServicePrincipal, Status::Disabled) => AuditAction::PrincipalDisabled,
        }
    }

    /// What the audit trail tells when it is removed.
    pub fn deleted(self) -> AuditAction {
        match self {
            Self::OAuthClient => AuditAction::ClientDeleted,
            Self::ServicePrincipal => AuditAction::PrincipalDeleted,
        }
    }
}
