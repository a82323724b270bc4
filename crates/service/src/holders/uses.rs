//! When clients and principals were last used.

use store::StoredUse;

use super::{AT_ONCE, is_askable};
use crate::last_uses::{Credential, LastUse, newer};
use crate::{Reader, ServiceError, Services};

/// When a client or principal was last used.
#[derive(Debug)]
pub struct ClientUse {
    /// The `client_id` of RFC 6749 §2.2.
    pub client_id: String,
    /// The name people know it by.
    pub name: String,
    /// Whether it is being provisioned into an identity provider.
    pub is_in_progress: bool,
    /// Absent where it never was.
    pub last_used: Option<LastUse>,
}

impl Services {
    /// When each of these clients and principals was last used, in the order asked for; those that do not exist are left
    /// out.
    ///
    /// # Errors
    /// [`ServiceError::TooMany`] for none or more than a page of them.
    pub async fn uses_of_clients(
        &self,
        _reader: &Reader,
        client_ids: &[String],
    ) -> Result<Vec<ClientUse>, ServiceError> {
        if client_ids.is_empty() || client_ids.len() > AT_ONCE {
            return Err(ServiceError::TooMany);
        }
        let mut uses = Vec::with_capacity(client_ids.len());
        for client_id in client_ids.iter().filter(|client_id| is_askable(client_id)) {
            if let Some(holder) = self.store.holder(client_id).await? {
                uses.push(ClientUse {
                    last_used: self.newest_use(self.store.uses_of_holder(&holder.id).await?),
                    client_id: holder.client_id,
                    name: holder.name,
                    is_in_progress: holder.is_in_progress,
                });
            }
        }
        Ok(uses)
    }

    /// The newest use of any of the secrets and keys of one client or principal.
    fn newest_use(&self, uses: Vec<StoredUse>) -> Option<LastUse> {
        uses.into_iter().fold(None, |newest, used| {
            let stored = used.last_used_at.map(|at| LastUse { at, address: used.last_used_address });
            let credential = if used.is_key { Credential::Key(used.id) } else { Credential::Secret(used.id) };
            newer(newest, self.last_uses.newest(&credential, stored))
        })
    }
}
