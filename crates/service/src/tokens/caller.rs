//! Who comes to the management API with an access token.

use domain::{GatehouseScope, Role, Scopes};

use super::live::LiveToken;
use crate::{Caller, ServiceError, Services};

impl Services {
    /// Who comes with this access token, from `address`, where it counts and is for this server itself (RFC 9068 §4). They
    /// may do what its scopes say and its client's roles still allow; where it is for a person, no more than the person.
    ///
    /// # Errors
    /// A [`ServiceError`] where the database fails.
    pub async fn caller_of_access_token(
        &self,
        access_token: &str,
        address: Option<String>,
    ) -> Result<Option<Caller>, ServiceError> {
        let live = self.live_token(access_token).await?.filter(|live| live.claims.aud == self.issuer);
        let Some(LiveToken { claims, holder_id, user, .. }) = live else { return Ok(None) };
        // A token of ours has no scope that cannot be read.
        let Ok(scopes) = Scopes::parse(claims.scope.as_deref().unwrap_or_default()) else { return Ok(None) };
        // A role that was taken away counts no longer, also in tokens that were issued before.
        let allowed = role_of(&scopes.intersection(&self.store.scopes_of_holder(&holder_id).await?));
        Ok(Some(match user {
            Some(user) => Caller {
                name: format!("{} through {}", user.email, claims.client_id),
                id: Some(user.id),
                address,
                role: lesser(allowed, user.role),
            },
            None => Caller { name: claims.client_id, id: Some(holder_id), address, role: allowed },
        }))
    }
}

fn role_of(scopes: &Scopes) -> Role {
    let has = |scope: GatehouseScope| scopes.has(&scope.into());
    match (has(GatehouseScope::Admin), has(GatehouseScope::Read)) {
        (true, _) => Role::Administrator,
        (false, true) => Role::Auditor,
        (false, false) => Role::Member,
    }
}

/// What both roles allow.
fn lesser(one: Role, other: Role) -> Role {
    match (one, other) {
        (Role::Member, _) | (_, Role::Member) => Role::Member,
        (Role::Auditor, _) | (_, Role::Auditor) => Role::Auditor,
        (Role::Administrator, Role::Administrator) => Role::Administrator,
    }
}
