//! Which client asks (RFC 6749 §2.3): a Confidential one proves it with its secret, a Public one only says so.

use domain::{ClientId, ClientType, GrantType, Status};
use store::TokenClient;

use super::{PresentedClient, TokenRefusal};
use crate::oauth_clients::as_issued;
use crate::{ClientSecret, Services};

/// A client that proved who it is as well as it can.
#[derive(Debug)]
pub(crate) struct ProvenClient {
    /// Primary key.
    pub(crate) id: String,
    pub(crate) client_id: ClientId,
    pub(crate) grant_type: GrantType,
    /// The secret it proved it with; a Public client has none.
    pub(crate) secret_id: Option<String>,
}

impl ProvenClient {
    /// That it is registered for this grant.
    pub(crate) fn registered_for(&self, grant_type: GrantType) -> Result<(), TokenRefusal> {
        if self.grant_type == grant_type { Ok(()) } else { Err(TokenRefusal::GrantNotRegistered) }
    }
}

impl Services {
    /// The client that `presented` proves, of either type.
    pub(crate) async fn proven_client(
        &self,
        presented: &PresentedClient<'_>,
    ) -> Result<ProvenClient, TokenRefusal> {
        // An id is presented as it was issued: its prefix is not added here.
        let client_id = as_issued(presented.client_id).ok_or(TokenRefusal::ClientUnknown)?;
        let Some(secret) = presented.client_secret else { return self.public_client(client_id).await };
        let secret = ClientSecret::presented(secret).ok_or(TokenRefusal::SecretMalformed)?;
        let client = self.confidential_client(&client_id, &secret).await?;
        Ok(ProvenClient {
            id: client.id,
            client_id,
            grant_type: client.grant_type,
            secret_id: Some(secret.id().to_owned()),
        })
    }

    /// The client that has this secret. Only a Confidential one has a secret that counts.
    async fn confidential_client(
        &self,
        client_id: &ClientId,
        presented: &ClientSecret,
    ) -> Result<TokenClient, TokenRefusal> {
        let found = self.token_clients.find(&self.store, client_id, presented.id()).await?;
        let client = found.ok_or(TokenRefusal::ClientUnknown)?;
        if client.secret_retired_at.is_some() {
            return Err(TokenRefusal::SecretRetired);
        }
        if client.secret_expires_at.is_some_and(|expires_at| self.clock.now() >= expires_at) {
            return Err(TokenRefusal::SecretExpired);
        }
        if client.status == Status::Disabled {
            return Err(TokenRefusal::ClientDisabled);
        }
        if !self.secrets.verify(&client, presented).await? {
            return Err(TokenRefusal::SecretWrong);
        }
        Ok(client)
    }

    async fn public_client(&self, client_id: ClientId) -> Result<ProvenClient, TokenRefusal> {
        let stored = self.store.oauth_client(client_id.as_str()).await?;
        let client = stored.ok_or(TokenRefusal::ClientUnknown)?.client;
        match client.client_type {
            ClientType::Confidential => return Err(TokenRefusal::AuthenticationMissing),
            ClientType::Public => {}
        }
        if client.status == Status::Disabled {
            return Err(TokenRefusal::ClientDisabled);
        }
        Ok(ProvenClient { id: client.id, client_id, grant_type: client.grant_type, secret_id: None })
    }
}
