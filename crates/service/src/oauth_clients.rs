//! OAuth clients: registering them, looking at them, changing them.

mod copy;
mod detail;
mod edit;
mod fields;
mod list;

use domain::{AuditAction, ClientId, ClientType, NewOAuthClient, Status};
use store::{OAuthClient, StoreError, StoredClient, Tx};

pub use detail::{ClientDetail, SecretDetail};
pub use edit::CurrentClient;
pub(crate) use fields::removed;
pub use list::{ClientListing, ClientPage};

use crate::client_secrets::{FIRST_LABEL, MadeSecret};
use crate::work::Work;
use crate::{Administrator, ClientSecret, ServiceError, Services};

/// The token service of this server: it needs no telling, so its requests finish where they begin.
const BUILT_IN: &str = "built-in";

/// A client just saved, and the secret that was made for it, which is nowhere else.
#[derive(Debug)]
pub struct SavedClient {
    /// The client as stored.
    pub client: OAuthClient,
    /// The secret, where one was made.
    pub secret: Option<ClientSecret>,
    /// Where the client asks for tokens.
    pub token_endpoint: String,
}

impl Services {
    /// Registers an OAuth client; a Confidential one with its first secret.
    ///
    /// # Errors
    /// [`ServiceError::Taken`] where its name or client id is in use, [`ServiceError::Overloaded`].
    pub async fn register_oauth_client(
        &self,
        administrator: &Administrator,
        new: NewOAuthClient,
    ) -> Result<SavedClient, ServiceError> {
        // Hashed before the transaction: it takes longer than everything inside.
        let secret = match new.client_type() {
            ClientType::Confidential => Some(self.new_secret("", FIRST_LABEL.to_owned()).await?),
            ClientType::Public => None,
        };
        let mut work = self.work(administrator).await?;
        let saved = self.register_oauth_client_in(&mut work, &new, secret).await?;
        work.commit().await?;
        Ok(saved)
    }

    /// [`Self::register_oauth_client`] as a part of more: a Confidential client comes with a secret, which becomes its own.
    pub(crate) async fn register_oauth_client_in(
        &self,
        work: &mut Work,
        new: &NewOAuthClient,
        mut secret: Option<MadeSecret>,
    ) -> Result<SavedClient, ServiceError> {
        let now = self.clock.now();
        let client = OAuthClient {
            id: self.row_ids.next(&self.clock, &self.rng),
            client_id: new.client_id().cloned().unwrap_or_else(|| ClientId::generated(&self.rng.bytes())),
            name: new.name().clone(),
            client_type: new.client_type(),
            grant_type: new.grant_type(),
            redirect_uris: new.redirect_uris().to_vec(),
            web_origins: new.web_origins().to_vec(),
            pkce_method: new.pkce_method(),
            description: new.description().cloned(),
            status: Status::Enabled,
            created_at: now,
            updated_at: None,
            version: 1,
        };
        let mut changes = fields::added(&client);
        work.add_oauth_client(&client).await?.map_err(ServiceError::Taken)?;
        if let Some(secret) = &mut secret {
            secret.row.holder_id.clone_from(&client.id);
            work.add_client_secret(&secret.row).await?;
            changes.push(secret.added());
        }
        self.provision(work, &client).await?;
        self.record(work, AuditAction::ClientRegistered, &client, changes).await?;
        Ok(self.saved(client, secret.map(|secret| secret.plain)))
    }

    pub(crate) fn saved(&self, client: OAuthClient, secret: Option<ClientSecret>) -> SavedClient {
        SavedClient { client, secret, token_endpoint: self.token_endpoint() }
    }

    /// The client with this client id as it is now, which must not have become another since `seen`.
    pub(crate) async fn locked(
        &self,
        tx: &mut Tx,
        seen: &StoredClient,
    ) -> Result<StoredClient, ServiceError> {
        let stored = tx.lock_oauth_client(seen.client.client_id.as_str()).await?;
        stored.filter(|stored| stored.client.id == seen.client.id).ok_or(ServiceError::NotFound)
    }

    /// The client with this client id as it is stored.
    pub(crate) async fn stored(&self, client_id: &str) -> Result<StoredClient, ServiceError> {
        let Some(client_id) = as_issued(client_id) else { return Err(ServiceError::NotFound) };
        self.store.oauth_client(client_id.as_str()).await?.ok_or(ServiceError::NotFound)
    }

    /// Asks for a client to be provisioned as it is now.
    async fn provision(&self, tx: &mut Tx, client: &OAuthClient) -> Result<(), StoreError> {
        let now = self.clock.now();
        tx.begin_provisioning(&client.id, BUILT_IN, now).await?;
        tx.finish_provisioning(&client.id, now).await
    }
}

/// A client id just as this server gave it out: nothing is added or trimmed, and nothing else is looked for.
pub(crate) fn as_issued(text: &str) -> Option<ClientId> {
    ClientId::parse(text).ok().filter(|parsed| parsed.as_str() == text)
}
