//! The combinations of status, client type and grant type, and in which of them a list is to be looked for.

use domain::{ClientColumn, ClientType, GrantType, Status};

use super::ClientQuery;

/// One combination.
#[derive(Clone, Copy, Debug)]
pub(super) struct Class {
    pub(super) status: Status,
    pub(super) client_type: ClientType,
    pub(super) grant_type: GrantType,
}

impl Class {
    /// A Public client has but one grant type.
    const KINDS: [(ClientType, GrantType); 3] = [
        (ClientType::Confidential, GrantType::ClientCredentials),
        (ClientType::Confidential, GrantType::AuthorizationCode),
        (ClientType::Public, GrantType::AuthorizationCode),
    ];

    fn is_wanted(self, query: &ClientQuery<'_>) -> bool {
        query.status.is_none_or(|status| self.status == status)
            && query.client_type.is_none_or(|client_type| self.client_type == client_type)
            && query.grant_type.is_none_or(|grant_type| self.grant_type == grant_type)
    }
}

/// Those that a filter lets through.
pub(super) fn classes(query: &ClientQuery<'_>) -> Vec<Class> {
    Status::ALL
        .into_iter()
        .flat_map(|status| {
            Class::KINDS.map(|(client_type, grant_type)| Class { status, client_type, grant_type })
        })
        .filter(|class| class.is_wanted(query))
        .collect()
}

/// What tells the clients of a class apart in some order.
#[derive(Clone, Copy, Debug)]
pub(super) enum Key {
    /// A column that their class decides: they follow by primary key.
    OfClass(fn(Class) -> &'static str),
    /// A column of text.
    Text,
    /// A column of epoch seconds.
    Time,
}

/// The column of the table that a list is ordered by, and what it is for the clients of one class.
pub(super) fn column(column: ClientColumn) -> (&'static str, Key) {
    match column {
        ClientColumn::Status => ("status", Key::OfClass(|class| class.status.as_str())),
        ClientColumn::ClientType => ("client_type", Key::OfClass(|class| class.client_type.as_str())),
        ClientColumn::GrantType => ("grant_type", Key::OfClass(|class| class.grant_type.as_str())),
        ClientColumn::ClientName => ("name_key", Key::Text),
        ClientColumn::ClientId => ("client_id", Key::Text),
        ClientColumn::CreatedAt => ("created_at", Key::Time),
        ClientColumn::UpdatedAt => ("modified_at", Key::Time),
    }
}
