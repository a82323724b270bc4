//! What is done with a webhook as a whole.

use axum::Json;
use axum::extract::{Path, State};
use domain::Status;
use http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::detail;
use super::shapes::{DeliveryAccepted, NewWebhook, Webhook};
use crate::api::BASE;
use crate::api::caller::Changing;
use crate::api::etag::{Created, IfMatch, Tagged};
use crate::api::problem::{Problem, ProblemDetails};
use crate::gatehouse::Gatehouse;

pub(super) fn operations() -> OpenApiRouter<Gatehouse> {
    OpenApiRouter::new()
        .routes(routes!(enable))
        .routes(routes!(disable))
        .routes(routes!(generate_secret))
        .routes(routes!(test))
}

/// Has a webhook told of changes again, beginning with what waited when it was disabled.
#[utoipa::path(post, path = "/webhooks/{webhook_id}/enable", operation_id = "enable_webhook", tag = "Webhooks",
    params(("webhook_id" = String, Path)),
    responses((status = 200, description = "The webhook as it is now.", body = Webhook)))]
async fn enable(
    state: State<Gatehouse>,
    changing: Changing,
    path: Path<String>,
    if_match: IfMatch,
) -> Result<Tagged<Webhook>, Problem> {
    set_status(state, changing, path, if_match, Status::Enabled).await
}

/// Has a webhook told of nothing any more; what waits is kept until it is enabled, for 30 days at most.
#[utoipa::path(post, path = "/webhooks/{webhook_id}/disable", operation_id = "disable_webhook", tag = "Webhooks",
    params(("webhook_id" = String, Path)),
    responses((status = 200, description = "The webhook as it is now.", body = Webhook)))]
async fn disable(
    state: State<Gatehouse>,
    changing: Changing,
    path: Path<String>,
    if_match: IfMatch,
) -> Result<Tagged<Webhook>, Problem> {
    set_status(state, changing, path, if_match, Status::Disabled).await
}

async fn set_status(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Path(webhook_id): Path<String>,
    if_match: IfMatch,
    status: Status,
) -> Result<Tagged<Webhook>, Problem> {
    let (services, reader) = (&gatehouse.services, administrator.reader());
    if_match.allow(&Webhook::from(detail(services, &reader, &webhook_id).await?))?;
    services.switch_webhook(&administrator, &webhook_id, status).await?;
    Ok(Tagged(detail(services, &reader, &webhook_id).await?.into()))
}

/// Gives a webhook another secret.
///
/// For a day messages are signed with the one before as well. The answer holds the new one, and no other answer does.
#[utoipa::path(post, path = "/webhooks/{webhook_id}/secret", operation_id = "generate_webhook_secret",
    tag = "Webhooks", params(("webhook_id" = String, Path)),
    responses((status = 201, description = "The webhook, and its new secret.", body = NewWebhook)))]
async fn generate_secret(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Path(webhook_id): Path<String>,
    if_match: IfMatch,
) -> Result<Created<Webhook, NewWebhook>, Problem> {
    let services = &gatehouse.services;
    let tagged = Webhook::from(detail(services, &administrator.reader(), &webhook_id).await?);
    if_match.allow(&tagged)?;
    let secret = services.generate_webhook_secret(&administrator, &webhook_id).await?;
    let location = format!("{BASE}/webhooks/{webhook_id}");
    Ok(Created { location, body: NewWebhook::new(tagged.clone(), &secret), tagged })
}

/// Has a message sent that tells of nothing, of the type `webhook.test`.
#[utoipa::path(post, path = "/webhooks/{webhook_id}/test", operation_id = "test_webhook", tag = "Webhooks",
    params(("webhook_id" = String, Path)),
    responses((status = 202, description = "It is on its way.", body = DeliveryAccepted),
        (status = 409, description = "The webhook is disabled.", body = ProblemDetails,
            content_type = "application/problem+json")))]
async fn test(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Path(webhook_id): Path<String>,
) -> Result<(StatusCode, Json<DeliveryAccepted>), Problem> {
    let delivery_id = gatehouse.services.test_webhook(&administrator, &webhook_id).await?;
    Ok((StatusCode::ACCEPTED, Json(DeliveryAccepted { delivery_id })))
}
