//! Editing a client, while others may be doing the same.

use domain::{AuditAction, ClientType, Field, FieldProblem, NewOAuthClient};
use store::{LastChange, OAuthClient, StoredClient};

use super::{SavedClient, fields};
use crate::client_secrets::{FIRST_LABEL, MadeSecret};
use crate::work::Work;
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
                Some(self.new_secret(&seen.client.id, FIRST_LABEL.to_owned()).await?)
            }
            (ClientType::Confidential, _) | (ClientType::Public, ClientType::Public) => None,
        };

        let mut work = self.work(administrator).await?;
        let stored = self.locked(&mut work, &seen).await?;
        if stored.client.version != version {
            drop(work);
            return Err(self.stale(stored.client).await);
        }
        let saved = self.edit_oauth_client_in(&mut work, stored, &new, secret).await?;
        work.commit().await?;
        Ok(saved)
    }

    /// [`Self::edit_oauth_client`] as a part of more, of a client that is locked: one that becomes Confidential comes with a
    /// secret, which becomes its own.
    pub(crate) async fn edit_oauth_client_in(
        &self,
        work: &mut Work,
        stored: StoredClient,
        new: &NewOAuthClient,
        secret: Option<MadeSecret>,
    ) -> Result<SavedClient, ServiceError> {
        let StoredClient { client: before, is_in_progress } = stored;
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
        work.update_oauth_client(&after).await?.map_err(ServiceError::Taken)?;
        self.provision(work, &after).await?;
        if (before.client_type, before.grant_type) != (after.client_type, after.grant_type) {
            // Else what was given to one who proved who it is would be worth something to anybody who only says so.
            work.revoke_grants_of_client(&after.id, self.clock.now()).await?;
        }
        self.record(work, AuditAction::ClientEdited, &after, changes).await?;
        let secret = match secret {
            Some(mut secret) => {
                secret.row.holder_id.clone_from(&after.id);
                Some(self.add_first_secret(work, &after, secret).await?)
            }
            None => None,
        };
        if after.client_type == ClientType::Public {
            self.retire_all_secrets(work, &after).await?;
        }
        Ok(self.saved(after, secret))
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
