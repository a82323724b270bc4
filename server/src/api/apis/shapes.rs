//! APIs and their roles as programs see them.

use domain::{ApiDraft, ApiRoleDraft, ScopeName};
use serde::{Deserialize, Serialize};
use service::{ApiDetail, ApiRoleDetail};
use utoipa::ToSchema;

use crate::api::time::Time;

/// An API with its roles.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct Api {
    /// Names it in addresses.
    pub(super) api_id: String,
    /// Unique, in this or another case.
    api_name: String,
    /// Its scopes, in order; no other API has one of them.
    scopes: Vec<String>,
    /// Its roles, by name.
    roles: Vec<ApiRole>,
    /// Whether it is this server's own, which can be neither changed nor removed.
    is_built_in: bool,
    created_at: Time,
    /// Absent until the first change.
    #[serde(skip_serializing_if = "Option::is_none")]
    updated_at: Option<Time>,
}

/// A role of an API.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ApiRole {
    /// Names it in addresses.
    pub(super) role_id: String,
    /// Unique in its API, in this or another case.
    role_name: String,
    /// What it allows: scopes of its API, in order.
    scopes: Vec<String>,
    /// How many clients and principals hold it.
    holders: i64,
}

fn texts(scopes: &[ScopeName]) -> Vec<String> {
    scopes.iter().map(ScopeName::to_string).collect()
}

impl From<ApiDetail> for Api {
    fn from(api: ApiDetail) -> Self {
        Self {
            api_id: api.id,
            api_name: api.name.to_string(),
            scopes: texts(&api.scopes),
            roles: api.roles.into_iter().map(ApiRole::from).collect(),
            is_built_in: api.is_built_in,
            created_at: Time::of(api.created_at),
            updated_at: api.updated_at.map(Time::of),
        }
    }
}

impl From<ApiRoleDetail> for ApiRole {
    fn from(role: ApiRoleDetail) -> Self {
        Self {
            role_id: role.id,
            role_name: role.name.to_string(),
            scopes: texts(&role.scopes),
            holders: role.holders,
        }
    }
}

/// An API as it is to be.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ApiFields {
    /// One line of 1 to 100 letters, digits and everyday punctuation marks; unique.
    api_name: String,
    /// At least one, such as `invoices.read`; no other API may have one of them.
    #[schema(min_items = 1, max_items = 100)]
    scopes: Vec<String>,
}

/// The fields of an API that are to be others.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described: the patch is applied to what is stored")]
pub(super) struct ApiPatch {
    api_name: Option<String>,
    #[schema(min_items = 1, max_items = 100)]
    scopes: Option<Vec<String>>,
}

impl From<Api> for ApiFields {
    fn from(api: Api) -> Self {
        Self { api_name: api.api_name, scopes: api.scopes }
    }
}

impl From<ApiFields> for ApiDraft {
    fn from(fields: ApiFields) -> Self {
        Self { name: fields.api_name, scopes: fields.scopes }
    }
}

/// A role as it is to be.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ApiRoleFields {
    /// One line of 1 to 100 letters, digits and everyday punctuation marks; unique in its API.
    role_name: String,
    /// What it is to allow: scopes of its API, at least one.
    #[schema(min_items = 1, max_items = 100)]
    scopes: Vec<String>,
}

/// The fields of a role that are to be others.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described: the patch is applied to what is stored")]
pub(super) struct ApiRolePatch {
    role_name: Option<String>,
    #[schema(min_items = 1, max_items = 100)]
    scopes: Option<Vec<String>>,
}

impl From<ApiRole> for ApiRoleFields {
    fn from(role: ApiRole) -> Self {
        Self { role_name: role.role_name, scopes: role.scopes }
    }
}

impl From<ApiRoleFields> for ApiRoleDraft {
    fn from(fields: ApiRoleFields) -> Self {
        Self { name: fields.role_name, scopes: fields.scopes }
    }
}
