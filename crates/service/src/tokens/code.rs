//! The authorization code grant (RFC 6749 §4.1.3, RFC 7636 §4.5): a code counts once, for a minute, for its own client.

use domain::{GrantType, Status};
use store::{AuthorizationCode, NewRefreshToken};

use super::claims::ForGrant;
use super::client_auth::ProvenClient;
use super::{IssuedTokens, TokenRefusal, TokenRequest, scopes};
use crate::opaque_token::{OpaqueToken, at_rest};
use crate::{Services, pkce};

/// A code, and what has to fit it.
pub(super) struct Redemption<'a> {
    pub(super) code: &'a str,
    pub(super) redirect_uri: Option<&'a str>,
    pub(super) code_verifier: Option<&'a str>,
}

impl Services {
    pub(super) async fn redeem(
        &self,
        client: &ProvenClient,
        request: &TokenRequest<'_>,
        redemption: Redemption<'_>,
    ) -> Result<IssuedTokens, TokenRefusal> {
        client.registered_for(GrantType::AuthorizationCode)?;
        self.known_resources(None, request.resources)?;
        let address = request.address.as_deref();
        let now = self.clock.now();
        let code_digest = at_rest(redemption.code);
        let code = self.store.authorization_code(&code_digest).await?.ok_or(TokenRefusal::CodeUnknown)?;
        if code.grant.oauth_client_id != client.id {
            return Err(TokenRefusal::CodeOfAnotherClient);
        }
        if code.consumed_at.is_some() {
            let tx = self.store.begin().await?;
            self.revoke_replayed(tx, client, &code.grant, address).await?;
            return Err(TokenRefusal::CodeReplayed);
        }
        if now >= code.expires_at {
            return Err(TokenRefusal::CodeExpired);
        }
        // What does not fit leaves the code as it is: whoever it was stolen from can still use it.
        fits(&code, &redemption)?;
        if code.grant.user.status == Status::Disabled {
            return Err(TokenRefusal::PersonDisabled);
        }

        let refresh_token = OpaqueToken::generate(&self.rng);
        let mut tx = self.store.begin().await?;
        let is_live =
            tx.lock_live_grant(&code.grant.id, now).await? && tx.has_session_of_grant(&code.grant.id).await?;
        if !is_live {
            return Err(TokenRefusal::GrantEnded);
        }
        if !tx.consume_authorization_code(&code_digest, now).await? {
            self.revoke_replayed(tx, client, &code.grant, address).await?;
            return Err(TokenRefusal::CodeReplayed);
        }
        tx.add_refresh_token(&NewRefreshToken {
            token_digest: at_rest(refresh_token.reveal()),
            grant_id: code.grant.id.clone(),
            created_at: now,
            expires_at: self.refresh_token_ends_at(&code.grant, now),
        })
        .await?;
        tx.commit().await?;
        Ok(self.tokens_of_grant(ForGrant {
            client_id: &client.client_id,
            grant: &code.grant,
            scopes: scopes::of_grant(client, &code.grant.scopes),
            nonce: code.nonce.as_deref(),
            refresh_token,
            now,
        }))
    }
}

fn fits(code: &AuthorizationCode, redemption: &Redemption<'_>) -> Result<(), TokenRefusal> {
    // RFC 6749 §4.1.3: required, and identical, where the authorization request had one.
    match redemption.redirect_uri {
        Some(redirect_uri) if redirect_uri == code.redirect_uri => {}
        None if !code.is_redirect_uri_requested => {}
        Some(_) | None => return Err(TokenRefusal::RedirectUriDiffers),
    }
    match (&code.challenge, redemption.code_verifier) {
        (None, None) => Ok(()),
        (None, Some(_)) => Err(TokenRefusal::VerifierUnexpected),
        (Some(_), None) => Err(TokenRefusal::VerifierMissing),
        // RFC 7636 §4.1: the verifier has the grammar of the challenge.
        (Some(_), Some(verifier)) if !pkce::is_well_formed(verifier) => Err(TokenRefusal::VerifierMalformed),
        (Some(challenge), Some(verifier)) if pkce::is_made_from(challenge, verifier) => Ok(()),
        (Some(_), Some(_)) => Err(TokenRefusal::VerifierWrong),
    }
}
