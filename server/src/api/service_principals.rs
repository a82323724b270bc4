//! `/service-principals`: the back-end systems that obtain tokens in an environment.

mod keys;
mod secrets;
mod shapes;
mod switching;

use axum::extract::{Path, State};
use domain::ClientsChange;
use http::StatusCode;
use service::{Administrator, PrincipalView, ServiceError, Services, WholePrincipal};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::BASE;
use super::caller::{Changing, Reading};
use super::etag::{Created, IfMatch, Tagged};
use super::input::{Input, MergePatch};
use super::listed::Listed;
use super::problem::Problem;
use super::query::{Asked, Nothing};
use crate::gatehouse::Gatehouse;
use shapes::{
    CreatedPrincipal, PrincipalEditFields, PrincipalFields, PrincipalPatch, PrincipalsAsked, ServicePrincipal,
};

pub(super) fn operations() -> OpenApiRouter<Gatehouse> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(read, edit, delete))
        .merge(switching::operations())
        .merge(secrets::operations())
        .merge(keys::operations())
}

/// Service principals, newest first.
#[utoipa::path(get, path = "/service-principals", operation_id = "list_service_principals",
    tag = "Service principals", params(PrincipalsAsked),
    responses((status = 200, description = "A page of the principals.", body = Listed<ServicePrincipal>)))]
async fn list(
    State(gatehouse): State<Gatehouse>,
    Reading(reader): Reading,
    Asked(asked): Asked<PrincipalsAsked>,
) -> Result<Listed<ServicePrincipal>, Problem> {
    let view = PrincipalView { q: asked.q, environment: asked.environment };
    let after = asked.cursor.as_deref();
    let page = gatehouse.services.whole_principals(&reader, &view, asked.limit.get(), after).await?;
    let items = page.principals.iter().map(ServicePrincipal::from).collect();
    Ok(Listed { items, next_cursor: page.next })
}

/// Registers a service principal.
///
/// One with a client secret gets its secret, which is in this answer and in no other. One with a signed JWT comes with its
/// public keys; a private key is refused. All of it happens, or nothing.
#[utoipa::path(post, path = "/service-principals", operation_id = "create_service_principal",
    tag = "Service principals", request_body = PrincipalFields,
    responses((status = 201, description = "The new principal.", body = CreatedPrincipal)))]
async fn create(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Input(fields): Input<PrincipalFields>,
) -> Result<Created<ServicePrincipal, CreatedPrincipal>, Problem> {
    let services = &gatehouse.services;
    let registration = fields.check(services.now())?;
    let saved = services.register_principal(&administrator, registration).await.map_err(shapes::as_jwks)?;
    let client_id = saved.principal.client_id.as_str();
    let whole = services.whole_principal(&administrator.reader(), client_id).await?;
    let principal = ServicePrincipal::from(&whole);
    let client_secret = saved.secret.map(|secret| secret.reveal().to_owned());
    let body = CreatedPrincipal { principal: principal.clone(), client_secret };
    Ok(Created { location: format!("{BASE}/service-principals/{client_id}"), tagged: principal, body })
}

/// One service principal.
#[utoipa::path(get, path = "/service-principals/{client_id}", operation_id = "read_service_principal",
    tag = "Service principals", params(("client_id" = String, Path)),
    responses((status = 200, description = "The principal.", body = ServicePrincipal)))]
async fn read(
    State(gatehouse): State<Gatehouse>,
    Reading(reader): Reading,
    Path(client_id): Path<String>,
    Asked(Nothing {}): Asked<Nothing>,
) -> Result<Tagged<ServicePrincipal>, Problem> {
    let whole = gatehouse.services.whole_principal(&reader, &client_id).await?;
    Ok(Tagged(ServicePrincipal::from(&whole)))
}

/// Changes a service principal.
///
/// Its roles are replaced as a whole: it holds those that are named, and no others.
#[utoipa::path(patch, path = "/service-principals/{client_id}", operation_id = "edit_service_principal",
    tag = "Service principals", params(("client_id" = String, Path)),
    request_body(content = PrincipalPatch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The principal as it is now.", body = ServicePrincipal)))]
async fn edit(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Path(client_id): Path<String>,
    if_match: IfMatch,
    patch: MergePatch,
) -> Result<Tagged<ServicePrincipal>, Problem> {
    let services = &gatehouse.services;
    let seen = services.whole_principal(&administrator.reader(), &client_id).await?;
    let before = ServicePrincipal::from(&seen);
    if_match.require(&before)?;
    let change = patch.apply(&PrincipalEditFields::from(before))?.check()?;
    let changed = services.change_principal(&administrator, &seen, &change).await?;
    Ok(Tagged(ServicePrincipal::from(&changed)))
}

/// Removes a service principal.
///
/// Its secrets, keys and roles go with it, and the tokens that it has count no longer.
#[utoipa::path(delete, path = "/service-principals/{client_id}", operation_id = "delete_service_principal",
    tag = "Service principals", params(("client_id" = String, Path)),
    responses((status = 204, description = "It is gone.")))]
async fn delete(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Path(client_id): Path<String>,
    if_match: IfMatch,
) -> Result<StatusCode, Problem> {
    let services = &gatehouse.services;
    let seen = services.whole_principal(&administrator.reader(), &client_id).await?;
    if_match.allow(&ServicePrincipal::from(&seen))?;
    if if_match.is_sent() {
        services.delete_principal(&administrator, &seen).await?;
    } else {
        change(services, &administrator, &seen, ClientsChange::Delete).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Switches a principal on or off, or removes it, whatever became of it since it was seen.
async fn change(
    services: &Services,
    administrator: &Administrator,
    seen: &WholePrincipal,
    change: ClientsChange,
) -> Result<(), ServiceError> {
    let client_ids = [seen.principal.client_id.to_string()];
    let changed = services.change_clients(administrator, &client_ids, change).await?;
    if changed.left_out.is_empty() { Ok(()) } else { Err(ServiceError::NotFound) }
}
