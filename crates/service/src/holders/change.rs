//! Switching clients and principals on and off and deleting them, several at once.

use std::collections::BTreeSet;

use domain::{ClientsChange, LeftOut, Status};
use store::Holder;

use super::{AT_ONCE, fields, is_askable};
use crate::work::Work;
use crate::{Administrator, ServiceError, Services};

/// What became of a change of several clients and principals.
#[derive(Debug, PartialEq, Eq)]
pub struct ChangedClients {
    /// The names of those that are now as was asked, whether or not they were before.
    pub changed: Vec<String>,
    /// The client ids of those that were left as they were, and why.
    pub left_out: Vec<(String, LeftOut)>,
}

impl Services {
    /// Enables, disables or deletes clients and principals, all in one transaction. Those for which it cannot be done are
    /// left out.
    ///
    /// # Errors
    /// [`ServiceError::TooMany`] for none or more than a page of them.
    pub async fn change_clients(
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
        let mut holders = Vec::new();
        let mut work = self.work(administrator).await?;
        for client_id in client_ids {
            let stored = if is_askable(client_id) { work.lock_holder(client_id).await? } else { None };
            match stored {
                None => left_out.push((client_id.clone(), LeftOut::NotFound)),
                Some(stored) if stored.is_in_progress && change == ClientsChange::Delete => {
                    left_out.push((client_id.clone(), LeftOut::InProgress));
                }
                Some(stored) => holders.push(stored),
            }
        }
        match change {
            ClientsChange::Enable => self.set_status(&mut work, &holders, Status::Enabled).await?,
            ClientsChange::Disable => self.set_status(&mut work, &holders, Status::Disabled).await?,
            ClientsChange::Delete => self.delete(&mut work, &holders).await?,
        }
        work.commit().await?;
        let changed = holders.into_iter().map(|holder| holder.name).collect();
        Ok(ChangedClients { changed, left_out })
    }

    /// Has clients and principals that are locked be enabled or disabled. A client that is disabled is the administrator's
    /// from then on: the program that registered it looks after it no longer, also once it is enabled again.
    pub(crate) async fn set_status(
        &self,
        work: &mut Work,
        holders: &[Holder],
        status: Status,
    ) -> Result<(), ServiceError> {
        for holder in holders.iter().filter(|holder| holder.status != status) {
            work.set_holder_status(holder, status, self.clock.now()).await?;
            if status == Status::Disabled {
                work.end_registration_token(&holder.id).await?;
            }
            let changes = fields::switched(holder.status, status);
            self.record(work, holder.kind.switched(status), holder, changes).await?;
        }
        Ok(())
    }

    /// Removes clients and principals that are locked.
    pub(crate) async fn delete(&self, work: &mut Work, holders: &[Holder]) -> Result<(), ServiceError> {
        work.remove_authenticators(holders).await?;
        for holder in holders {
            let changes = fields::removed(work.delete_holder(holder).await?);
            self.record(work, holder.kind.deleted(), holder, changes).await?;
        }
        Ok(())
    }
}
