//! A client's fields as they go into the audit trail, under their names in the management API.

use store::{ClientFields, FieldChange, OAuthClient};

fn fields(client: ClientFields) -> [(&'static str, Option<String>); 9] {
    let lines = |values: Vec<String>| (!values.is_empty()).then(|| values.join("\n"));
    [
        ("client_name", Some(client.name)),
        ("client_id", Some(client.client_id)),
        ("client_type", Some(client.client_type)),
        ("grant_type", Some(client.grant_type)),
        ("redirect_uris", lines(client.redirect_uris)),
        ("web_origins", lines(client.web_origins)),
        ("pkce_code_challenge_method", client.pkce_method),
        ("description", client.description),
        ("status", Some(client.status)),
    ]
}

/// Every field that is set.
pub(super) fn added(client: &OAuthClient) -> Vec<FieldChange> {
    let set = fields(client.into()).into_iter().filter(|(_, new)| new.is_some());
    set.map(|(field, new)| FieldChange { field, old: None, new }).collect()
}

/// Every field that was set.
pub(crate) fn removed(client: ClientFields) -> Vec<FieldChange> {
    let set = fields(client).into_iter().filter(|(_, old)| old.is_some());
    set.map(|(field, old)| FieldChange { field, old, new: None }).collect()
}

/// The fields in which two states of one client differ.
pub(super) fn changed(before: &OAuthClient, after: &OAuthClient) -> Vec<FieldChange> {
    fields(before.into())
        .into_iter()
        .zip(fields(after.into()))
        .filter(|((_, old), (_, new))| old != new)
        .map(|((field, old), (_, new))| FieldChange { field, old, new })
        .collect()
}
