//! Everything there is to see of one principal.

use domain::SecretState;
use store::SigningCredential;

use super::Principal;
use crate::last_uses::{Credential, LastUse, newer};
use crate::{Reader, SecretDetail, ServiceError, Services};

/// One public key, as far as there is anything to see.
#[derive(Debug)]
pub struct CredentialDetail {
    /// Names it when it is to be retired.
    pub id: String,
    /// By what assertions name it.
    pub kid: String,
    /// What it is, for people: `EC, P-256`.
    pub kind: String,
    /// The JWS algorithm it verifies.
    pub algorithm: &'static str,
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

/// Everything there is to see of one principal.
#[derive(Debug)]
pub struct PrincipalDetail {
    /// The principal as stored.
    pub principal: Principal,
    /// The secrets of one with a client secret, newest first.
    pub secrets: Vec<SecretDetail>,
    /// The keys of one that signs, newest first.
    pub credentials: Vec<CredentialDetail>,
    /// When and from where it last authenticated.
    pub last_used: Option<LastUse>,
}

impl Services {
    /// One principal.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`].
    pub async fn principal(
        &self,
        _reader: &Reader,
        client_id: &str,
    ) -> Result<PrincipalDetail, ServiceError> {
        let principal = self.stored_principal(client_id).await?;
        let secrets = self.secrets_of(&principal.id).await?;
        let credentials = self.credentials_of(&principal.id).await?;
        let uses = secrets.iter().map(|secret| &secret.last_used);
        let uses = uses.chain(credentials.iter().map(|credential| &credential.last_used));
        let last_used = uses.fold(None, |newest, used| newer(newest, used.clone()));
        Ok(PrincipalDetail { principal, secrets, credentials, last_used })
    }

    /// The keys of the principal with this primary key, newest first.
    async fn credentials_of(
        &self,
        service_principal_id: &str,
    ) -> Result<Vec<CredentialDetail>, ServiceError> {
        let now = self.clock.now();
        let credentials = self.store.signing_credentials(service_principal_id).await?;
        Ok(credentials.into_iter().map(|credential| self.credential_detail(credential, now)).collect())
    }

    fn credential_detail(&self, credential: SigningCredential, now: i64) -> CredentialDetail {
        let stored = credential.last_used_at.map(|at| LastUse { at, address: credential.last_used_address });
        CredentialDetail {
            kind: credential.key.label(),
            algorithm: credential.key.algorithm(),
            state: SecretState::at(now, credential.expires_at, credential.retired_at),
            last_used: self.last_uses.newest(&Credential::Key(credential.id.clone()), stored),
            id: credential.id,
            kid: credential.kid,
            created_at: credential.created_at,
            expires_at: credential.expires_at,
            retired_at: credential.retired_at,
        }
    }
}
