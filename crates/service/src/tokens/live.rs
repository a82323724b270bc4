//! Which access tokens count now: their own claims say so, and so do their client or principal, grant and person.

use domain::{EnvironmentName, Status};
use store::{AccessTokenName, AccessTokenStanding, PortalUser, StoreError};

use super::claims::{ACCESS_TOKEN, AccessClaims};
use crate::Services;

/// An access token that counts.
#[derive(Debug)]
pub(crate) struct LiveToken {
    pub(crate) claims: AccessClaims,
    /// Primary key of the client or principal that it was issued to.
    pub(crate) holder_id: String,
    /// Where the principal lives that it was issued to; none where it was issued to an OAuth client.
    pub(crate) environment: Option<EnvironmentName>,
    /// The person it is for; none where the client acts for itself.
    pub(crate) user: Option<PortalUser>,
}

impl Services {
    /// The claims of an access token of this server's that has not expired.
    pub(crate) fn access_claims(&self, token: &str) -> Option<AccessClaims> {
        let claims: AccessClaims = self.signing.verify(token, ACCESS_TOKEN)?;
        (claims.iss == self.issuer && self.clock.now() < claims.exp).then_some(claims)
    }

    /// The access token, where it counts.
    pub(crate) async fn live_token(&self, token: &str) -> Result<Option<LiveToken>, StoreError> {
        let Some(claims) = self.access_claims(token) else { return Ok(None) };
        let grant_id = claims.grant_id();
        let name = AccessTokenName { jti: &claims.jti, client_id: &claims.client_id, grant_id };
        let Some(standing) = self.store.access_token_standing(name).await? else { return Ok(None) };
        let is_live = !standing.is_revoked
            && standing.client_status == Status::Enabled
            // Another client that was given the same id later has nothing to do with it.
            && standing.client_created_at <= claims.iat;
        let counts = match (grant_id, &standing.user) {
            (None, _) => is_live,
            (Some(_), Some(user)) => is_live && user.status == Status::Enabled,
            (Some(_), None) => false,
        };
        let AccessTokenStanding { holder_id, environment, user, .. } = standing;
        Ok(counts.then_some(LiveToken { claims, holder_id, environment, user }))
    }
}
