//! Webhooks: servers that are told of changes, in messages signed as Standard Webhooks asks.

mod backoff;
mod changes;
mod deliveries;
mod message;
mod secret;
mod sending;

use domain::{
    AuditAction, DeliveryState, Field, FieldProblem, MAX_WEBHOOKS, NewWebhook, Status, WebhookProblem,
};
use store::{LastAttempt, ListedWebhook, Tx, Webhook};

use crate::holders::is_askable;
use crate::{Administrator, Reader, ServiceError, Services};
use changes::{added, changed, removed};

pub use deliveries::{DeliveryPage, TEST_EVENT};
pub use message::WebhookMessage;
pub use secret::WebhookSecret;
pub use sending::{DeliveryFailure, DeliveryOutcome, NotedDelivery};

/// For how long the secret before signs beside a new one, in seconds.
const FORMER_SIGNS_FOR: i64 = 24 * 60 * 60;

/// A webhook, and how its newest message fared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookDetail {
    /// Primary key.
    pub id: String,
    /// Where messages go; without what follows the host for who cannot change it: that may hold a secret of the other end.
    pub url: String,
    /// The URL's host, and its port where it has one: what the webhook is called.
    pub host: String,
    /// What people note about it.
    pub description: String,
    /// What it is told of; none means every change.
    pub events: Vec<AuditAction>,
    /// Whether it is told.
    pub status: Status,
    /// Epoch seconds.
    pub created_at: i64,
    /// Epoch seconds; absent until the first change.
    pub updated_at: Option<i64>,
    /// Goes back with a change.
    pub version: i64,
    /// How far the newest message that was tried has come, and when it was tried, epoch seconds.
    pub last: Option<(DeliveryState, i64)>,
}

/// A webhook that was added, with its secret in clear.
#[derive(Debug)]
pub struct SavedWebhook {
    /// The webhook.
    pub webhook: WebhookDetail,
    /// To be shown once.
    pub secret: WebhookSecret,
}

impl From<ListedWebhook> for WebhookDetail {
    fn from(ListedWebhook { webhook, last }: ListedWebhook) -> Self {
        Self {
            id: webhook.id,
            host: webhook.url.authority().to_owned(),
            url: webhook.url.into(),
            description: webhook.description.as_str().to_owned(),
            events: webhook.events,
            status: webhook.status,
            created_at: webhook.created_at,
            updated_at: webhook.updated_at,
            version: webhook.version,
            last: last.map(|LastAttempt { state, attempted_at }| (state, attempted_at)),
        }
    }
}

impl Services {
    /// Lets webhooks be on this machine and in its network.
    pub fn let_webhooks_be_private(&mut self) {
        self.has_private_webhooks = true;
    }

    /// Whether webhooks may be on this machine and in its network.
    pub fn may_webhooks_be_private(&self) -> bool {
        self.has_private_webhooks
    }

    /// Every webhook, the oldest first.
    ///
    /// # Errors
    /// A [`ServiceError`] where the database fails.
    pub async fn webhooks(&self, reader: &Reader) -> Result<Vec<WebhookDetail>, ServiceError> {
        let is_whole = reader.caller().role().can_change();
        let detail = |listed: ListedWebhook| {
            let shortened = listed.webhook.url.shortened();
            let detail = WebhookDetail::from(listed);
            if is_whole { detail } else { WebhookDetail { url: shortened, ..detail } }
        };
        Ok(self.store.webhooks().await?.into_iter().map(detail).collect())
    }

    /// One webhook.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`].
    pub async fn webhook(&self, reader: &Reader, id: &str) -> Result<WebhookDetail, ServiceError> {
        let webhooks = self.webhooks(reader).await?;
        webhooks.into_iter().find(|webhook| webhook.id == id).ok_or(ServiceError::NotFound)
    }

    /// Adds a webhook with a secret of its own.
    ///
    /// # Errors
    /// [`ServiceError::Refused`] where its address is private and may not be, or there are too many.
    pub async fn add_webhook(
        &self,
        administrator: &Administrator,
        new: NewWebhook,
    ) -> Result<SavedWebhook, ServiceError> {
        self.allow_address(&new)?;
        let webhook = Webhook {
            id: self.row_ids.next(&self.clock, &self.rng),
            url: new.url().clone(),
            description: new.description().clone(),
            events: new.events().to_vec(),
            status: Status::Enabled,
            created_at: self.clock.now(),
            updated_at: None,
            version: 1,
        };
        let secret = WebhookSecret::generate(&self.rng);
        let sealed = secret.seal(&self.webhook_keys, &webhook.id);
        let event = self.event(administrator.caller(), AuditAction::WebhookAdded, &webhook, added(&webhook));
        let mut tx = self.store.begin().await?;
        let most = i64::try_from(MAX_WEBHOOKS).unwrap_or(i64::MAX);
        if !tx.add_webhook(&webhook, &sealed, most).await? {
            return Err(refused(&WebhookProblem::TooMany));
        }
        tx.record(&event).await?;
        tx.commit().await?;
        Ok(SavedWebhook { webhook: ListedWebhook { webhook, last: None }.into(), secret })
    }

