//! The API roles that clients and principals hold, as programs see them.

use domain::ScopeName;
use serde::{Deserialize, Serialize};
use service::RoleByName;
use utoipa::ToSchema;

/// A role that a client or principal holds.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct HeldRole {
    /// The name of the API.
    api_name: String,
    /// The name of the role.
    role_name: String,
    /// What it allows, in order.
    scopes: Vec<String>,
}

impl From<service::HeldRole> for HeldRole {
    fn from(held: service::HeldRole) -> Self {
        Self {
            api_name: held.api_name.to_string(),
            role_name: held.role_name.to_string(),
            scopes: held.scopes.iter().map(ScopeName::to_string).collect(),
        }
    }
}

/// The roles of a client or principal: at most one of each API.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct HeldRoles {
    /// By the name of their API.
    roles: Vec<HeldRole>,
}

impl From<Vec<service::HeldRole>> for HeldRoles {
    fn from(held: Vec<service::HeldRole>) -> Self {
        Self { roles: held.into_iter().map(HeldRole::from).collect() }
    }
}

/// A role by its names, in any case.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RoleFields {
    /// The name of the API.
    api_name: String,
    /// The name of one of its roles.
    role_name: String,
}

/// The roles that a client or principal is to hold, and no others.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RolesFields {
    /// At most one of each API.
    #[schema(max_items = 100)]
    roles: Vec<RoleFields>,
}

impl RolesFields {
    pub(super) fn named(self) -> Vec<RoleByName> {
        let named = |RoleFields { api_name, role_name }| RoleByName { api_name, role_name };
        self.roles.into_iter().map(named).collect()
    }
}
