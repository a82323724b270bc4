//! What the list of OAuth clients is asked for: search, filters, order.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

use crate::search::has_words;
use crate::{ClientType, GrantType, Status};

/// What a person wants to see of the OAuth clients; the default is all of them, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClientListView {
    /// Words, as typed; see [`search_terms`](crate::search_terms). Empty means no search.
    #[serde(default)]
    pub q: String,
    /// Only those with this status.
    #[serde(default)]
    pub status: Option<Status>,
    /// Only those of this type.
    #[serde(default)]
    pub client_type: Option<ClientType>,
    /// Only those with this grant type.
    #[serde(default)]
    pub grant_type: Option<GrantType>,
    /// Which come first.
    #[serde(default)]
    pub sort: ClientOrder,
}

impl ClientListView {
    /// Whether clients may be missing from the list because of what was asked for.
    pub fn is_narrowed(&self) -> bool {
        has_words(&self.q) || self.status.is_some() || self.client_type.is_some() || self.grant_type.is_some()
    }

    /// Whether something was typed that no client can be searched for by: nothing but punctuation.
    pub fn has_no_words(&self) -> bool {
        !self.q.trim().is_empty() && !has_words(&self.q)
    }
}

/// A column of the list that it can be ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClientColumn {
    /// Disabled before Enabled, as in the alphabet.
    Status,
    /// Without regard to case.
    ClientName,
    /// As it is.
    ClientId,
    /// Confidential before Public.
    ClientType,
    /// Authorization Code before Client Credentials.
    GrantType,
    /// By time.
    CreatedAt,
    /// By time; those never modified count as the oldest.
    UpdatedAt,
}

impl ClientColumn {
    /// Every column, in the order of the list.
    pub const ALL: [Self; 7] = [
        Self::Status,
        Self::ClientName,
        Self::ClientId,
        Self::ClientType,
        Self::GrantType,
        Self::CreatedAt,
        Self::UpdatedAt,
    ];

    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::ClientName => "client_name",
            Self::ClientId => "client_id",
            Self::ClientType => "client_type",
            Self::GrantType => "grant_type",
            Self::CreatedAt => "created_at",
            Self::UpdatedAt => "updated_at",
        }
    }

    /// The name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Status => "Status",
            Self::ClientName => "Name",
            Self::ClientId => "Client ID",
            Self::ClientType => "Client type",
            Self::GrantType => "Grant type",
            Self::CreatedAt => "Created",
            Self::UpdatedAt => "Last modified",
        }
    }
}

/// Which clients come first. Written as the column's name, with a `-` before it for the other way round. Clients that
/// the column does not tell apart follow by age, in the same direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ClientOrder {
    /// By what.
    pub column: ClientColumn,
    /// Whether the greatest, or newest, come first.
    pub is_descending: bool,
}

impl Default for ClientOrder {
    fn default() -> Self {
        Self { column: ClientColumn::CreatedAt, is_descending: true }
    }
}

impl fmt::Display for ClientOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_descending { "-" } else { "" })?;
        f.write_str(self.column.as_str())
    }
}

/// A text that names no [`ClientOrder`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownOrder;

impl fmt::Display for UnknownOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there is no order of this name")
    }
}

impl std::error::Error for UnknownOrder {}

impl FromStr for ClientOrder {
    type Err = UnknownOrder;

    fn from_str(text: &str) -> Result<Self, UnknownOrder> {
        let (name, is_descending) = match text.strip_prefix('-') {
            Some(name) => (name, true),
            None => (text, false),
        };
        let column = ClientColumn::ALL.into_iter().find(|column| column.as_str() == name);
        Ok(Self { column: column.ok_or(UnknownOrder)?, is_descending })
    }
}

impl TryFrom<String> for ClientOrder {
    type Error = UnknownOrder;

    fn try_from(text: String) -> Result<Self, UnknownOrder> {
        text.parse()
    }
}

impl From<ClientOrder> for String {
    fn from(order: ClientOrder) -> Self {
        order.to_string()
    }
}
