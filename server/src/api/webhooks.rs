//! `/webhooks`: servers that are told of changes.

mod acting;
mod deliveries;
mod shapes;

use axum::extract::{Path, State};
use domain::WebhookDraft;
use http::StatusCode;
use service::{Reader, ServiceError, Services, WebhookDetail};
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
use shapes::{NewWebhook, Webhook, WebhookFields, WebhookPatch};

pub(super) fn operations() -> OpenApiRouter<Gatehouse> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(read, edit, delete))
        .merge(acting::operations())
        .merge(deliveries::operations())
}

async fn detail(services: &Services, reader: &Reader, id: &str) -> Result<WebhookDetail, ServiceError> {
    services.webhook(reader, id).await
}

/// Every webhook, the oldest first.
#[utoipa::path(get, path = "/webhooks", operation_id = "list_webhooks", tag = "Webhooks",
    responses((status = 200, description = "Every webhook.", body = Listed<Webhook>)))]
async fn list(
    State(gatehouse): State<Gatehouse>,
    Reading(reader): Reading,
    Asked(Nothing {}): Asked<Nothing>,
) -> Result<Listed<Webhook>, Problem> {
    Ok(Listed::whole(gatehouse.services.webhooks(&reader).await?))
}

/// Adds a webhook.
///
/// The answer holds the secret that its messages are signed with, and no other answer does.
#[utoipa::path(post, path = "/webhooks", operation_id = "create_webhook", tag = "Webhooks",
    request_body = WebhookFields,
    responses((status = 201, description = "The new webhook, and its secret.", body = NewWebhook)))]
async fn create(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Input(fields): Input<WebhookFields>,
) -> Result<Created<Webhook, NewWebhook>, Problem> {
    let new = WebhookDraft::from(fields).check().map_err(Problem::refused)?;
    let saved = gatehouse.services.add_webhook(&administrator, new).await?;
    let location = format!("{BASE}/webhooks/{}", saved.webhook.id);
    let tagged = Webhook::from(saved.webhook);
    Ok(Created { location, body: NewWebhook::new(tagged.clone(), &saved.secret), tagged })
}

/// One webhook.
#[utoipa::path(get, path = "/webhooks/{webhook_id}", operation_id = "read_webhook", tag = "Webhooks",
    params(("webhook_id" = String, Path)),
    responses((status = 200, description = "The webhook.", body = Webhook)))]
async fn read(
    State(gatehouse): State<Gatehouse>,
    Reading(reader): Reading,
    Path(webhook_id): Path<String>,
    Asked(Nothing {}): Asked<Nothing>,
) -> Result<Tagged<Webhook>, Problem> {
    Ok(Tagged(detail(&gatehouse.services, &reader, &webhook_id).await?.into()))
}

/// Changes fields of a webhook.
#[utoipa::path(patch, path = "/webhooks/{webhook_id}", operation_id = "edit_webhook", tag = "Webhooks",
    params(("webhook_id" = String, Path)),
    request_body(content = WebhookPatch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The webhook as it is now.", body = Webhook)))]
async fn edit(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Path(webhook_id): Path<String>,
    if_match: IfMatch,
    patch: MergePatch,
) -> Result<Tagged<Webhook>, Problem> {
    let (services, reader) = (&gatehouse.services, administrator.reader());
    let before = detail(services, &reader, &webhook_id).await?;
    let version = before.version;
    let before = Webhook::from(before);
    if_match.require(&before)?;
    let fields: WebhookFields = patch.apply(&WebhookFields::from(before))?;
    let new = WebhookDraft::from(fields).check().map_err(Problem::refused)?;
    services.edit_webhook(&administrator, &webhook_id, version, new).await?;
    Ok(Tagged(detail(services, &reader, &webhook_id).await?.into()))
}

/// Removes a webhook, with what was and would have been sent there.
#[utoipa::path(delete, path = "/webhooks/{webhook_id}", operation_id = "delete_webhook", tag = "Webhooks",
    params(("webhook_id" = String, Path)),
    responses((status = 204, description = "It is gone.")))]
async fn delete(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Path(webhook_id): Path<String>,
    if_match: IfMatch,
) -> Result<StatusCode, Problem> {
    let services = &gatehouse.services;
    if_match.allow(&Webhook::from(detail(services, &administrator.reader(), &webhook_id).await?))?;
    services.delete_webhook(&administrator, &webhook_id).await?;
    Ok(StatusCode::NO_CONTENT)
}
