//! Everything there is to see of one client.

use domain::SecretState;
use store::{OAuthClient, RegisteredWith, StoredSecret};

use crate::last_uses::{Credential, LastUse, newer};
use crate::{Reader, ServiceError, Services};

/// One secret, as far as it may be seen.
#[derive(Debug)]
pub struct SecretDetail {
    /// Names it when it is to be retired; not secret.
    pub id: String,
    /// What people call it.
    pub label: String,
    /// Its first characters.
    pub prefix: String,
    /// Whether it counts.
    pub state: SecretState,
    /// Epoch seconds.
    pub created_at: i64,
    /// Epoch seconds from which it no longer counts, where an end is set.
    pub expires_at: Option<i64>,
    /// Epoch seconds at which somebody ended it.
    pub retired_at: Option<i64>,
    /// Absent until the first use.
    pub last_used: Option<LastUse>,
}

/// A client with its secrets.
#[derive(Debug)]
pub struct ClientDetail {
    /// The client as stored.
    pub client: OAuthClient,
    /// Whether it is being provisioned into an identity provider.
    pub is_in_progress: bool,
    /// Newest first.
    pub secrets: Vec<SecretDetail>,
    /// When and from where the client last authenticated.
    pub last_used: Option<LastUse>,
    /// The initial access token that a program registered it with, where one did.
    pub registered_with: Option<RegisteredWith>,
}

impl Services {
    /// One client.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`].
    pub async fn oauth_client(
        &self,
        _reader: &Reader,
        client_id: &str,
    ) -> Result<ClientDetail, ServiceError> {
        let stored = self.stored(client_id).await?;
        let secrets = self.secrets_of(&stored.client.id).await?;
        Ok(ClientDetail {
            last_used: last_used(&secrets),
            registered_with: self.store.registered_with(&stored.client.id).await?,
            client: stored.client,
            is_in_progress: stored.is_in_progress,
            secrets,
        })
    }

    /// The secrets of the client or principal with this primary key, newest first.
    pub(crate) async fn secrets_of(&self, holder_id: &str) -> Result<Vec<SecretDetail>, ServiceError> {
        let now = self.clock.now();
        let secrets = self.store.client_secrets(holder_id).await?;
        Ok(secrets.into_iter().map(|secret| self.secret_detail(secret, now)).collect())
    }

    fn secret_detail(&self, secret: StoredSecret, now: i64) -> SecretDetail {
        let stored = secret.last_used_at.map(|at| LastUse { at, address: secret.last_used_address });
        SecretDetail {
            state: SecretState::at(now, secret.expires_at, secret.retired_at),
            last_used: self.last_uses.newest(&Credential::Secret(secret.id.clone()), stored),
            id: secret.id,
            label: secret.label,
            prefix: secret.prefix,
            created_at: secret.created_at,
            expires_at: secret.expires_at,
            retired_at: secret.retired_at,
        }
    }
}

/// The newest use of any of a client's secrets.
fn last_used(secrets: &[SecretDetail]) -> Option<LastUse> {
    secrets.iter().fold(None, |newest, secret| newer(newest, secret.last_used.clone()))
}
