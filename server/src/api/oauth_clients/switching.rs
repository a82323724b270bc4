//! `/oauth-clients/{client_id}/enable`, `/disable` and `/copy`.

use axum::extract::{Path, State};
use domain::ClientsChange;
use service::Administrator;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shapes::{OAuthClient, OAuthClientCopy, OAuthClientWithSecret};
use super::{change, created, stored};
use crate::api::caller::Changing;
use crate::api::etag::{Created, IfMatch, Tagged};
use crate::api::input::Input;
use crate::api::problem::{Problem, ProblemDetails};
use crate::gatehouse::Gatehouse;

pub(super) fn operations() -> OpenApiRouter<Gatehouse> {
    OpenApiRouter::new().routes(routes!(enable)).routes(routes!(disable)).routes(routes!(copy))
}

async fn switch(
    gatehouse: &Gatehouse,
    administrator: &Administrator,
    client_id: String,
    if_match: &IfMatch,
    to: ClientsChange,
) -> Result<Tagged<OAuthClient>, Problem> {
    let (services, reader) = (&gatehouse.services, administrator.reader());
    let before = stored(services, &reader, &client_id).await?;
    if_match.allow(&OAuthClient::from(before))?;
    change(services, administrator, client_id.clone(), to).await?;
    Ok(Tagged(stored(services, &reader, &client_id).await?.into()))
}

/// Lets a client obtain tokens.
#[utoipa::path(post, path = "/oauth-clients/{client_id}/enable", operation_id = "enable_oauth_client",
    tag = "OAuth clients", params(("client_id" = String, Path)),
    responses((status = 200, description = "The client as it is now.", body = OAuthClient)))]
async fn enable(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Path(client_id): Path<String>,
    if_match: IfMatch,
) -> Result<Tagged<OAuthClient>, Problem> {
    switch(&gatehouse, &administrator, client_id, &if_match, ClientsChange::Enable).await
}

/// Lets a client obtain no tokens, and those that it has count no longer.
#[utoipa::path(post, path = "/oauth-clients/{client_id}/disable", operation_id = "disable_oauth_client",
    tag = "OAuth clients", params(("client_id" = String, Path)),
    responses((status = 200, description = "The client as it is now.", body = OAuthClient)))]
async fn disable(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Path(client_id): Path<String>,
    if_match: IfMatch,
) -> Result<Tagged<OAuthClient>, Problem> {
    switch(&gatehouse, &administrator, client_id, &if_match, ClientsChange::Disable).await
}

/// Registers a client like this one, with another name, another client ID and a secret of its own.
#[utoipa::path(post, path = "/oauth-clients/{client_id}/copy", operation_id = "copy_oauth_client",
    tag = "OAuth clients", params(("client_id" = String, Path)), request_body = Option<OAuthClientCopy>,
    responses((status = 201, description = "The new client.", body = OAuthClientWithSecret),
        (status = 409, description = "The name or the client ID is taken.", body = ProblemDetails,
            content_type = "application/problem+json")))]
async fn copy(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Path(client_id): Path<String>,
    input: Option<Input<OAuthClientCopy>>,
) -> Result<Created<OAuthClient, OAuthClientWithSecret>, Problem> {
    let services = &gatehouse.services;
    let wanted = input.map(|Input(wanted)| wanted).unwrap_or_default();
    let mut draft = services.copy_of_oauth_client(&administrator.reader(), &client_id).await?;
    draft.client_name = wanted.client_name.unwrap_or(draft.client_name);
    draft.client_id = wanted.client_id.unwrap_or_default();
    let new = draft.check().map_err(Problem::refused)?;
    Ok(created(services.register_oauth_client(&administrator, new).await?))
}
