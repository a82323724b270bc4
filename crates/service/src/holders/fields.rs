//! Fields of clients and principals as they go into the audit trail, where both are alike.

use domain::Status;
use store::{FieldChange, HolderFields};

use crate::{oauth_clients, service_principals};

/// Every field that was set.
pub(super) fn removed(fields: HolderFields) -> Vec<FieldChange> {
    match fields {
        HolderFields::OAuthClient(client) => oauth_clients::removed(client),
        HolderFields::ServicePrincipal(principal) => service_principals::removed(principal),
    }
}

/// The status alone.
pub(super) fn switched(before: Status, after: Status) -> Vec<FieldChange> {
    let text = |status: Status| Some(status.as_str().to_owned());
    vec![FieldChange { field: "status", old: text(before), new: text(after) }]
}
