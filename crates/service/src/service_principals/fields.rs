//! A principal's fields as they go into the audit trail, under their names in the management API.

use store::{FieldChange, Principal, PrincipalFields};

const IS_SET: &str = "true";

/// The switch has no value while it is off, as it is at first.
fn fields(principal: PrincipalFields) -> [(&'static str, Option<String>); 6] {
    [
        ("client_name", Some(principal.name)),
        ("client_id", Some(principal.client_id)),
        ("security_type", Some(principal.security_type)),
        ("environment", Some(principal.environment)),
        ("accepts_endpoint_audience", principal.accepts_endpoint_audience.then(|| IS_SET.to_owned())),
        ("status", Some(principal.status)),
    ]
}

/// Every field that is set.
pub(super) fn added(principal: &Principal) -> Vec<FieldChange> {
    let set = fields(principal.into()).into_iter().filter(|(_, new)| new.is_some());
    set.map(|(field, new)| FieldChange { field, old: None, new }).collect()
}

/// Every field that was set.
pub(crate) fn removed(principal: PrincipalFields) -> Vec<FieldChange> {
    let set = fields(principal).into_iter().filter(|(_, old)| old.is_some());
    set.map(|(field, old)| FieldChange { field, old, new: None }).collect()
}

/// The fields in which two states of one principal differ.
pub(super) fn changed(before: &Principal, after: &Principal) -> Vec<FieldChange> {
    fields(before.into())
        .into_iter()
        .zip(fields(after.into()))
        .filter(|((_, old), (_, new))| old != new)
        .map(|((field, old), (_, new))| FieldChange { field, old, new })
        .collect()
}
