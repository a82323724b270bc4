//! What was and will be sent to a webhook: for people to see, and to have sent again.

use domain::{DeliveryState, Status};
use store::{Delivery, DeliveryQuery, Tx, Webhook};

use super::locked;
use crate::{Administrator, Reader, ServiceError, Services, page_token};

/// How long a message is kept, in seconds.
const KEPT_FOR: i64 = 30 * 24 * 60 * 60;
/// The event of a message that only tries a webhook.
pub const TEST_EVENT: &str = "webhook.test";

/// Messages to a webhook, newest first.
#[derive(Debug)]
pub struct DeliveryPage {
    /// As many as were asked for.
    pub deliveries: Vec<Delivery>,
    /// Where the older ones start, where there are any.
    pub next: Option<String>,
}

impl Services {
    /// At most `limit` messages to a webhook, newest first, from the place that an earlier page named.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`]; [`ServiceError::PositionMalformed`] for a place that this server never named.
    pub async fn webhook_deliveries(
        &self,
        reader: &Reader,
        webhook_id: &str,
        state: Option<DeliveryState>,
        after: Option<&str>,
        limit: u16,
    ) -> Result<DeliveryPage, ServiceError> {
        let webhook_id = self.webhook(reader, webhook_id).await?.id;
        let after = after.map(page_token::delivery).transpose()?;
        let query = DeliveryQuery { webhook_id, state, after };
        let mut deliveries = self.store.webhook_deliveries(&query, limit.saturating_add(1)).await?;
        let has_more = deliveries.len() > usize::from(limit);
        deliveries.truncate(usize::from(limit));
        let next = deliveries.last().filter(|_| has_more).map(|last| page_token::after_delivery(&last.id));
        Ok(DeliveryPage { deliveries, next })
    }

    /// Has a message sent once more, under the same id, whatever became of it.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`], [`ServiceError::WebhookDisabled`].
    pub async fn repeat_delivery(
        &self,
        _administrator: &Administrator,
        webhook_id: &str,
        delivery_id: &str,
    ) -> Result<(), ServiceError> {
        let mut tx = self.store.begin().await?;
        enabled(&mut tx, webhook_id).await?;
        let is_askable = crate::holders::is_askable(delivery_id);
        if !is_askable || !tx.repeat_delivery(webhook_id, delivery_id, self.clock.now()).await? {
            return Err(ServiceError::NotFound);
        }
        tx.commit().await?;
        Ok(())
    }

    /// Has a message sent that tells of nothing; names it.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`], [`ServiceError::WebhookDisabled`].
    pub async fn test_webhook(
        &self,
        _administrator: &Administrator,
        webhook_id: &str,
    ) -> Result<String, ServiceError> {
        let id = self.row_ids.next(&self.clock, &self.rng) + "_" + webhook_id;
        let mut tx = self.store.begin().await?;
        enabled(&mut tx, webhook_id).await?;
        tx.add_test_delivery(&id, webhook_id, TEST_EVENT, self.clock.now()).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Removes messages that are old; says how many.
    pub(crate) async fn sweep_deliveries(&self) -> Result<u64, ServiceError> {
        Ok(self.store.remove_old_deliveries(self.clock.now() - KEPT_FOR).await?)
    }
}

async fn enabled(tx: &mut Tx, webhook_id: &str) -> Result<Webhook, ServiceError> {
    let webhook = locked(tx, webhook_id).await?;
    match webhook.status {
        Status::Enabled => Ok(webhook),
        Status::Disabled => Err(ServiceError::WebhookDisabled),
    }
}
