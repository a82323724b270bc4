//! `/apis`: APIs, their scopes and their roles.

mod roles;
mod shapes;

use axum::extract::{Path, State};
use domain::ApiDraft;
use http::StatusCode;
use service::{ApiDetail, Reader, ServiceError, Services};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::BASE;
use super::caller::{Changing, Reading};
use super::etag::{Created, IfMatch, Tagged};
use super::input::{Input, MergePatch};
use super::listed::Listed;
use super::problem::{Problem, ProblemDetails};
use super::query::{Asked, Nothing};
use crate::gatehouse::Gatehouse;
use shapes::{Api, ApiFields, ApiPatch};

pub(super) fn operations() -> OpenApiRouter<Gatehouse> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(read, edit, delete))
        .merge(roles::operations())
}

async fn found(services: &Services, reader: &Reader, id: &str) -> Result<ApiDetail, ServiceError> {
    let apis = services.apis(reader).await?;
    apis.into_iter().find(|api| api.id == id).ok_or(ServiceError::NotFound)
}

/// The same, unless it is this server's own. Its scopes are reserved: as a draft's they would be refused for that, which
/// does not say why it cannot be changed.
async fn changeable(services: &Services, reader: &Reader, id: &str) -> Result<ApiDetail, ServiceError> {
    let api = found(services, reader, id).await?;
    if api.is_built_in { Err(ServiceError::BuiltIn) } else { Ok(api) }
}

/// Every API with its roles, by name.
#[utoipa::path(get, path = "/apis", operation_id = "list_apis", tag = "APIs",
    responses((status = 200, description = "Every API.", body = Listed<Api>)))]
async fn list(
    State(gatehouse): State<Gatehouse>,
    Reading(reader): Reading,
    Asked(Nothing {}): Asked<Nothing>,
) -> Result<Listed<Api>, Problem> {
    Ok(Listed::whole(gatehouse.services.apis(&reader).await?))
}

/// Adds an API.
#[utoipa::path(post, path = "/apis", operation_id = "create_api", tag = "APIs", request_body = ApiFields,
    responses((status = 201, description = "The new API.", body = Api)))]
async fn create(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Input(fields): Input<ApiFields>,
) -> Result<Created<Api>, Problem> {
    let new = ApiDraft::from(fields).check().map_err(Problem::refused)?;
    let api = Api::from(gatehouse.services.add_api(&administrator, new).await?);
    Ok(Created::of(format!("{BASE}/apis/{}", api.api_id), api))
}

/// One API with its roles.
#[utoipa::path(get, path = "/apis/{api_id}", operation_id = "read_api", tag = "APIs",
    params(("api_id" = String, Path)),
    responses((status = 200, description = "The API.", body = Api)))]
async fn read(
    State(gatehouse): State<Gatehouse>,
    Reading(reader): Reading,
    Path(api_id): Path<String>,
    Asked(Nothing {}): Asked<Nothing>,
) -> Result<Tagged<Api>, Problem> {
    Ok(Tagged(found(&gatehouse.services, &reader, &api_id).await?.into()))
}

/// Changes an API.
///
/// A scope goes only while no role has it.
#[utoipa::path(patch, path = "/apis/{api_id}", operation_id = "edit_api", tag = "APIs",
    params(("api_id" = String, Path)),
    request_body(content = ApiPatch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The API as it is now.", body = Api)))]
async fn edit(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Path(api_id): Path<String>,
    if_match: IfMatch,
    patch: MergePatch,
) -> Result<Tagged<Api>, Problem> {
    let services = &gatehouse.services;
    let seen = changeable(services, &administrator.reader(), &api_id).await?;
    let version = seen.version;
    let before = Api::from(seen);
    if_match.require(&before)?;
    let new = ApiDraft::from(patch.apply(&ApiFields::from(before))?).check().map_err(Problem::refused)?;
    Ok(Tagged(services.edit_api(&administrator, &api_id, version, new).await?.into()))
}

/// Removes an API with its roles, none of which anybody may hold.
#[utoipa::path(delete, path = "/apis/{api_id}", operation_id = "delete_api", tag = "APIs",
    params(("api_id" = String, Path)),
    responses((status = 204, description = "It is gone."),
        (status = 409, description = "Somebody holds a role of it, or it is this server's own.",
            body = ProblemDetails, content_type = "application/problem+json")))]
async fn delete(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Path(api_id): Path<String>,
    if_match: IfMatch,
) -> Result<StatusCode, Problem> {
    let services = &gatehouse.services;
    if_match.allow(&Api::from(found(services, &administrator.reader(), &api_id).await?))?;
    services.delete_api(&administrator, &api_id).await?;
    Ok(StatusCode::NO_CONTENT)
}
