//! What the audit trail tells of an API key: never the key, nor a part of it that is secret.

use store::{ApiKey, FieldChange};

use crate::utc_text;

fn fields(key: &ApiKey) -> Vec<(&'static str, String)> {
    let mut fields = vec![
        ("name", key.name.to_string()),
        ("role", key.role.as_str().to_owned()),
        ("prefix", key.prefix.clone()),
    ];
    fields.extend(key.expires_at.map(|at| ("expires_at", utc_text(at))));
    fields
}

pub(super) fn created(key: &ApiKey) -> Vec<FieldChange> {
    fields(key).into_iter().map(|(field, new)| FieldChange { field, old: None, new: Some(new) }).collect()
}

pub(super) fn revoked(key: &ApiKey) -> Vec<FieldChange> {
    fields(key).into_iter().map(|(field, old)| FieldChange { field, old: Some(old), new: None }).collect()
}
