//! Access tokens for the client credentials grant (RFC 6749 §4.4), as JWTs of RFC 9068.

use domain::{ClientId, GrantType, Status};
use serde::Serialize;
use store::StoreError;

use crate::verifier::VerifyError;
use crate::{ClientSecret, LastUse, Services};

/// How long an access token counts, in seconds.
const LASTS_FOR: i64 = 10 * 60;

/// What a client sends for the client credentials grant. Holds the secret in clear: no `Debug`.
pub struct ClientCredentialsRequest<'a> {
    /// The `client_id`, as presented.
    pub client_id: &'a str,
    /// The `client_secret`, as presented.
    pub client_secret: &'a str,
    /// The scopes asked for (RFC 6749 §3.3).
    pub scope: Option<&'a str>,
    /// The resources asked for (RFC 8707 §2).
    pub resources: &'a [String],
    /// The network address the request came from.
    pub address: Option<String>,
}

/// A token just issued (RFC 6749 §5.1). No `Debug`: it is a credential.
pub struct AccessToken {
    /// The compact JWS.
    pub token: String,
    /// Seconds.
    pub expires_in: i64,
}

/// Why there is no token: the precise reason, for the log. The caller learns the RFC's code.
#[derive(Debug, thiserror::Error)]
pub enum TokenRefusal {
    /// No client has this id together with a secret of this id.
    #[error("client or secret unknown")]
    ClientUnknown,
    /// What was presented has not the form of a client secret.
    #[error("secret malformed")]
    SecretMalformed,
    /// The secret is wrong.
    #[error("secret wrong")]
    SecretWrong,
    /// The secret's time is over.
    #[error("secret expired")]
    SecretExpired,
    /// Somebody ended the secret.
    #[error("secret retired")]
    SecretRetired,
    /// The client is switched off.
    #[error("client disabled")]
    ClientDisabled,
    /// The client is registered for another grant.
    #[error("client registered for another grant")]
    GrantNotRegistered,
    /// A scope was asked for that the client does not hold.
    #[error("scope not granted")]
    ScopeNotGranted,
    /// A resource was asked for that this server has no tokens for.
    #[error("resource unknown")]
    ResourceUnknown,
    /// Too many secrets of this client are being verified.
    #[error("client overloads verification")]
    ClientOverloaded,
    /// Too many secrets are waiting to be verified.
    #[error("verification overloaded")]
    Overloaded,
    /// A stored hash cannot be read.
    #[error("stored hash cannot be read")]
    HashUnreadable,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<VerifyError> for TokenRefusal {
    fn from(error: VerifyError) -> Self {
        match error {
            VerifyError::ClientOverloaded => Self::ClientOverloaded,
            VerifyError::Overloaded => Self::Overloaded,
            VerifyError::Unreadable => Self::HashUnreadable,
        }
    }
}

/// The claims of RFC 9068 §2.2.
#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    sub: &'a str,
    client_id: &'a str,
    aud: &'a str,
    iat: i64,
    exp: i64,
    jti: String,
}

impl Services {
    /// A token for a client that authenticates with its secret and acts for itself.
    ///
    /// # Errors
    /// The [`TokenRefusal`] that says why there is none.
    pub async fn client_credentials(
        &self,
        request: ClientCredentialsRequest<'_>,
    ) -> Result<AccessToken, TokenRefusal> {
        let client_id = ClientId::parse(request.client_id)
            .ok()
            // An id is presented as it was issued: its prefix is not added here.
            .filter(|parsed| parsed.as_str() == request.client_id)
            .ok_or(TokenRefusal::ClientUnknown)?;
        let presented =
            ClientSecret::presented(request.client_secret).ok_or(TokenRefusal::SecretMalformed)?;
        let client =
            self.store.token_client(&client_id, presented.id()).await?.ok_or(TokenRefusal::ClientUnknown)?;
        let now = self.clock.now();
        if client.secret_retired_at.is_some() {
            return Err(TokenRefusal::SecretRetired);
        }
        if client.secret_expires_at.is_some_and(|expires_at| now >= expires_at) {
            return Err(TokenRefusal::SecretExpired);
        }
        if client.status == Status::Disabled {
            return Err(TokenRefusal::ClientDisabled);
        }
        if !self.secrets.verify(&client, &presented).await? {
            return Err(TokenRefusal::SecretWrong);
        }
        if client.grant_type != GrantType::ClientCredentials {
            return Err(TokenRefusal::GrantNotRegistered);
        }
        // No client holds a scope, and this server is the only resource, until roles say otherwise.
        if request.scope.is_some_and(|scope| !scope.is_empty()) {
            return Err(TokenRefusal::ScopeNotGranted);
        }
        if request.resources.iter().any(|resource| *resource != self.issuer) {
            return Err(TokenRefusal::ResourceUnknown);
        }
        self.last_uses.note(presented.id(), LastUse { at: now, address: request.address });
        Ok(self.access_token(&client_id, now))
    }

    /// Where clients ask for tokens (RFC 6749 §3.2).
    pub fn token_endpoint(&self) -> String {
        format!("{}/oauth2/token", self.issuer)
    }

    fn access_token(&self, client_id: &ClientId, now: i64) -> AccessToken {
        let claims = Claims {
            iss: &self.issuer,
            sub: client_id.as_str(),
            client_id: client_id.as_str(),
            aud: &self.issuer,
            iat: now,
            exp: now + LASTS_FOR,
            jti: self.row_ids.next(&self.clock, &self.rng),
        };
        AccessToken { token: self.signing.sign("at+jwt", &claims), expires_in: LASTS_FOR }
    }
}
