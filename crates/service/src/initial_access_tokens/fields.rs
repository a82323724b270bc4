//! What the audit trail tells of an initial access token: never the token.

use store::{FieldChange, InitialAccessToken};

use crate::utc_text;

fn fields(token: &InitialAccessToken, uses: &'static str) -> Vec<(&'static str, String)> {
    let mut fields = vec![("name", token.name.to_string())];
    fields.extend(token.expires_at.map(|at| ("expires_at", utc_text(at))));
    fields.extend(token.uses_left.map(|left| (uses, left.to_string())));
    fields
}

pub(super) fn created(token: &InitialAccessToken) -> Vec<FieldChange> {
    let fields = fields(token, "uses").into_iter();
    fields.map(|(field, new)| FieldChange { field, old: None, new: Some(new) }).collect()
}

pub(super) fn revoked(token: &InitialAccessToken) -> Vec<FieldChange> {
    let fields = fields(token, "uses_left").into_iter();
    fields.map(|(field, old)| FieldChange { field, old: Some(old), new: None }).collect()
}
