//! `/webhooks/{webhook_id}/deliveries`: what was and will be sent to a webhook.

use axum::Json;
use axum::extract::{Path, State};
use http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shapes::{DeliveriesAsked, DeliveryAccepted, WebhookDelivery};
use crate::api::caller::{Changing, Reading};
use crate::api::listed::Listed;
use crate::api::problem::{Problem, ProblemDetails};
use crate::api::query::Asked;
use crate::gatehouse::Gatehouse;

pub(super) fn operations() -> OpenApiRouter<Gatehouse> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(repeat))
}

/// What was and will be sent to a webhook, the newest first, of the last 30 days.
#[utoipa::path(get, path = "/webhooks/{webhook_id}/deliveries", operation_id = "list_webhook_deliveries",
    tag = "Webhooks", params(("webhook_id" = String, Path), DeliveriesAsked),
    responses((status = 200, description = "A page of messages.", body = Listed<WebhookDelivery>)))]
async fn list(
    State(gatehouse): State<Gatehouse>,
    Reading(reader): Reading,
    Path(webhook_id): Path<String>,
    Asked(asked): Asked<DeliveriesAsked>,
) -> Result<Listed<WebhookDelivery>, Problem> {
    let (cursor, limit) = (asked.cursor.as_deref(), asked.limit.get());
    let page =
        gatehouse.services.webhook_deliveries(&reader, &webhook_id, asked.state, cursor, limit).await?;
    let items = page.deliveries.into_iter().map(WebhookDelivery::from).collect();
    Ok(Listed { items, next_cursor: page.next })
}

/// Has a message sent once more, under the same id, whatever became of it.
#[utoipa::path(post, path = "/webhooks/{webhook_id}/deliveries/{delivery_id}/repeat",
    operation_id = "repeat_webhook_delivery", tag = "Webhooks",
    params(("webhook_id" = String, Path), ("delivery_id" = String, Path)),
    responses((status = 202, description = "It is on its way.", body = DeliveryAccepted),
        (status = 409, description = "The webhook is disabled.", body = ProblemDetails,
            content_type = "application/problem+json")))]
async fn repeat(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Path((webhook_id, delivery_id)): Path<(String, String)>,
) -> Result<(StatusCode, Json<DeliveryAccepted>), Problem> {
    gatehouse.services.repeat_delivery(&administrator, &webhook_id, &delivery_id).await?;
    Ok((StatusCode::ACCEPTED, Json(DeliveryAccepted { delivery_id })))
}
