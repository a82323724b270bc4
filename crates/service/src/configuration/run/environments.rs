//! The environments of a document.

use super::super::change::Subject;
use super::super::check::{Checked, place};
use super::super::{ChangeAction, ConfigurationError, EntryKind};
use super::{Run, still_there};

pub(super) const ENVIRONMENT: Subject<'_> =
    Subject { kind: EntryKind::Environment, client_id: None, within: None };

impl Run<'_> {
    pub(super) async fn environments(&mut self, document: &Checked) -> Result<(), ConfigurationError> {
        let mut stored = Vec::new();
        for id in self.work.environment_ids().await? {
            stored.extend(self.work.lock_environment(&id).await?);
        }
        for (index, new) in document.environments.iter().enumerate() {
            let refused = |error| {
                ConfigurationError::of_entry(&place("environments", index), new.name().as_str(), error)
            };
            match stored.iter().find(|environment| environment.name == *new.name()) {
                None => {
                    self.services.add_environment_in(&mut self.work, new).await.map_err(refused)?;
                    self.tell(ChangeAction::Create, &ENVIRONMENT);
                }
                Some(before) => {
                    let edited = self.services.edit_environment_in(&mut self.work, before, new).await;
                    still_there(edited.map_err(refused)?)?;
                    self.tell(ChangeAction::Edit, &ENVIRONMENT);
                }
            }
        }
        Ok(())
    }
}
