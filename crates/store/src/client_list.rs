//! The list of OAuth clients: search, filters, every order, pages both ways; each page an index's work.
//!
//! Status, client type and grant type have six combinations, the classes. A list in some order is a merge of the
//! classes it wants, each of them one range of one index, so that no filter walks past rows it does not want.
//!
//! A search begins with its rarest word. Where few clients have it, they are all looked at and put in order. Where many
//! have it, the list is walked in its order and each client tested: soon enough there are many hits. Only words that
//! many clients have, and few of them together or in this part of the list, make a walk long. So it has an end, and the
//! next page goes on from there.

use domain::{ClientColumn, ClientOrder, ClientType, GrantType, Status};

use crate::{Store, StoreError};
use reading::Reading;

mod classes;
mod reading;
mod sql;

/// Which clients are wanted, and in which order.
#[derive(Clone, Copy, Debug)]
pub struct ClientQuery<'a> {
    /// For each of these, a word of the client must begin with it. Of [`domain::search_terms`].
    pub terms: &'a [String],
    /// Only those with this status.
    pub status: Option<Status>,
    /// Only those of this type.
    pub client_type: Option<ClientType>,
    /// Only those with this grant type.
    pub grant_type: Option<GrantType>,
    /// Which come first.
    pub order: ClientOrder,
}

/// What a list is ordered by, of one client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SortKey {
    /// Ordered byte by byte.
    Text(String),
    /// Epoch seconds.
    Time(i64),
}

/// A client's place in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientPosition {
    /// What the list is ordered by.
    pub key: SortKey,
    /// Primary key, which tells apart those with the same key.
    pub id: String,
}

impl ClientPosition {
    /// Whether it can be a place in a list of this order.
    pub fn fits(&self, order: ClientOrder) -> bool {
        match (order.column, &self.key) {
            (ClientColumn::CreatedAt | ClientColumn::UpdatedAt, SortKey::Time(_))
            | (
                ClientColumn::Status
                | ClientColumn::ClientName
                | ClientColumn::ClientId
                | ClientColumn::ClientType
                | ClientColumn::GrantType,
                SortKey::Text(_),
            ) => true,
            (_, SortKey::Text(_) | SortKey::Time(_)) => false,
        }
    }
}

/// Which page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClientPlace {
    /// The first.
    First,
    /// The last: as full as the others.
    Last,
    /// The one that begins after this client, which must [fit](ClientPosition::fits) the order.
    After(ClientPosition),
    /// The one that ends before this client, which must [fit](ClientPosition::fits) the order.
    Before(ClientPosition),
}

/// A client as the list shows it. Nothing of it is checked again: one bad row must not hide the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedClient {
    /// Primary key; never shown.
    pub id: String,
    /// The `client_id` of RFC 6749 §2.2.
    pub client_id: String,
    /// The name people know it by.
    pub name: String,
    /// The name without regard to case.
    pub name_key: String,
    /// Confidential or Public.
    pub client_type: ClientType,
    /// How it obtains tokens.
    pub grant_type: GrantType,
    /// Whether it may obtain tokens.
    pub status: Status,
    /// Whether it is being provisioned into an identity provider.
    pub is_in_progress: bool,
    /// Epoch seconds.
    pub created_at: i64,
    /// Epoch seconds; absent until the first change.
    pub updated_at: Option<i64>,
}

impl ListedClient {
    /// Its place in a list of this order.
    pub fn position(&self, order: ClientOrder) -> ClientPosition {
        let key = match order.column {
            ClientColumn::Status => SortKey::Text(self.status.as_str().to_owned()),
            ClientColumn::ClientName => SortKey::Text(self.name_key.clone()),
            ClientColumn::ClientId => SortKey::Text(self.client_id.clone()),
            ClientColumn::ClientType => SortKey::Text(self.client_type.as_str().to_owned()),
            ClientColumn::GrantType => SortKey::Text(self.grant_type.as_str().to_owned()),
            ClientColumn::CreatedAt => SortKey::Time(self.created_at),
            ClientColumn::UpdatedAt => SortKey::Time(self.updated_at.unwrap_or(0)),
        };
        ClientPosition { key, id: self.id.clone() }
    }
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientRows {
    /// In the order of the list, whatever the place.
    pub clients: Vec<ListedClient>,
    /// Whether there is, or was when the place was named, something before them.
    pub has_before: bool,
    /// Whether there is, or was when the place was named, something after them.
    pub has_after: bool,
    /// How far the search got where it ended before the page was full: the next page in the same direction goes on
    /// from there.
    pub walked_until: Option<ClientPosition>,
}

/// How much one page of a search may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SearchBounds {
    /// Where fewer words than this begin with a term, all clients that have one are looked at.
    pub rare: u16,
    /// Where fewer than this do, a walk that is likely to be short comes first, and all of them are looked at if half a
    /// walk has not filled the page: what is searched for may stand together, far down the list.
    pub uncommon: u16,
    /// Clients that are walked past before the page is cut short.
    pub walked: u16,
}

impl Default for SearchBounds {
    fn default() -> Self {
        Self { rare: 2_000, uncommon: 4_000, walked: 5_000 }
    }
}

impl Store {
    /// A page of at most `limit` clients.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn oauth_clients(
        &self,
        query: &ClientQuery<'_>,
        place: &ClientPlace,
        limit: u16,
    ) -> Result<ClientRows, StoreError> {
        self.oauth_clients_within(query, place, limit, SearchBounds::default()).await
    }

    /// A page of at most `limit` clients, for which a search may cost this much.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn oauth_clients_within(
        &self,
        query: &ClientQuery<'_>,
        place: &ClientPlace,
        limit: u16,
        bounds: SearchBounds,
    ) -> Result<ClientRows, StoreError> {
        Reading::new(self, query, place, bounds).page(limit).await
    }

    /// How the database finds what [`Store::oauth_clients_within`] answers, line by line, in its own words.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn plan_of_oauth_clients(
        &self,
        query: &ClientQuery<'_>,
        place: &ClientPlace,
        limit: u16,
        bounds: SearchBounds,
    ) -> Result<Vec<String>, StoreError> {
        Reading::new(self, query, place, bounds).plan(limit).await
    }
}
