//! A client's fields as they go into the audit trail, under their names in the management API.

use domain::{Description, PkceMethod, RedirectUri, WebOrigin};
use store::{FieldChange, OAuthClient};

type Fields = [(&'static str, Option<String>); 9];

fn fields(client: &OAuthClient) -> Fields {
    let lines = |values: Vec<&str>| (!values.is_empty()).then(|| values.join("\n"));
    [
        ("client_name", Some(client.name.as_str().to_owned())),
        ("client_id", Some(client.client_id.as_str().to_owned())),
        ("client_type", Some(client.client_type.as_str().to_owned())),
        ("grant_type", Some(client.grant_type.as_str().to_owned())),
        ("redirect_uris", lines(client.redirect_uris.iter().map(RedirectUri::as_str).collect())),
        ("web_origins", lines(client.web_origins.iter().map(WebOrigin::as_str).collect())),
        ("pkce_code_challenge_method", client.pkce_method.map(PkceMethod::as_str).map(str::to_owned)),
        ("description", client.description.as_ref().map(Description::as_str).map(str::to_owned)),
        ("status", Some(client.status.as_str().to_owned())),
    ]
}

/// Every field that is set.
pub(super) fn added(client: &OAuthClient) -> Vec<FieldChange> {
    let set = fields(client).into_iter().filter(|(_, new)| new.is_some());
    set.map(|(field, new)| FieldChange { field, old: None, new }).collect()
}

/// Every field that was set.
pub(super) fn removed(client: &OAuthClient) -> Vec<FieldChange> {
    let set = fields(client).into_iter().filter(|(_, old)| old.is_some());
    set.map(|(field, old)| FieldChange { field, old, new: None }).collect()
}

/// The fields in which two states of one client differ.
pub(super) fn changed(before: &OAuthClient, after: &OAuthClient) -> Vec<FieldChange> {
    fields(before)
        .into_iter()
        .zip(fields(after))
        .filter(|((_, old), (_, new))| old != new)
        .map(|((field, old), (_, new))| FieldChange { field, old, new })
        .collect()
}
