//! `/oauth-clients/{client_id}/roles`.

use axum::extract::{Path, State};
use service::{HeldRole, Reader, ServiceError, Services};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::caller::{Changing, Reading};
use crate::api::etag::{IfMatch, Tagged};
use crate::api::held_roles::{HeldRoles, RolesFields};
use crate::api::input::Input;
use crate::api::problem::Problem;
use crate::api::query::{Asked, Nothing};
use crate::gatehouse::Gatehouse;

pub(super) fn operations() -> OpenApiRouter<Gatehouse> {
    OpenApiRouter::new().routes(routes!(read, assign))
}

/// The roles of an OAuth client. A principal holds roles as well, elsewhere.
async fn held(services: &Services, reader: &Reader, client_id: &str) -> Result<Vec<HeldRole>, ServiceError> {
    services.oauth_client(reader, client_id).await?;
    services.roles_held(reader, client_id).await
}

/// The API roles that a client holds.
#[utoipa::path(get, path = "/oauth-clients/{client_id}/roles", operation_id = "read_oauth_client_roles",
    tag = "OAuth clients", params(("client_id" = String, Path)),
    responses((status = 200, description = "The roles.", body = HeldRoles)))]
async fn read(
    State(gatehouse): State<Gatehouse>,
    Reading(reader): Reading,
    Path(client_id): Path<String>,
    Asked(Nothing {}): Asked<Nothing>,
) -> Result<Tagged<HeldRoles>, Problem> {
    Ok(Tagged(held(&gatehouse.services, &reader, &client_id).await?.into()))
}

/// Has a client hold these API roles and no others.
#[utoipa::path(put, path = "/oauth-clients/{client_id}/roles", operation_id = "assign_oauth_client_roles",
    tag = "OAuth clients", params(("client_id" = String, Path)), request_body = RolesFields,
    responses((status = 200, description = "The roles as they are now.", body = HeldRoles)))]
async fn assign(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Path(client_id): Path<String>,
    if_match: IfMatch,
    Input(fields): Input<RolesFields>,
) -> Result<Tagged<HeldRoles>, Problem> {
    let services = &gatehouse.services;
    let before = held(services, &administrator.reader(), &client_id).await?;
    let seen: Vec<_> = before.iter().map(|held| held.role_id.clone()).collect();
    if_match.require(&HeldRoles::from(before))?;
    let after = services.assign_named_roles(&administrator, &client_id, &seen, &fields.named()).await?;
    Ok(Tagged(after.into()))
}
