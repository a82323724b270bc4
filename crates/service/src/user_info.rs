//! Who signed in, for an application with an access token (OpenID Connect Core §5.3).

use domain::{Scope, Scopes};
use serde::Serialize;
use store::StoreError;

use crate::Services;
use crate::tokens::{LiveToken, PersonClaims};

/// The claims about a person that a token's scopes allow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UserInfo {
    /// The person, by a name that never changes.
    pub sub: String,
    /// What the scopes allow.
    #[serde(flatten)]
    pub claims: PersonClaims,
}

/// Why nothing is told (RFC 6750 §3.1).
#[derive(Debug, thiserror::Error)]
pub enum UserInfoRefusal {
    /// The token is none of this server's, has expired, was revoked, or its client or person is disabled or gone.
    #[error("access token does not count")]
    InvalidToken,
    /// The token is without the scope `openid`.
    #[error("access token without openid")]
    InsufficientScope,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Services {
    /// What the bearer of `access_token` may know of the person it is for.
    ///
    /// # Errors
    /// The [`UserInfoRefusal`] that says why nothing.
    pub async fn user_info(&self, access_token: &str) -> Result<UserInfo, UserInfoRefusal> {
        let LiveToken { claims, user, .. } =
            self.live_token(access_token).await?.ok_or(UserInfoRefusal::InvalidToken)?;
        let scopes = Scopes::parse(claims.scope.as_deref().unwrap_or_default())
            .map_err(|_| UserInfoRefusal::InvalidToken)?;
        let user =
            user.filter(|_| scopes.contains(Scope::OpenId)).ok_or(UserInfoRefusal::InsufficientScope)?;
        Ok(UserInfo { claims: PersonClaims::new(&user, &scopes), sub: user.id })
    }
}
