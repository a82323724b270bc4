//! Whether a client may be used.

use serde::{Deserialize, Serialize};

/// Whether a client may obtain tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It may.
    #[default]
    Enabled,
    /// It may not, and the tokens it has count no longer.
    Disabled,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 2] = [Self::Enabled, Self::Disabled];

    /// The name on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Enabled => "enabled",
            Self::Disabled => "disabled",
        }
    }

    /// The status of this name on the wire.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }

    /// The name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Enabled => "Enabled",
            Self::Disabled => "Disabled",
        }
    }
}

/// What can be done to several clients at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClientsChange {
    /// Let them obtain tokens.
    Enable,
    /// Let them obtain no tokens, and have those they have count no longer.
    Disable,
    /// Remove them, with their secrets.
    Delete,
}

/// Why one of several clients was left as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftOut {
    /// There is no such client any more.
    NotFound,
    /// It is being provisioned into an identity provider.
    InProgress,
}
