//! Refreshing (RFC 6749 §6): each refresh token counts once and is followed by another, so that of a stolen one two come
//! along sooner or later (RFC 9700 §4.14.2).
//!
//! The successor is derived, so that a client which never got the answer gets the same one again for a short while.

use domain::{GrantType, Status};
use store::{NewRefreshToken, RefreshToken, Succession, TokenGrant};

use super::claims::ForGrant;
use super::client_auth::ProvenClient;
use super::{IssuedTokens, TokenRefusal, TokenRequest, scopes};
use crate::Services;
use crate::opaque_token::{OpaqueToken, at_rest};

/// For how long an answer can be had again, in seconds, as long as nobody used what it gave.
const LOST_ANSWER_FOR: i64 = 10;

impl Services {
    pub(super) async fn refresh(
        &self,
        client: &ProvenClient,
        request: &TokenRequest<'_>,
        refresh_token: &str,
    ) -> Result<IssuedTokens, TokenRefusal> {
        client.registered_for(GrantType::AuthorizationCode)?;
        self.known_resources(None, request.resources)?;
        let now = self.clock.now();
        let token_digest = at_rest(refresh_token);
        let stored =
            self.store.refresh_token(&token_digest).await?.ok_or(TokenRefusal::RefreshTokenUnknown)?;
        let RefreshToken { grant, expires_at, used_at, .. } = stored;
        if grant.oauth_client_id != client.id {
            return Err(TokenRefusal::TokenOfAnotherClient);
        }
        if used_at.is_none() && now >= expires_at {
            return Err(TokenRefusal::RefreshTokenExpired);
        }
        if grant.user.status == Status::Disabled {
            return Err(TokenRefusal::PersonDisabled);
        }
        let scopes = scopes::of_refresh(client, &grant.scopes, request.scope)?;

        let successor = OpaqueToken::successor(refresh_token, &self.refresh_successors);
        let successor_digest = at_rest(successor.reveal());
        let mut tx = self.store.begin().await?;
        if !tx.lock_live_grant(&grant.id, now).await? {
            return Err(TokenRefusal::GrantEnded);
        }
        if tx.use_refresh_token(&token_digest, now).await? {
            tx.add_refresh_token(&NewRefreshToken {
                token_digest: successor_digest,
                grant_id: grant.id.clone(),
                created_at: now,
                expires_at: self.refresh_token_ends_at(&grant, now),
            })
            .await?;
            tx.commit().await?;
        } else {
            let succession = Succession { token_digest: &token_digest, successor_digest: &successor_digest };
            if !tx.is_successor_unused(succession, now - LOST_ANSWER_FOR, now).await? {
                self.revoke_replayed(tx, client, &grant, request.address.as_deref()).await?;
                return Err(TokenRefusal::RefreshTokenReplayed);
            }
        }
        Ok(self.tokens_of_grant(ForGrant {
            client_id: &client.client_id,
            grant: &grant,
            scopes,
            nonce: None,
            refresh_token: successor,
            now,
        }))
    }

    /// When a refresh token made now ends unless somebody uses it: not after its grant.
    pub(super) fn refresh_token_ends_at(&self, grant: &TokenGrant, now: i64) -> i64 {
        grant.ends_at.min(now + self.settings.refresh_token_idle_for)
    }
}
