//! Switching service principals on and off.

use axum::extract::{Path, State};
use domain::ClientsChange;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::change;
use super::shapes::ServicePrincipal;
use crate::api::caller::Changing;
use crate::api::etag::{IfMatch, Tagged};
use crate::api::problem::Problem;
use crate::gatehouse::Gatehouse;

pub(super) fn operations() -> OpenApiRouter<Gatehouse> {
    OpenApiRouter::new().routes(routes!(enable)).routes(routes!(disable))
}

/// Lets a service principal obtain tokens.
#[utoipa::path(post, path = "/service-principals/{client_id}/enable", operation_id = "enable_service_principal",
    tag = "Service principals", params(("client_id" = String, Path)),
    responses((status = 200, description = "The principal as it is now.", body = ServicePrincipal)))]
async fn enable(
    State(gatehouse): State<Gatehouse>,
    changing: Changing,
    Path(client_id): Path<String>,
    if_match: IfMatch,
) -> Result<Tagged<ServicePrincipal>, Problem> {
    switch(&gatehouse, changing, &client_id, &if_match, ClientsChange::Enable).await
}

/// Lets a service principal obtain no tokens; those that it has count no longer.
#[utoipa::path(post, path = "/service-principals/{client_id}/disable", operation_id = "disable_service_principal",
    tag = "Service principals", params(("client_id" = String, Path)),
    responses((status = 200, description = "The principal as it is now.", body = ServicePrincipal)))]
async fn disable(
    State(gatehouse): State<Gatehouse>,
    changing: Changing,
    Path(client_id): Path<String>,
    if_match: IfMatch,
) -> Result<Tagged<ServicePrincipal>, Problem> {
    switch(&gatehouse, changing, &client_id, &if_match, ClientsChange::Disable).await
}

async fn switch(
    gatehouse: &Gatehouse,
    Changing(administrator): Changing,
    client_id: &str,
    if_match: &IfMatch,
    to: ClientsChange,
) -> Result<Tagged<ServicePrincipal>, Problem> {
    let (services, reader) = (&gatehouse.services, administrator.reader());
    let seen = services.whole_principal(&reader, client_id).await?;
    if_match.allow(&ServicePrincipal::from(&seen))?;
    change(services, &administrator, &seen, to).await?;
    let now = services.whole_principal(&reader, client_id).await?;
    Ok(Tagged(ServicePrincipal::from(&now)))
}
