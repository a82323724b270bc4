//! Switching clients on and off and deleting them, several at once.

use std::collections::BTreeSet;

use domain::{AuditAction, ClientsChange, LeftOut, Status};
use store::{Tx, UnreadClient};

use super::{AT_ONCE, fields, is_askable};
use crate::client_secrets::remove_secrets;
use crate::{Administrator, ServiceError, Services, SignedIn};

/// What became of a change of several clients.
#[derive(Debug, PartialEq, Eq)]
pub struct ChangedClients {
    /// The names of those that are now as was asked, whether or not they were before.
    pub changed: Vec<String>,
    /// The client ids of those that were left as they were, and why.
    pub left_out: Vec<(String, LeftOut)>,
}

impl Services {
    /// Enables, disables or deletes clients, all in one transaction. Those for which it cannot be done are left out.
    ///
    /// # Errors
    /// [`ServiceError::TooMany`] for none or more than a page of clients.
    pub async fn change_oauth_clients(
        &self,
        administrator: &Administrator,
        client_ids: &[String],
        change: ClientsChange,
    ) -> Result<ChangedClients, ServiceError> {
        if client_ids.is_empty() || client_ids.len() > AT_ONCE {
            return Err(ServiceError::TooMany);
        }
        // In one order everywhere, so that of two such changes at once the second waits for the first.
        let client_ids: BTreeSet<&String> = client_ids.iter().collect();
        let mut left_out = Vec::new();
        let mut clients = Vec::new();
        let mut tx = self.store.begin().await?;
        for client_id in client_ids {
            let stored = if is_askable(client_id) { tx.lock_unread_client(client_id).await? } else { None };
            match stored {
                None => left_out.push((client_id.clone(), LeftOut::NotFound)),
                Some(stored) if stored.is_in_progress && change == ClientsChange::Delete => {
                    left_out.push((client_id.clone(), LeftOut::InProgress));
                }
                Some(stored) => clients.push(stored),
            }
        }
        let person = administrator.person();
        match change {
            ClientsChange::Enable => self.set_status(&mut tx, person, &clients, Status::Enabled).await?,
            ClientsChange::Disable => self.set_status(&mut tx, person, &clients, Status::Disabled).await?,
            ClientsChange::Delete => self.delete(&mut tx, person, &clients).await?,
        }
        tx.commit().await?;
        let changed = clients.into_iter().map(|client| client.name).collect();
        Ok(ChangedClients { changed, left_out })
    }

    async fn set_status(
        &self,
        tx: &mut Tx,
        person: &SignedIn,
        clients: &[UnreadClient],
        status: Status,
    ) -> Result<(), ServiceError> {
        let action = match status {
            Status::Enabled => AuditAction::ClientEnabled,
            Status::Disabled => AuditAction::ClientDisabled,
        };
        for client in clients.iter().filter(|client| client.status != status) {
            tx.set_client_status(&client.id, status, self.clock.now()).await?;
            let changes = fields::switched(client.status, status);
            tx.record(&self.event(person, action, client, changes)).await?;
        }
        Ok(())
    }

    async fn delete(
        &self,
        tx: &mut Tx,
        person: &SignedIn,
        clients: &[UnreadClient],
    ) -> Result<(), ServiceError> {
        remove_secrets(tx, clients).await?;
        for client in clients {
            let changes = fields::removed(tx.delete_oauth_client(client).await?);
            tx.record(&self.event(person, AuditAction::ClientDeleted, client, changes)).await?;
        }
        Ok(())
    }
}
