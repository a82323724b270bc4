//! What a configuration changes, entry by entry, as the audit trail tells it.

use domain::{AuditAction, EntityKind};
use serde::{Deserialize, Serialize};
use store::AuditEvent;
use utoipa::ToSchema;

use super::EntryProblem;
use crate::ClientSecret;

/// What is done to an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangeAction {
    /// It is new.
    Create,
    /// Its fields, or its credentials, become others.
    Edit,
    /// It may obtain tokens.
    Enable,
    /// It may obtain no tokens.
    Disable,
    /// It holds other roles.
    Assign,
    /// It goes.
    Delete,
}

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// An environment.
    Environment,
    /// An API.
    Api,
    /// A role of an API.
    ApiRole,
    /// An OAuth client.
    #[serde(rename = "oauth_client")]
    OAuthClient,
    /// A service principal.
    ServicePrincipal,
}

/// The old and the new value of one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChangedField {
    /// The field.
    pub field: String,
    /// The value before; absent where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub old: Option<String>,
    /// The value after; absent where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub new: Option<String>,
}

/// One change. Each is an event of the audit trail once it is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ConfigurationChange)]
pub struct Change {
    /// What is done.
    pub action: ChangeAction,
    /// To what kind of entry.
    pub kind: EntryKind,
    /// The name people know it by.
    pub name: String,
    /// The client id, where there is one and it is known already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub client_id: Option<String>,
    /// The environment of a principal, or the API of a role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub within: Option<String>,
    /// Field by field, old and new.
    pub fields: Vec<ChangedField>,
}

/// What a configuration would change, and what stands against it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ConfigurationPlan)]
pub struct Plan {
    /// In the order in which they would be made. Empty where something stands against one of them.
    pub changes: Vec<Change>,
    /// What stands against it: nothing is done while there is any.
    pub problems: Vec<EntryProblem>,
}

/// A secret that was made, which is nowhere else.
#[derive(Debug)]
pub struct GivenSecret {
    /// Who has it: an OAuth client or a service principal.
    pub kind: EntryKind,
    /// The name people know that by.
    pub name: String,
    /// The `client_id` of RFC 6749 §2.2.
    pub client_id: String,
    /// The secret.
    pub secret: ClientSecret,
}

/// What was changed, and the secrets that were made.
#[derive(Debug, Default)]
pub struct Applied {
    /// In the order in which they were made.
    pub changes: Vec<Change>,
    /// In the same order.
    pub secrets: Vec<GivenSecret>,
}

/// What is changed while it is being told.
pub(super) struct Subject<'a> {
    pub(super) kind: EntryKind,
    /// None where the server has just made it: it would be another one the next time.
    pub(super) client_id: Option<&'a str>,
    pub(super) within: Option<&'a str>,
}

impl Change {
    pub(super) fn of(event: AuditEvent, action: ChangeAction, subject: &Subject<'_>) -> Self {
        // With an API go its roles.
        let kind = if event.entity_kind == EntityKind::ApiRole { EntryKind::ApiRole } else { subject.kind };
        let is_registered =
            matches!(event.action, AuditAction::ClientRegistered | AuditAction::PrincipalRegistered);
        let is_made = is_registered && subject.client_id.is_none();
        let changes = event.changes.into_iter().filter(|change| !(is_made && change.field == "client_id"));
        let fields = changes.map(|change| {
            // A plan makes another secret than what is done then.
            let is_new_secret = change.field == "client_secret" && change.old.is_none();
            let new = if is_new_secret { Some("new, shown once".to_owned()) } else { change.new };
            ChangedField { field: change.field.to_owned(), old: change.old, new }
        });
        Self {
            action,
            kind,
            name: event.entity_name,
            client_id: subject.client_id.map(str::to_owned),
            within: subject.within.map(str::to_owned),
            fields: fields.collect(),
        }
    }
}
