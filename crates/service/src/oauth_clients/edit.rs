//! Editing a client, while others may be doing the same.

use domain::{AuditAction, ClientType, Field, FieldProblem, NewOAuthClient};
use store::{LastChange, OAuthClient, StoredClient};

use super::{SavedClient, fields};
use crate::client_secrets::next_label;
use crate::{Administrator, ServiceError, Services};

/// A client that somebody else changed since it was read.
#[derive(Clone, Debug)]
pub struct CurrentClient {
    /// As it is now.
    pub client: OAuthClient,
    /// Who last changed its fields or its status, and when.
    pub last_change: Option<LastChange>,
}

impl Services {
    /// Saves the fields of a client that was at `version` when they were read. A client that becomes Confidential gets
    /// its first secret; the secrets of one that becomes Public are retired. Where nothing differs, nothing is done.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`], [`ServiceError::Stale`], [`ServiceError::InProgress`], [`ServiceError::Refused`] for
    /// another client id, [`ServiceError::Taken`] where the name is in use, [`ServiceError::Overloaded`].
    pub async fn edit_oauth_client(
        &self,
        administrator: &Administrator,
        client_id: &str,
        version: i64,
        new: NewOAuthClient,
    ) -> Result<SavedClient, ServiceError> {
        let seen = self.stored(client_id).await?;
        if seen.client.version != version {
            return Err(self.stale(seen.client).await);
        }
        // Hashed before the transaction. The type cannot be another inside: then the version would be, too.
        let secret = match (seen.client.client_type, new.client_type()) {
            (ClientType::Public, ClientType::Confidential) => {
                let label = next_label(&self.store.client_secrets(&seen.client.id).await?);
                Some(self.new_secret(&seen.client.id, label).await?)
            }
            (ClientType::Confidential, _) | (ClientType::Public, ClientType::Public) => None,
        };

        let mut tx = self.store.begin().await?;
        let StoredClient { client: before, is_in_progress } = self.locked(&mut tx, &seen).await?;
        if before.version != version {
            drop(tx);
            return Err(self.stale(before).await);
        }
        if is_in_progress {
            return Err(ServiceError::InProgress);
        }
        if new.client_id().is_some_and(|client_id| *client_id != before.client_id) {
            return Err(ServiceError::Refused(vec![client_id_is_fixed()]));
        }
        let after = OAuthClient {
            name: new.name().clone(),
            client_type: new.client_type(),
            grant_type: new.grant_type(),
            redirect_uris: new.redirect_uris().to_vec(),
            web_origins: new.web_origins().to_vec(),
            pkce_method: new.pkce_method(),
            description: new.description().cloned(),
            updated_at: Some(self.clock.now()),
            version: before.version + 1,
            ..before.clone()
        };
        let changes = fields::changed(&before, &after);
        if changes.is_empty() {
            return Ok(self.saved(before, None));
        }
        tx.update_oauth_client(&after).await?.map_err(ServiceError::Taken)?;
        self.provision(&mut tx, &after).await?;
        if (before.client_type, before.grant_type) != (after.client_type, after.grant_type) {
            // Else what was given to one who proved who it is would be worth something to anybody who only says so.
            tx.revoke_grants_of_client(&after.id, self.clock.now()).await?;
        }
        let person = administrator.person();
        tx.record(&self.event(person, AuditAction::ClientEdited, &after, changes)).await?;
        match &secret {
            Some(secret) => self.add_first_secret(&mut tx, administrator, &after, secret).await?,
            None if after.client_type == ClientType::Public => {
                self.retire_all_secrets(&mut tx, administrator, &after).await?;
            }
            None => {}
        }
        tx.commit().await?;
        Ok(self.saved(after, secret.map(|secret| secret.plain)))
    }

    async fn stale(&self, client: OAuthClient) -> ServiceError {
        match self.store.last_client_change(&client.id).await {
            Ok(last_change) => ServiceError::Stale(Box::new(CurrentClient { client, last_change })),
            Err(error) => error.into(),
        }
    }
}

fn client_id_is_fixed() -> FieldProblem {
    FieldProblem {
        field: Field::ClientId,
        code: "fixed".to_owned(),
        message: "The client ID can never be changed.".to_owned(),
        suggestion: None,
    }
}
