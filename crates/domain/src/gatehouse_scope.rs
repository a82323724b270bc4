//! What a token may be for at this server itself.

use crate::ScopeName;

/// A scope of this server's own interface, the management API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GatehouseScope {
    /// To read what an Auditor reads.
    Read,
    /// To do what an Administrator does.
    Admin,
}

impl GatehouseScope {
    /// Every scope, the least powerful first.
    pub const ALL: [Self; 2] = [Self::Read, Self::Admin];

    /// The name on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "gatehouse.read",
            Self::Admin => "gatehouse.admin",
        }
    }

    /// The scope of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == name)
    }

    /// What a person agrees to, as the end of "It will be able to use Gatehouse for": never more than they may do
    /// themselves.
    pub fn label(self) -> &'static str {
        match self {
            Self::Read => "reading all that you may read there",
            Self::Admin => "changing all that you may change there, what others may do included",
        }
    }
}

impl From<GatehouseScope> for ScopeName {
    fn from(scope: GatehouseScope) -> Self {
        Self::parse(scope.as_str()).expect("our own names keep the rules")
    }
}
