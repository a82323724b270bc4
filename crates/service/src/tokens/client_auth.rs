//! Which client asks (RFC 6749 §2.3): a Confidential one proves it with its secret, a principal with its secret or with
//! what it signs, a Public one only says so.

use domain::{ClientId, ClientType, GrantType, Scopes, Status};
use store::{TokenClient, TokenEnvironment};

use super::{PresentedClient, PresentedProof, TokenRefusal};
use crate::oauth_clients::as_issued;
use crate::{ClientSecret, Services};

/// A client or principal that proved who it is as well as it can.
#[derive(Debug)]
pub(crate) struct ProvenClient {
    /// Primary key.
    pub(crate) id: String,
    pub(crate) client_id: ClientId,
    pub(crate) grant_type: GrantType,
    /// Where a principal lives; an OAuth client lives nowhere in particular.
    pub(crate) environment: Option<TokenEnvironment>,
    /// What its roles allow.
    pub(crate) granted: Scopes,
    pub(crate) proof: Proof,
}

/// With what a client proved who it is, by the primary key of what is stored of it.
#[derive(Debug)]
pub(crate) enum Proof {
    /// With nothing: a Public client only says so.
    None,
    /// With a client secret.
    Secret(String),
    /// With an assertion that it signed.
    Credential(String),
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
        let secret = match presented.proof {
            PresentedProof::None => return self.public_client(issued_id(presented)?).await,
            PresentedProof::Secret(secret) => secret,
            PresentedProof::Assertion(assertion) => return self.signing_client(presented, assertion).await,
        };
        let client_id = issued_id(presented)?;
        let secret = ClientSecret::presented(secret).ok_or(TokenRefusal::SecretMalformed)?;
        let client = self.confidential_client(&client_id, &secret).await?;
        Ok(ProvenClient {
            id: client.id,
            client_id,
            grant_type: client.grant_type,
            environment: client.environment,
            granted: client.granted,
            proof: Proof::Secret(secret.id().to_owned()),
        })
    }

    /// The client or principal that has this secret. No Public one has a secret that counts.
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
        // Whoever else has an id, a principal, has something to prove it with.
        let client = stored.ok_or(TokenRefusal::AuthenticationMissing)?.client;
        match client.client_type {
            ClientType::Confidential => return Err(TokenRefusal::AuthenticationMissing),
            ClientType::Public => {}
        }
        if client.status == Status::Disabled {
            return Err(TokenRefusal::ClientDisabled);
        }
        Ok(ProvenClient {
            granted: self.store.scopes_of_holder(&client.id).await?,
            id: client.id,
            client_id,
            grant_type: client.grant_type,
            environment: None,
            proof: Proof::None,
        })
    }
}

/// An id is presented as it was issued: its prefix is not added here.
fn issued_id(presented: &PresentedClient<'_>) -> Result<ClientId, TokenRefusal> {
    as_issued(presented.client_id).ok_or(TokenRefusal::ClientUnknown)
}
