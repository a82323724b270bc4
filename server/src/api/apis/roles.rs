//! The roles of an API: each a set of its scopes.

use axum::extract::{Path, State};
use domain::ApiRoleDraft;
use http::StatusCode;
use service::{ApiDetail, ApiRoleDetail, Reader, ServiceError, Services};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shapes::{ApiRole, ApiRoleFields, ApiRolePatch};
use crate::api::BASE;
use crate::api::caller::{Changing, Reading};
use crate::api::etag::{Created, IfMatch, Tagged};
use crate::api::input::{Input, MergePatch};
use crate::api::listed::Listed;
use crate::api::problem::{Problem, ProblemDetails};
use crate::api::query::{Asked, Nothing};
use crate::gatehouse::Gatehouse;

pub(super) fn operations() -> OpenApiRouter<Gatehouse> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(read, edit, delete))
}

async fn found(
    services: &Services,
    reader: &Reader,
    api_id: &str,
    role_id: &str,
) -> Result<ApiRoleDetail, ServiceError> {
    one_of(super::found(services, reader, api_id).await?, role_id)
}

fn one_of(api: ApiDetail, role_id: &str) -> Result<ApiRoleDetail, ServiceError> {
    api.roles.into_iter().find(|role| role.id == role_id).ok_or(ServiceError::NotFound)
}

/// The roles of an API, by name.
#[utoipa::path(get, path = "/apis/{api_id}/roles", operation_id = "list_api_roles", tag = "APIs",
    params(("api_id" = String, Path)),
    responses((status = 200, description = "Every role of the API.", body = Listed<ApiRole>)))]
async fn list(
    State(gatehouse): State<Gatehouse>,
    Reading(reader): Reading,
    Path(api_id): Path<String>,
    Asked(Nothing {}): Asked<Nothing>,
) -> Result<Listed<ApiRole>, Problem> {
    Ok(Listed::whole(super::found(&gatehouse.services, &reader, &api_id).await?.roles))
}

/// Adds a role to an API.
#[utoipa::path(post, path = "/apis/{api_id}/roles", operation_id = "create_api_role", tag = "APIs",
    params(("api_id" = String, Path)), request_body = ApiRoleFields,
    responses((status = 201, description = "The new role.", body = ApiRole),
        (status = 409, description = "The API has a role of this name, or is this server's own.",
            body = ProblemDetails, content_type = "application/problem+json")))]
async fn create(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Path(api_id): Path<String>,
    Input(fields): Input<ApiRoleFields>,
) -> Result<Created<ApiRole>, Problem> {
    let services = &gatehouse.services;
    super::changeable(services, &administrator.reader(), &api_id).await?;
    let new = ApiRoleDraft::from(fields).check().map_err(Problem::refused)?;
    let role = ApiRole::from(services.add_api_role(&administrator, &api_id, new).await?);
    Ok(Created::of(format!("{BASE}/apis/{api_id}/roles/{}", role.role_id), role))
}

/// One role of an API.
#[utoipa::path(get, path = "/apis/{api_id}/roles/{role_id}", operation_id = "read_api_role", tag = "APIs",
    params(("api_id" = String, Path), ("role_id" = String, Path)),
    responses((status = 200, description = "The role.", body = ApiRole)))]
async fn read(
    State(gatehouse): State<Gatehouse>,
    Reading(reader): Reading,
    Path((api_id, role_id)): Path<(String, String)>,
    Asked(Nothing {}): Asked<Nothing>,
) -> Result<Tagged<ApiRole>, Problem> {
    Ok(Tagged(found(&gatehouse.services, &reader, &api_id, &role_id).await?.into()))
}

/// Changes a role of an API.
///
/// From the next token on it allows what it says now.
#[utoipa::path(patch, path = "/apis/{api_id}/roles/{role_id}", operation_id = "edit_api_role", tag = "APIs",
    params(("api_id" = String, Path), ("role_id" = String, Path)),
    request_body(content = ApiRolePatch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The role as it is now.", body = ApiRole)))]
async fn edit(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Path((api_id, role_id)): Path<(String, String)>,
    if_match: IfMatch,
    patch: MergePatch,
) -> Result<Tagged<ApiRole>, Problem> {
    let services = &gatehouse.services;
    let api = super::changeable(services, &administrator.reader(), &api_id).await?;
    let seen = one_of(api, &role_id)?;
    let version = seen.version;
    let before = ApiRole::from(seen);
    if_match.require(&before)?;
    let new =
        ApiRoleDraft::from(patch.apply(&ApiRoleFields::from(before))?).check().map_err(Problem::refused)?;
    Ok(Tagged(services.edit_api_role(&administrator, &role_id, version, new).await?.into()))
}

/// Removes a role that nobody holds.
#[utoipa::path(delete, path = "/apis/{api_id}/roles/{role_id}", operation_id = "delete_api_role", tag = "APIs",
    params(("api_id" = String, Path), ("role_id" = String, Path)),
    responses((status = 204, description = "It is gone."),
        (status = 409, description = "Somebody holds it, or its API is this server's own.",
            body = ProblemDetails, content_type = "application/problem+json")))]
async fn delete(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Path((api_id, role_id)): Path<(String, String)>,
    if_match: IfMatch,
) -> Result<StatusCode, Problem> {
    let services = &gatehouse.services;
    if_match.allow(&ApiRole::from(found(services, &administrator.reader(), &api_id, &role_id).await?))?;
    services.delete_api_role(&administrator, &role_id).await?;
    Ok(StatusCode::NO_CONTENT)
}
