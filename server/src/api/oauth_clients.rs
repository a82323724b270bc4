//! `/oauth-clients`: applications that obtain tokens.

mod roles;
mod secrets;
mod shapes;
mod switching;

use axum::extract::{Path, State};
use domain::{ClientsChange, Field, FieldProblem, LeftOut, OAuthClientDraft};
use http::StatusCode;
use service::{Administrator, Reader, SavedClient, ServiceError, Services};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::BASE;
use super::caller::{Changing, Reading};
use super::etag::{Changed, Created, IfMatch, Tagged};
use super::input::{Input, MergePatch};
use super::listed::Listed;
use super::problem::Problem;
use super::query::{Asked, Nothing};
use crate::gatehouse::Gatehouse;
use shapes::{OAuthClient, OAuthClientFields, OAuthClientPatch, OAuthClientWithSecret, OAuthClientsAsked};

pub(super) fn operations() -> OpenApiRouter<Gatehouse> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(read, edit, delete))
        .merge(switching::operations())
        .merge(secrets::operations())
        .merge(roles::operations())
}

async fn stored(
    services: &Services,
    reader: &Reader,
    client_id: &str,
) -> Result<service::OAuthClient, ServiceError> {
    services.oauth_client(reader, client_id).await.map(|detail| detail.client)
}

/// Does one thing to one client, which it is known that there was.
async fn change(
    services: &Services,
    administrator: &Administrator,
    client_id: String,
    change: ClientsChange,
) -> Result<(), ServiceError> {
    let done = services.change_clients(administrator, &[client_id], change).await?;
    match done.left_out.first() {
        None => Ok(()),
        Some((_, LeftOut::NotFound)) => Err(ServiceError::NotFound),
        Some((_, LeftOut::InProgress)) => Err(ServiceError::InProgress),
    }
}

fn created(saved: SavedClient) -> Created<OAuthClient, OAuthClientWithSecret> {
    let client = OAuthClient::from(saved.client);
    let location = format!("{BASE}/oauth-clients/{}", client.client_id);
    let body = OAuthClientWithSecret::new(client.clone(), saved.secret.as_ref());
    Created { location, tagged: client, body }
}

/// The OAuth clients, newest first unless asked otherwise.
///
/// A search may look at a part of the clients at a time: a page with few items, or none, and a `next_cursor` is not the
/// last one.
#[utoipa::path(get, path = "/oauth-clients", operation_id = "list_oauth_clients", tag = "OAuth clients",
    params(OAuthClientsAsked),
    responses((status = 200, description = "A page of the clients.", body = Listed<OAuthClient>)))]
async fn list(
    State(gatehouse): State<Gatehouse>,
    Reading(reader): Reading,
    Asked(asked): Asked<OAuthClientsAsked>,
) -> Result<Listed<OAuthClient>, Problem> {
    let (view, cursor) = (asked.view(), asked.cursor.as_deref());
    let page = gatehouse.services.oauth_clients_after(&reader, &view, cursor, asked.limit.get()).await?;
    let items = page.clients.into_iter().map(OAuthClient::from).collect();
    Ok(Listed { items, next_cursor: page.next })
}

/// Registers a client; a confidential one with its first secret.
#[utoipa::path(post, path = "/oauth-clients", operation_id = "create_oauth_client", tag = "OAuth clients",
    request_body = OAuthClientFields,
    responses((status = 201, description = "The new client.", body = OAuthClientWithSecret)))]
async fn create(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Input(fields): Input<OAuthClientFields>,
) -> Result<Created<OAuthClient, OAuthClientWithSecret>, Problem> {
    let new = OAuthClientDraft::from(fields).check().map_err(Problem::refused)?;
    Ok(created(gatehouse.services.register_oauth_client(&administrator, new).await?))
}

/// One client.
#[utoipa::path(get, path = "/oauth-clients/{client_id}", operation_id = "read_oauth_client", tag = "OAuth clients",
    params(("client_id" = String, Path)),
    responses((status = 200, description = "The client.", body = OAuthClient)))]
async fn read(
    State(gatehouse): State<Gatehouse>,
    Reading(reader): Reading,
    Path(client_id): Path<String>,
    Asked(Nothing {}): Asked<Nothing>,
) -> Result<Tagged<OAuthClient>, Problem> {
    Ok(Tagged(stored(&gatehouse.services, &reader, &client_id).await?.into()))
}

/// Changes fields of a client.
///
/// One that becomes confidential gets its first secret, which is in this answer only; the secrets of one that becomes
/// public are retired. `status` is changed by *enable* and *disable*.
#[utoipa::path(patch, path = "/oauth-clients/{client_id}", operation_id = "edit_oauth_client", tag = "OAuth clients",
    params(("client_id" = String, Path)),
    request_body(content = OAuthClientPatch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The client as it is now.", body = OAuthClientWithSecret)))]
async fn edit(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Path(client_id): Path<String>,
    if_match: IfMatch,
    patch: MergePatch,
) -> Result<Changed<OAuthClient, OAuthClientWithSecret>, Problem> {
    let services = &gatehouse.services;
    let before = stored(services, &administrator.reader(), &client_id).await?;
    let (version, draft) = (before.version, before.draft());
    if_match.require(&OAuthClient::from(before))?;
    let draft = patched(patch, draft)?;
    let new = draft.check().map_err(Problem::refused)?;
    let saved = services.edit_oauth_client(&administrator, &client_id, version, new).await?;
    let client = OAuthClient::from(saved.client);
    let body = OAuthClientWithSecret::new(client.clone(), saved.secret.as_ref());
    Ok(Changed { tagged: client, body })
}

fn patched(patch: MergePatch, before: OAuthClientDraft) -> Result<OAuthClientDraft, Problem> {
    for (field, message) in [
        ("status", "The status is changed with POST …/enable and POST …/disable."),
        ("created_at", "The server keeps this field."),
        ("updated_at", "The server keeps this field."),
    ] {
        if patch.names(field) {
            return Err(Problem::malformed_field(field, "read_only", message));
        }
    }
    let fields = patch.apply(&OAuthClientFields::from(before))?;
    if fields.client_id.is_none() {
        return Err(Problem::refused(vec![client_id_is_fixed()]));
    }
    Ok(fields.into())
}

fn client_id_is_fixed() -> FieldProblem {
    FieldProblem {
        field: Field::ClientId,
        code: "fixed".to_owned(),
        message: "The client ID can never be changed.".to_owned(),
        suggestion: None,
    }
}

/// Deletes a client, with its secrets and all that people allowed it.
#[utoipa::path(delete, path = "/oauth-clients/{client_id}", operation_id = "delete_oauth_client", tag = "OAuth clients",
    params(("client_id" = String, Path)),
    responses((status = 204, description = "It is gone.")))]
async fn delete(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Path(client_id): Path<String>,
    if_match: IfMatch,
) -> Result<StatusCode, Problem> {
    let services = &gatehouse.services;
    let found = stored(services, &administrator.reader(), &client_id).await?;
    if_match.allow(&OAuthClient::from(found))?;
    change(services, &administrator, client_id, ClientsChange::Delete).await?;
    Ok(StatusCode::NO_CONTENT)
}
