//! `/environments`: where service principals live.

use axum::extract::{Path, State};
use domain::EnvironmentDraft;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use service::{EnvironmentDetail, Reader, ServiceError, Services};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::BASE;
use super::caller::{Changing, Reading};
use super::etag::{Created, IfMatch, Tagged};
use super::input::{Input, MergePatch};
use super::listed::Listed;
use super::problem::Problem;
use super::query::{Asked, Nothing};
use super::time::Time;
use crate::gatehouse::Gatehouse;

pub(super) fn operations() -> OpenApiRouter<Gatehouse> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(read, edit, delete))
}

/// Where service principals live, and for whom their tokens are.
#[derive(Clone, Debug, Serialize, ToSchema)]
struct Environment {
    /// Its name, as it stands in tokens.
    environment_name: String,
    /// The `aud` of its tokens.
    audience: String,
    /// How many principals live in it.
    principals: i64,
    created_at: Time,
    /// Absent until the first change.
    #[serde(skip_serializing_if = "Option::is_none")]
    updated_at: Option<Time>,
}

impl From<EnvironmentDetail> for Environment {
    fn from(environment: EnvironmentDetail) -> Self {
        Self {
            environment_name: environment.name.to_string(),
            audience: environment.audience,
            principals: environment.principals,
            created_at: Time::of(environment.created_at),
            updated_at: environment.updated_at.map(Time::of),
        }
    }
}

/// An environment as it is to be.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EnvironmentFields {
    /// 1 to 63 letters, digits and dashes; unique.
    environment_name: String,
    /// A URI; made from the name where it is absent.
    #[serde(default)]
    audience: String,
}

/// The fields of an environment that are to be others.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described: the patch is applied to what is stored")]
struct EnvironmentPatch {
    environment_name: Option<String>,
    audience: Option<String>,
}

impl From<EnvironmentFields> for EnvironmentDraft {
    fn from(fields: EnvironmentFields) -> Self {
        Self { name: fields.environment_name, audience: fields.audience }
    }
}

async fn named(services: &Services, reader: &Reader, name: &str) -> Result<EnvironmentDetail, ServiceError> {
    let environments = services.environments(reader).await?;
    environments
        .into_iter()
        .find(|environment| environment.name.as_str() == name)
        .ok_or(ServiceError::NotFound)
}

/// Every environment, by name.
#[utoipa::path(get, path = "/environments", operation_id = "list_environments", tag = "Environments",
    responses((status = 200, description = "Every environment.", body = Listed<Environment>)))]
async fn list(
    State(gatehouse): State<Gatehouse>,
    Reading(reader): Reading,
    Asked(Nothing {}): Asked<Nothing>,
) -> Result<Listed<Environment>, Problem> {
    Ok(Listed::whole(gatehouse.services.environments(&reader).await?))
}

/// Adds an environment.
#[utoipa::path(post, path = "/environments", operation_id = "create_environment", tag = "Environments",
    request_body = EnvironmentFields,
    responses((status = 201, description = "The new environment.", body = Environment)))]
async fn create(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Input(fields): Input<EnvironmentFields>,
) -> Result<Created<Environment>, Problem> {
    let draft = EnvironmentDraft::from(fields).check().map_err(Problem::refused)?;
    let added = gatehouse.services.add_environment(&administrator, draft).await?;
    let location = format!("{BASE}/environments/{}", added.name);
    Ok(Created::of(location, Environment::from(added)))
}

/// One environment.
#[utoipa::path(get, path = "/environments/{environment_name}", operation_id = "read_environment", tag = "Environments",
    params(("environment_name" = String, Path)),
    responses((status = 200, description = "The environment.", body = Environment)))]
async fn read(
    State(gatehouse): State<Gatehouse>,
    Reading(reader): Reading,
    Path(name): Path<String>,
) -> Result<Tagged<Environment>, Problem> {
    Ok(Tagged(named(&gatehouse.services, &reader, &name).await?.into()))
}

/// Changes fields of an environment.
#[utoipa::path(patch, path = "/environments/{environment_name}", operation_id = "edit_environment", tag = "Environments",
    params(("environment_name" = String, Path)),
    request_body(content = EnvironmentPatch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The environment as it is now.", body = Environment)))]
async fn edit(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Path(name): Path<String>,
    if_match: IfMatch,
    patch: MergePatch,
) -> Result<Tagged<Environment>, Problem> {
    let services = &gatehouse.services;
    let before = named(services, &administrator.reader(), &name).await?;
    let (id, version) = (before.id.clone(), before.version);
    let before = Environment::from(before);
    if_match.require(&before)?;
    let fields = EnvironmentFields { environment_name: before.environment_name, audience: before.audience };
    let draft = EnvironmentDraft::from(patch.apply(&fields)?).check().map_err(Problem::refused)?;
    Ok(Tagged(services.edit_environment(&administrator, &id, version, draft).await?.into()))
}

/// Removes an environment in which no principal lives.
#[utoipa::path(delete, path = "/environments/{environment_name}", operation_id = "delete_environment",
    tag = "Environments", params(("environment_name" = String, Path)),
    responses((status = 204, description = "It is gone."),
        (status = 409, description = "Principals live in it.", body = super::problem::ProblemDetails,
            content_type = "application/problem+json")))]
async fn delete(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Path(name): Path<String>,
    if_match: IfMatch,
) -> Result<StatusCode, Problem> {
    let services = &gatehouse.services;
    let found = named(services, &administrator.reader(), &name).await?;
    let id = found.id.clone();
    if_match.allow(&Environment::from(found))?;
    services.delete_environment(&administrator, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
