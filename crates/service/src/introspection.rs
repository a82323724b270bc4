//! What a token is worth now (RFC 7662), and giving one back (RFC 7009).

use domain::Status;
use serde::Serialize;
use store::{RefreshToken, StoreError};

use crate::opaque_token::at_rest;
use crate::tokens::{LiveToken, Proof, ProvenClient};
use crate::{PresentedClient, Services, TokenRefusal};

/// An active token (RFC 7662 §2.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ActiveToken {
    /// Always true.
    pub active: bool,
    /// What it allows; absent where it allows nothing by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// Whose token it is.
    pub client_id: String,
    /// `Bearer` for an access token, absent for a refresh token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_type: Option<&'static str>,
    /// Epoch seconds.
    pub exp: i64,
    /// Epoch seconds.
    pub iat: i64,
    /// The person, or the client itself.
    pub sub: String,
    /// Who accepts it; absent for a refresh token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aud: Option<String>,
    /// The issuer.
    pub iss: String,
    /// The name of the environment, where a principal has the token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub environment: Option<String>,
    /// Its name; absent for a refresh token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jti: Option<String>,
}

impl ActiveToken {
    fn of_access_token(token: LiveToken) -> Self {
        let claims = token.claims;
        Self {
            active: true,
            scope: claims.scope,
            client_id: claims.client_id,
            token_type: Some("Bearer"),
            exp: claims.exp,
            iat: claims.iat,
            sub: claims.sub,
            aud: Some(claims.aud),
            iss: claims.iss,
            environment: claims.environment,
            jti: Some(claims.jti),
        }
    }
}

impl Services {
    /// What `token` is worth to a Confidential client or a principal that asks; none where it is not active, for whatever
    /// reason.
    ///
    /// # Errors
    /// The [`TokenRefusal`] of a caller that does not prove who it is.
    pub async fn introspect(
        &self,
        caller: &PresentedClient<'_>,
        token: &str,
    ) -> Result<Option<ActiveToken>, TokenRefusal> {
        let client = self.proven_client(caller).await?;
        // RFC 7662 §2.1: whoever cannot prove who they are could try tokens here.
        match client.proof {
            Proof::None => return Err(TokenRefusal::AuthenticationMissing),
            Proof::Secret(_) | Proof::Credential(_) => {}
        }
        if let Some(live) = self.live_token(token).await? {
            return Ok(is_of_environment(&client, &live).then(|| ActiveToken::of_access_token(live)));
        }
        Ok(self.active_refresh_token(&client, token).await?)
    }

    async fn active_refresh_token(
        &self,
        client: &ProvenClient,
        token: &str,
    ) -> Result<Option<ActiveToken>, StoreError> {
        let Some(RefreshToken { grant, created_at, expires_at, used_at }) =
            self.store.refresh_token(&at_rest(token)).await?
        else {
            return Ok(None);
        };
        let now = self.clock.now();
        let is_active = grant.oauth_client_id == client.id
            && used_at.is_none()
            && now < expires_at
            && grant.is_live(now)
            && grant.user.status == Status::Enabled;
        Ok(is_active.then(|| ActiveToken {
            active: true,
            scope: Some(grant.scopes.to_string()).filter(|scope| !scope.is_empty()),
            client_id: client.client_id.as_str().to_owned(),
            token_type: None,
            exp: expires_at,
            iat: created_at,
            sub: grant.user.id,
            aud: None,
            iss: self.issuer.clone(),
            environment: None,
            jti: None,
        }))
    }

    /// Has a token of the client's own count no longer: a refresh token with its whole family. One that is unknown, or
    /// counts no longer, is nothing to do.
    ///
    /// # Errors
    /// A [`TokenRefusal`] for a caller that does not prove who it is, and for another client's token.
    pub async fn revoke(&self, caller: &PresentedClient<'_>, token: &str) -> Result<(), TokenRefusal> {
        let client = self.proven_client(caller).await?;
        if let Some(claims) = self.access_claims(token) {
            if claims.client_id != client.client_id.as_str() {
                return Err(TokenRefusal::TokenOfAnotherClient);
            }
            self.store.revoke_access_token(&claims.jti, claims.exp).await?;
            return Ok(());
        }
        let Some(RefreshToken { grant, .. }) = self.store.refresh_token(&at_rest(token)).await? else {
            return Ok(());
        };
        if grant.oauth_client_id != client.id {
            return Err(TokenRefusal::TokenOfAnotherClient);
        }
        let mut tx = self.store.begin().await?;
        tx.revoke_token_grant(&grant.id, self.clock.now()).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// A principal is told nothing of what lives in another environment: what counts there does not count here.
fn is_of_environment(caller: &ProvenClient, token: &LiveToken) -> bool {
    match (&caller.environment, &token.environment) {
        (Some(own), Some(environment)) => own.name == *environment,
        (None, _) | (_, None) => true,
    }
}
