//! The server functions of the webhooks' pages.

use domain::{DeliveryState, Status, WebhookDraft};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use crate::error::PortalError;
pub use crate::webhooks::api_types::{DeliveryPage, DeliveryRow, LastAttempt, ShownSecret, WebhookRow};

#[cfg(feature = "ssr")]
const PAGE_SIZE: u16 = 50;

/// Every webhook, the oldest first.
///
/// # Errors
/// Those of every function for people who are signed in.
#[server(prefix = "/portal/api", endpoint = "webhooks", input = Json)]
pub async fn webhooks() -> Result<Vec<WebhookRow>, PortalError> {
    use crate::door;

    let (services, reader) = door::reader()?;
    let all = services.webhooks(&reader).await.map_err(door::fail)?;
    Ok(all.into_iter().map(WebhookRow::from).collect())
}

/// One webhook.
///
/// # Errors
/// [`PortalError::NotFound`].
#[server(prefix = "/portal/api", endpoint = "webhooks/one", input = Json)]
pub async fn webhook(id: String) -> Result<WebhookRow, PortalError> {
    use crate::door;

    let (services, reader) = door::reader()?;
    services.webhook(&reader, &id).await.map(WebhookRow::from).map_err(door::fail)
}

/// Adds a webhook with a secret of its own.
///
/// # Errors
/// [`PortalError::Refused`] with every broken rule.
#[server(prefix = "/portal/api", endpoint = "webhooks/add", input = Json)]
pub async fn add_webhook(draft: WebhookDraft) -> Result<ShownSecret, PortalError> {
    use crate::door;

    let (services, administrator) = door::administrator()?;
    let new = draft.check().map_err(door::refuse)?;
    let saved = services.add_webhook(&administrator, new).await.map_err(door::fail)?;
    Ok(ShownSecret::new(saved.webhook.host, &saved.secret))
}

/// Saves the fields of a webhook that was at `version` when they were read.
///
/// # Errors
/// [`PortalError::NotFound`], [`PortalError::ChangedMeanwhile`], [`PortalError::Refused`].
#[server(prefix = "/portal/api", endpoint = "webhooks/edit", input = Json)]
pub async fn edit_webhook(id: String, version: i64, draft: WebhookDraft) -> Result<(), PortalError> {
    use crate::door;

    let (services, administrator) = door::administrator()?;
    let new = draft.check().map_err(door::refuse)?;
    services.edit_webhook(&administrator, &id, version, new).await.map_err(door::fail)
}

/// Has a webhook told of changes, or told no more.
///
/// # Errors
/// [`PortalError::NotFound`].
#[server(prefix = "/portal/api", endpoint = "webhooks/switch", input = Json)]
pub async fn switch_webhook(id: String, status: Status) -> Result<(), PortalError> {
    use crate::door;

    let (services, administrator) = door::administrator()?;
    services.switch_webhook(&administrator, &id, status).await.map_err(door::fail)
}

/// Removes a webhook with its deliveries.
///
/// # Errors
/// [`PortalError::NotFound`].
#[server(prefix = "/portal/api", endpoint = "webhooks/delete", input = Json)]
pub async fn delete_webhook(id: String) -> Result<(), PortalError> {
    use crate::door;

    let (services, administrator) = door::administrator()?;
    services.delete_webhook(&administrator, &id).await.map_err(door::fail)
}

/// Gives a webhook another secret; the one before signs beside it for a day.
///
/// # Errors
/// [`PortalError::NotFound`].
#[server(prefix = "/portal/api", endpoint = "webhooks/secret", input = Json)]
pub async fn generate_webhook_secret(id: String) -> Result<ShownSecret, PortalError> {
    use crate::door;

    let (services, administrator) = door::administrator()?;
    let webhook = services.webhook(&administrator.reader(), &id).await.map_err(door::fail)?;
    let secret = services.generate_webhook_secret(&administrator, &id).await.map_err(door::fail)?;
    Ok(ShownSecret::new(webhook.host, &secret))
}

/// Messages to a webhook, newest first, from the place that an earlier page named.
///
/// # Errors
/// [`PortalError::NotFound`]; [`PortalError::Malformed`] for a place that the server never named.
#[server(prefix = "/portal/api", endpoint = "webhooks/deliveries", input = Json)]
pub async fn webhook_deliveries(
    id: String,
    state: Option<DeliveryState>,
    after: Option<String>,
) -> Result<DeliveryPage, PortalError> {
    use crate::door;

    let (services, reader) = door::reader()?;
    let page = services.webhook_deliveries(&reader, &id, state, after.as_deref(), PAGE_SIZE).await;
    page.map(DeliveryPage::from).map_err(door::fail)
}

/// Has a message sent once more, whatever became of it.
///
/// # Errors
/// [`PortalError::NotFound`], [`PortalError::WebhookDisabled`].
#[server(prefix = "/portal/api", endpoint = "webhooks/repeat", input = Json)]
pub async fn repeat_delivery(id: String, delivery_id: String) -> Result<(), PortalError> {
    use crate::door;

    let (services, administrator) = door::administrator()?;
    services.repeat_delivery(&administrator, &id, &delivery_id).await.map_err(door::fail)
}

/// Has a message sent that tells of nothing.
///
/// # Errors
/// [`PortalError::NotFound`], [`PortalError::WebhookDisabled`].
#[server(prefix = "/portal/api", endpoint = "webhooks/test", input = Json)]
pub async fn test_webhook(id: String) -> Result<(), PortalError> {
    use crate::door;

    let (services, administrator) = door::administrator()?;
    services.test_webhook(&administrator, &id).await.map(drop).map_err(door::fail)
}
