//! Whoever has a client id: what is done to OAuth clients and to service principals alike.

mod change;
mod fields;
mod uses;

use store::{Holder, OAuthClient, Principal, Tx};

pub use change::ChangedClients;
pub use uses::ClientUse;

use crate::{ServiceError, Services};

/// The most clients and principals that one request may name: a page of the list.
const AT_ONCE: usize = 50;

impl Services {
    /// Who has this client id.
    pub(crate) async fn holder(&self, client_id: &str) -> Result<Holder, ServiceError> {
        if !is_askable(client_id) {
            return Err(ServiceError::NotFound);
        }
        self.store.holder(client_id).await?.ok_or(ServiceError::NotFound)
    }
}

/// Who has this client id as it is now, which must not have become another since `seen`.
pub(crate) async fn lock(tx: &mut Tx, seen: &Holder) -> Result<Holder, ServiceError> {
    let holder = tx.lock_holder(&seen.client_id).await?;
    holder.filter(|holder| holder.id == seen.id).ok_or(ServiceError::NotFound)
}

/// A client that this transaction has locked, as who can be deleted.
pub(crate) async fn of_client(tx: &mut Tx, client: &OAuthClient) -> Result<Holder, ServiceError> {
    tx.lock_holder(client.client_id.as_str()).await?.ok_or(ServiceError::NotFound)
}

/// A principal that this transaction has locked or added, as who holds roles.
pub(crate) async fn of_principal(tx: &mut Tx, principal: &Principal) -> Result<Holder, ServiceError> {
    tx.lock_holder(principal.client_id.as_str()).await?.ok_or(ServiceError::NotFound)
}

/// Whether a database can be asked for a client id, or for a primary key that came back: what an earlier version gave out
/// need not keep the rules of this one, but no stored text holds a NUL, and Postgres refuses to be asked about one.
pub(crate) fn is_askable(id: &str) -> bool {
    !id.contains('\0')
}
