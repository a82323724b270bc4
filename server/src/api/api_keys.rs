//! `/api-keys`: with what programs come to this API.

mod shapes;

use axum::extract::{Path, State};
use http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::BASE;
use super::caller::{Changing, Reading};
use super::etag::{Created, IfMatch, Tagged};
use super::input::Input;
use super::listed::Listed;
use super::problem::{Problem, ProblemDetails};
use super::query::{Asked, Nothing, Paging};
use crate::gatehouse::Gatehouse;
use shapes::{ApiKey, ApiKeyFields, CreatedApiKey};

pub(super) fn operations() -> OpenApiRouter<Gatehouse> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(read, revoke))
}

/// The API keys, newest first.
///
/// Those that count no longer are listed for another 90 days.
#[utoipa::path(get, path = "/api-keys", operation_id = "list_api_keys", tag = "API keys", params(Paging),
    responses((status = 200, description = "A page of the API keys.", body = Listed<ApiKey>)))]
async fn list(
    State(gatehouse): State<Gatehouse>,
    Reading(reader): Reading,
    Asked(asked): Asked<Paging>,
) -> Result<Listed<ApiKey>, Problem> {
    let page = gatehouse.services.api_keys(&reader, asked.cursor.as_deref(), asked.limit.get()).await?;
    let items = page.keys.into_iter().map(ApiKey::from).collect();
    Ok(Listed { items, next_cursor: page.next })
}

/// Makes an API key, which is in this answer and in no other.
#[utoipa::path(post, path = "/api-keys", operation_id = "create_api_key", tag = "API keys",
    request_body = ApiKeyFields,
    responses((status = 201, description = "The new API key.", body = CreatedApiKey),
        (status = 409, description = "Another API key has this name.", body = ProblemDetails,
            content_type = "application/problem+json")))]
async fn create(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Input(fields): Input<ApiKeyFields>,
) -> Result<Created<ApiKey, CreatedApiKey>, Problem> {
    let services = &gatehouse.services;
    let new = fields.draft().check(services.now()).map_err(Problem::refused)?;
    let issued = services.create_api_key(&administrator, new).await?;
    let key = ApiKey::from(issued.detail);
    let location = format!("{BASE}/api-keys/{}", key.id());
    let body = CreatedApiKey::new(key.clone(), &issued.plain);
    Ok(Created { location, tagged: key, body })
}

/// One API key.
#[utoipa::path(get, path = "/api-keys/{api_key_id}", operation_id = "read_api_key", tag = "API keys",
    params(("api_key_id" = String, Path)),
    responses((status = 200, description = "The API key.", body = ApiKey)))]
async fn read(
    State(gatehouse): State<Gatehouse>,
    Reading(reader): Reading,
    Path(id): Path<String>,
    Asked(Nothing {}): Asked<Nothing>,
) -> Result<Tagged<ApiKey>, Problem> {
    Ok(Tagged(gatehouse.services.api_key(&reader, &id).await?.into()))
}

/// Revokes an API key: it counts no longer from the next request on.
#[utoipa::path(delete, path = "/api-keys/{api_key_id}", operation_id = "revoke_api_key", tag = "API keys",
    params(("api_key_id" = String, Path)),
    responses((status = 204, description = "It counts no longer.")))]
async fn revoke(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Path(id): Path<String>,
    if_match: IfMatch,
) -> Result<StatusCode, Problem> {
    let services = &gatehouse.services;
    let current = services.api_key(&administrator.reader(), &id).await?;
    if_match.allow(&ApiKey::from(current))?;
    services.revoke_api_key(&administrator, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
