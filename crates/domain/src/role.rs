//! What a portal user may do.

use serde::{Deserialize, Serialize};

/// What a portal user may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Reads and changes everything.
    Administrator,
    /// Reads everything, changes nothing.
    Auditor,
    /// Has no portal pages; signs in to applications only.
    Member,
}

impl Role {
    /// Every role, the most powerful first.
    pub const ALL: [Self; 3] = [Self::Administrator, Self::Auditor, Self::Member];

    /// The name on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Auditor => "auditor",
            Self::Member => "member",
        }
    }

    /// The role of this name on the wire.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }

    /// The name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Administrator => "Administrator",
            Self::Auditor => "Auditor",
            Self::Member => "Member",
        }
    }

    /// Whether the pages of the portal are open to this role.
    pub fn can_read(self) -> bool {
        match self {
            Self::Administrator | Self::Auditor => true,
            Self::Member => false,
        }
    }

    /// Whether this role may change anything.
    pub fn can_change(self) -> bool {
        match self {
            Self::Administrator => true,
            Self::Auditor | Self::Member => false,
        }
    }
}
