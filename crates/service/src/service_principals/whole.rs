//! A principal with all that is part of its state, for those who read, compare and change it as one thing.

use std::collections::BTreeMap;

use domain::{PrincipalEdit, PublicKey, search_terms};
use store::{PrincipalPlace, PrincipalQuery, SigningCredential, Tx};

use super::{Principal, PrincipalView, locked};
use crate::{Administrator, HeldRole, Reader, RoleByName, ServiceError, Services, holders, page_token};

/// A public key that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValidKey {
    /// By what assertions name it.
    pub kid: String,
    /// The key itself.
    pub key: PublicKey,
    /// Epoch seconds from which it no longer counts, where an end is set.
    pub expires_at: Option<i64>,
}

/// A principal with all that is part of its state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WholePrincipal {
    /// The principal as stored.
    pub principal: Principal,
    /// The keys that count of one that signs, newest first.
    pub keys: Vec<ValidKey>,
    /// What it may do, by the name of the API.
    pub roles: Vec<HeldRole>,
}

/// Some principals, newest first.
#[derive(Debug)]
pub struct WholePrincipals {
    /// At most as many as were asked for.
    pub principals: Vec<WholePrincipal>,
    /// Names what comes after them, where there is anything.
    pub next: Option<String>,
}

/// What is to become of a principal.
#[derive(Clone, Debug)]
pub struct PrincipalChange {
    /// Its fields.
    pub edit: PrincipalEdit,
    /// All roles it is to hold.
    pub roles: Vec<RoleByName>,
}

impl Services {
    /// One principal with all that is part of its state.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`].
    pub async fn whole_principal(
        &self,
        _reader: &Reader,
        client_id: &str,
    ) -> Result<WholePrincipal, ServiceError> {
        let principal = self.stored_principal(client_id).await?;
        let keys = self.store.signing_credentials(&principal.id).await?;
        let roles = self.store.roles_of_holder(&principal.id).await?;
        Ok(self.whole(principal, keys, roles))
    }

    /// At most `limit` of the principals that `view` asks for: the first, or those after a place that an earlier answer
    /// named.
    ///
    /// # Errors
    /// [`ServiceError::PositionMalformed`] for a place that this server never named.
    pub async fn whole_principals(
        &self,
        _reader: &Reader,
        view: &PrincipalView,
        limit: u16,
        after: Option<&str>,
    ) -> Result<WholePrincipals, ServiceError> {
        let place = page_token::principal_place(after)?;
        if let PrincipalPlace::Before(_) = place {
            return Err(ServiceError::PositionMalformed);
        }
        // No stored text holds a NUL, and Postgres refuses to be asked about one.
        if view.environment.as_ref().is_some_and(|environment| environment.contains('\0')) {
            return Ok(WholePrincipals { principals: Vec::new(), next: None });
        }
        let terms = search_terms(&view.q);
        let query = PrincipalQuery { terms: &terms, environment: view.environment.as_deref() };
        let rows = self.store.principals(&query, &place, limit).await?;
        let last = rows.principals.last().filter(|_| rows.has_after);
        let next = last.map(|last| page_token::after_principal(last.into()));

        let ids: Vec<&str> = rows.principals.iter().map(|principal| principal.id.as_str()).collect();
        let mut keys = by_owner(self.store.signing_credentials_of(&ids).await?);
        let mut roles = by_owner(self.store.roles_of_holders(&ids).await?);
        let whole = |principal: Principal| {
            let keys = keys.remove(&principal.id).unwrap_or_default();
            let roles = roles.remove(&principal.id).unwrap_or_default();
            self.whole(principal, keys, roles)
        };
        Ok(WholePrincipals { principals: rows.principals.into_iter().map(whole).collect(), next })
    }

    /// Changes a principal, which must not have become another in anything since it was `seen`. Where nothing differs,
    /// nothing is done.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`], [`ServiceError::ChangedMeanwhile`], [`ServiceError::Refused`] where the name is in use
    /// in its environment, for the switch of one that does not sign, or where a role is none.
    pub async fn change_principal(
        &self,
        administrator: &Administrator,
        seen: &WholePrincipal,
        change: &PrincipalChange,
    ) -> Result<WholePrincipal, ServiceError> {
        let mut work = self.work(administrator).await?;
        let before = self.locked_whole(&mut work, seen).await?;
        let principal = self.edit_principal_in(&mut work, before.principal, &change.edit).await?;
        let held: Vec<_> = before.roles.iter().map(RoleByName::from).collect();
        let roles = if held == change.roles {
            before.roles
        } else {
            let holder = holders::of_principal(&mut work, &principal).await?;
            self.assign_roles_by_name(&mut work, &holder, &change.roles).await?
        };
        work.commit().await?;
        Ok(WholePrincipal { principal, keys: before.keys, roles })
    }

    /// Removes a principal, which must not have become another in anything since it was `seen`.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`], [`ServiceError::ChangedMeanwhile`].
    pub async fn delete_principal(
        &self,
        administrator: &Administrator,
        seen: &WholePrincipal,
    ) -> Result<(), ServiceError> {
        let mut work = self.work(administrator).await?;
        let before = self.locked_whole(&mut work, seen).await?;
        let holder = holders::of_principal(&mut work, &before.principal).await?;
        self.delete(&mut work, &[holder]).await?;
        Ok(work.commit().await?)
    }

    /// A principal that nobody else changes before this transaction ends, and that is as it was `seen`.
    async fn locked_whole(&self, tx: &mut Tx, seen: &WholePrincipal) -> Result<WholePrincipal, ServiceError> {
        let principal = locked(tx, &seen.principal).await?;
        let keys = tx.signing_credentials(&principal.id).await?;
        let roles = tx.roles_of_holder(&principal.id).await?;
        let now = self.whole(principal, keys, roles);
        if now == *seen { Ok(now) } else { Err(ServiceError::ChangedMeanwhile) }
    }

    fn whole(
        &self,
        principal: Principal,
        keys: Vec<SigningCredential>,
        roles: Vec<store::HeldRole>,
    ) -> WholePrincipal {
        let now = self.clock.now();
        let valid = keys.into_iter().filter(|key| key.counts_at(now));
        let key =
            |key: SigningCredential| ValidKey { kid: key.kid, key: key.key, expires_at: key.expires_at };
        WholePrincipal {
            principal,
            keys: valid.map(key).collect(),
            roles: roles.into_iter().map(HeldRole::from).collect(),
        }
    }
}

/// What belongs to each, in the order it came.
fn by_owner<T>(rows: Vec<(String, T)>) -> BTreeMap<String, Vec<T>> {
    let mut owned: BTreeMap<String, Vec<T>> = BTreeMap::new();
    for (owner, one) in rows {
        owned.entry(owner).or_default().push(one);
    }
    owned
}
