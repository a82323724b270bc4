//! Sending messages: which are due, and what became of them.

use domain::{AuditAction, DeliveryState, Status};
use store::{AttemptedDelivery, Tx, Webhook};

use super::backoff::wait_after;
use super::message::WebhookMessage;
use super::secret::WebhookSecret;
use crate::audit::GATEHOUSE;
use crate::{ServiceError, Services};

/// Messages of one webhook that are under way at once.
const AT_ONCE: i64 = 4;
/// How long nobody else sends a message that was claimed, in seconds: longer than it takes.
const LEASE: i64 = 60;
/// RFC 9110 §15.5.11: it is gone for good.
const GONE: u16 = 410;

/// Why there was no answer to a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryFailure {
    /// The host's name has no address.
    NoAddress,
    /// The host's address is a private one, and none is allowed.
    NotPublic,
    /// No connection, or one that was closed before the answer.
    NoConnection,
    /// No encryption: the certificate is not for this host, not valid, or from nobody who is trusted.
    NotSecure,
    /// No whole answer in time.
    TooLate,
    /// The secret cannot be opened with this server's key.
    SecretUnreadable,
}

impl DeliveryFailure {
    /// For people; says nothing of what the other end sent.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoAddress => "The host has no address.",
            Self::NotPublic => "The host has a private address only.",
            Self::NoConnection => "No connection, or it broke off.",
            Self::NotSecure => "No secure connection: the certificate is not one to trust.",
            Self::TooLate => "No answer within 10 seconds.",
            Self::SecretUnreadable => "The secret cannot be opened with this server's key.",
        }
    }
}

/// What came of sending a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryOutcome {
    /// An answer with this status.
    Answered(u16),
    /// None.
    Failed(DeliveryFailure),
}

/// What becomes of a message that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotedDelivery {
    /// The webhook took it.
    Delivered,
    /// It is sent again later.
    ToRepeat,
    /// It was sent often enough.
    GivenUp,
    /// The webhook is gone, and was disabled.
    Gone,
}

impl Services {
    /// The webhooks for which something waits to be sent.
    ///
    /// # Errors
    /// A [`ServiceError`] where the database fails.
    pub async fn webhooks_with_due_deliveries(&self) -> Result<Vec<String>, ServiceError> {
        Ok(self.store.webhooks_with_due_deliveries(self.clock.now()).await?)
    }

    /// Takes a few messages of a webhook that are due, for this server to send. If it is killed meanwhile, another one or the
    /// next does.
    ///
    /// # Errors
    /// A [`ServiceError`] where the database fails.
    pub async fn claim_deliveries(&self, webhook_id: &str) -> Result<Vec<WebhookMessage>, ServiceError> {
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        let found = tx.lock_webhook(webhook_id).await?;
        let Some(webhook) = found.filter(|webhook| webhook.status == Status::Enabled) else {
            return Ok(Vec::new());
        };
        let secrets = self.signing_secrets(&mut tx, webhook_id, now).await?;
        let claimed = tx.claim_deliveries(webhook_id, now, now + LEASE, AT_ONCE).await?;
        let mut messages = Vec::new();
        for claimed in claimed {
            messages.push(WebhookMessage::new(webhook.url.clone(), webhook_id, claimed, &secrets, now));
        }
        tx.commit().await?;
        if secrets.is_empty() {
            for message in messages.drain(..) {
                self.note_delivery(&message, DeliveryOutcome::Failed(DeliveryFailure::SecretUnreadable))
                    .await?;
            }
        }
        Ok(messages)
    }

    /// What a webhook's messages are signed with, the newest first; none where that cannot be opened.
    async fn signing_secrets(
        &self,
        tx: &mut Tx,
        webhook_id: &str,
        now: i64,
    ) -> Result<Vec<WebhookSecret>, ServiceError> {
        let sealed = tx.webhook_secrets(webhook_id).await?.ok_or(ServiceError::NotFound)?;
        let open = |sealed: &str| WebhookSecret::open(&self.webhook_keys, sealed, webhook_id);
        let Some(current) = open(&sealed.current) else { return Ok(Vec::new()) };
        let former = sealed.former.filter(|(_, until)| now < *until).and_then(|(former, _)| open(&former));
        Ok([current].into_iter().chain(former).collect())
    }

    /// Notes what came of a message that this server has sent: it was taken, it is sent again later, or it is given up. A
    /// webhook that says it is gone is disabled.
    ///
    /// # Errors
    /// A [`ServiceError`] where the database fails.
    pub async fn note_delivery(
        &self,
        message: &WebhookMessage,
        outcome: DeliveryOutcome,
    ) -> Result<NotedDelivery, ServiceError> {
        let now = self.clock.now();
        let wait = wait_after(message.attempts, &self.rng);
        let (noted, state) = match (outcome, wait) {
            (DeliveryOutcome::Answered(200..=299), _) => (NotedDelivery::Delivered, DeliveryState::Delivered),
            (DeliveryOutcome::Answered(GONE), _) => (NotedDelivery::Gone, DeliveryState::GivenUp),
            (DeliveryOutcome::Answered(_) | DeliveryOutcome::Failed(_), Some(_)) => {
                (NotedDelivery::ToRepeat, DeliveryState::Waiting)
            }
            (DeliveryOutcome::Answered(_) | DeliveryOutcome::Failed(_), None) => {
                (NotedDelivery::GivenUp, DeliveryState::GivenUp)
            }
        };
        let (status, error) = match outcome {
            DeliveryOutcome::Answered(status) => (Some(i64::from(status)), None),
            DeliveryOutcome::Failed(failure) => (None, Some(failure.as_str().to_owned())),
        };
        let attempted = AttemptedDelivery {
            id: message.id.clone(),
            attempts: message.attempts,
            state,
            due_at: wait.filter(|_| state == DeliveryState::Waiting).map(|wait| now + wait),
            status,
            error,
            delivered_at: (state == DeliveryState::Delivered).then_some(now),
        };
        let mut tx = self.store.begin().await?;
        // Before its delivery, as whoever switches or deletes it does: neither waits for what the other holds.
        let gone = match noted {
            NotedDelivery::Gone => tx.lock_webhook(&message.webhook_id).await?,
            NotedDelivery::Delivered | NotedDelivery::ToRepeat | NotedDelivery::GivenUp => None,
        };
        let is_noted = tx.note_delivery(&attempted).await?;
        if let Some(gone) = gone.filter(|webhook| is_noted && webhook.status == Status::Enabled) {
            self.disable_gone(&mut tx, &gone).await?;
        }
        tx.commit().await?;
        Ok(noted)
    }

    async fn disable_gone(&self, tx: &mut Tx, gone: &Webhook) -> Result<(), ServiceError> {
        let after = Webhook { status: Status::Disabled, ..self.changed_now(gone) };
        tx.update_webhook(&after).await?;
        tx.pause_deliveries(&after.id).await?;
        tx.record(&self.event(GATEHOUSE, AuditAction::WebhookDisabled, &after, Vec::new())).await?;
        Ok(())
    }
}
