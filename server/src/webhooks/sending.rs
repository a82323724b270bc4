//! The task that sends what waits: a few messages at a time for each webhook, so that none waits for another's slow end.

use std::collections::HashMap;
use std::time::Duration;

use futures_util::future::join_all;
use service::{NotedDelivery, ServiceError, WebhookMessage};
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval};

use super::sender::WebhookSender;
use crate::gatehouse::Gatehouse;

/// How often it is looked for what waits: a change is told this late.
const LOOKS_EVERY: Duration = Duration::from_secs(1);

/// Sends messages until the server is told to stop, and then those that are under way.
pub async fn send_messages(gatehouse: Gatehouse, sender: WebhookSender) {
    let mut ticks = interval(LOOKS_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut sending = JoinSet::new();
    let mut webhooks = HashMap::new();
    let mut is_failing = false;
    loop {
        tokio::select! {
            () = gatehouse.stopping.told() => break,
            Some(ended) = sending.join_next_with_id() => {
                let task = ended.map_or_else(|error| error.id(), |(task, ())| task);
                webhooks.remove(&task);
            }
            _ = ticks.tick() => {
                let due = gatehouse.services.webhooks_with_due_deliveries().await;
                tell_trouble(due.as_ref().err(), &mut is_failing);
                for webhook in due.unwrap_or_default() {
                    if !webhooks.values().any(|busy| *busy == webhook) {
                        let task = sending.spawn(send_to(gatehouse.clone(), sender.clone(), webhook.clone()));
                        webhooks.insert(task.id(), webhook);
                    }
                }
            }
        }
    }
    while sending.join_next().await.is_some() {}
}

/// Sends what waits for one webhook.
async fn send_to(gatehouse: Gatehouse, sender: WebhookSender, webhook: String) {
    while !gatehouse.stopping.is_told() {
        match gatehouse.services.claim_deliveries(&webhook).await {
            Ok(messages) if messages.is_empty() => return,
            Ok(messages) => {
                _ = join_all(messages.iter().map(|message| send(&gatehouse, &sender, message))).await
            }
            Err(error) => return warn(&error),
        }
    }
}

async fn send(gatehouse: &Gatehouse, sender: &WebhookSender, message: &WebhookMessage) {
    let outcome = sender.send(message).await;
    match gatehouse.services.note_delivery(message, outcome).await {
        Ok(noted) => {
            gatehouse.metrics.deliveries.note(noted);
            match noted {
                NotedDelivery::Delivered | NotedDelivery::ToRepeat => {
                    tracing::debug!(delivery = message.id, ?outcome, ?noted, "sent a message to a webhook");
                }
                NotedDelivery::GivenUp | NotedDelivery::Gone => {
                    tracing::warn!(delivery = message.id, ?outcome, ?noted, "gave up a message to a webhook");
                }
            }
        }
        Err(error) => warn(&error),
    }
}

fn warn(error: &ServiceError) {
    tracing::warn!(error = error as &dyn std::error::Error, "cannot send messages to a webhook");
}

/// Trouble is told when it begins and when it is over.
fn tell_trouble(error: Option<&ServiceError>, is_failing: &mut bool) {
    match error {
        Some(error) if !*is_failing => {
            tracing::warn!(error = error as &dyn std::error::Error, "cannot look for messages to webhooks");
        }
        None if *is_failing => tracing::info!("looked for messages to webhooks again"),
        Some(_) | None => {}
    }
    *is_failing = error.is_some();
}