    /// Saves the fields of a webhook that was at `version` when they were read.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`], [`ServiceError::ChangedMeanwhile`], [`ServiceError::Refused`].
    pub async fn edit_webhook(
        &self,
        administrator: &Administrator,
        id: &str,
        version: i64,
        new: NewWebhook,
    ) -> Result<(), ServiceError> {
        let mut tx = self.store.begin().await?;
        let before = locked(&mut tx, id).await?;
        if before.version != version {
            return Err(ServiceError::ChangedMeanwhile);
        }
        if *new.url() != before.url {
            self.allow_address(&new)?;
        }
        let after = Webhook {
            url: new.url().clone(),
            description: new.description().clone(),
            events: new.events().to_vec(),
            ..self.changed_now(&before)
        };
        let changes = changed(&before, &after);
        if changes.is_empty() {
            return Ok(());
        }
        tx.update_webhook(&after).await?;
        tx.record(&self.event(administrator.caller(), AuditAction::WebhookEdited, &after, changes)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Has a webhook told of changes, or told no more; what waits for it rests meanwhile. Says nothing where it is so already.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`].
    pub async fn switch_webhook(
        &self,
        administrator: &Administrator,
        id: &str,
        status: Status,
    ) -> Result<(), ServiceError> {
        let mut tx = self.store.begin().await?;
        let before = locked(&mut tx, id).await?;
        if before.status == status {
            return Ok(());
        }
        let after = Webhook { status, ..self.changed_now(&before) };
        let action = match status {
            Status::Enabled => AuditAction::WebhookEnabled,
            Status::Disabled => AuditAction::WebhookDisabled,
        };
        let event = self.event(administrator.caller(), action, &after, Vec::new());
        tx.update_webhook(&after).await?;
        match status {
            Status::Enabled => tx.resume_deliveries(id, self.clock.now()).await?,
            Status::Disabled => tx.pause_deliveries(id).await?,
        }
        tx.record(&event).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Removes a webhook with its deliveries.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`].
    pub async fn delete_webhook(&self, administrator: &Administrator, id: &str) -> Result<(), ServiceError> {
        let mut tx = self.store.begin().await?;
        tx.lock_webhooks().await?;
        let webhook = locked(&mut tx, id).await?;
        tx.delete_webhook(id).await?;
        let changes = removed(&webhook);
        tx.record(&self.event(administrator.caller(), AuditAction::WebhookDeleted, &webhook, changes))
            .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Gives a webhook another secret. For a day the one before signs as well, so that no message is refused while the other
    /// end changes over.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`].
    pub async fn generate_webhook_secret(
        &self,
        administrator: &Administrator,
        id: &str,
    ) -> Result<WebhookSecret, ServiceError> {
        let secret = WebhookSecret::generate(&self.rng);
        let mut tx = self.store.begin().await?;
        let webhook = locked(&mut tx, id).await?;
        let sealed = secret.seal(&self.webhook_keys, id);
        tx.replace_webhook_secret(id, &sealed, self.clock.now() + FORMER_SIGNS_FOR).await?;
        let (caller, action) = (administrator.caller(), AuditAction::WebhookSecretGenerated);
        tx.record(&self.event(caller, action, &webhook, Vec::new())).await?;
        tx.commit().await?;
        Ok(secret)
    }

    fn changed_now(&self, before: &Webhook) -> Webhook {
        Webhook { updated_at: Some(self.clock.now()), version: before.version + 1, ..before.clone() }
    }

    /// A name is looked up when a message is sent; an address can be judged now.
    fn allow_address(&self, new: &NewWebhook) -> Result<(), ServiceError> {
        if new.url().is_private() && !self.has_private_webhooks {
            return Err(refused(&WebhookProblem::NotPublic));
        }
        Ok(())
    }
}

fn refused(problem: &WebhookProblem) -> ServiceError {
    ServiceError::Refused(vec![FieldProblem::new(Field::Url, problem)])
}

async fn locked(tx: &mut Tx, id: &str) -> Result<Webhook, ServiceError> {
    let found = if is_askable(id) { tx.lock_webhook(id).await? } else { None };
    found.ok_or(ServiceError::NotFound)
}
