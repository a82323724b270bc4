//! A transaction under way: who does what is done in it, and what the audit trail will tell of it. A use case that may be one
//! of several that happen together or not at all has a part that works in a given one.

use std::ops::{Deref, DerefMut};

use domain::AuditAction;
use store::{AuditEvent, FieldChange, StoreError, Tx};

use crate::audit::Entity;
use crate::{Administrator, Services};

/// A transaction under way. Dropped without [`Work::commit`] it leaves everything as it was, the audit trail included.
pub(crate) struct Work {
    tx: Tx,
    administrator: Administrator,
    events: Vec<AuditEvent>,
}

impl Deref for Work {
    type Target = Tx;

    fn deref(&self) -> &Tx {
        &self.tx
    }
}

impl DerefMut for Work {
    fn deref_mut(&mut self) -> &mut Tx {
        &mut self.tx
    }
}

impl Work {
    /// What has been done since the last time somebody asked.
    pub(crate) fn told(&mut self) -> Vec<AuditEvent> {
        std::mem::take(&mut self.events)
    }

    /// Makes everything that was done last.
    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        self.tx.commit().await
    }
}

impl Services {
    pub(crate) async fn work(&self, administrator: &Administrator) -> Result<Work, StoreError> {
        Ok(Work { tx: self.store.begin().await?, administrator: administrator.clone(), events: Vec::new() })
    }

    /// Has the audit trail tell what was just done.
    pub(crate) async fn record<'a>(
        &self,
        work: &mut Work,
        action: AuditAction,
        entity: impl Into<Entity<'a>>,
        changes: Vec<FieldChange>,
    ) -> Result<(), StoreError> {
        let event = self.event(work.administrator.caller(), action, entity, changes);
        work.tx.record(&event).await?;
        work.events.push(event);
        Ok(())
    }
}
