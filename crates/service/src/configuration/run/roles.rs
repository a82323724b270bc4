//! The roles that clients and principals of a document hold.

use std::collections::{BTreeSet, HashMap};

use domain::{Status, Title};
use store::{ApiRole, Tx};

use super::super::change::Subject;
use super::super::problem::EntryConflict;
use super::super::{ChangeAction, ConfigurationError, HeldRoleEntry};
use super::{Run, still_there};

/// The roles of each API that was asked about, by the key of its name: they change no more.
#[derive(Default)]
pub(super) struct KnownRoles(Option<HashMap<String, Vec<ApiRole>>>);

impl KnownRoles {
    async fn read(&mut self, tx: &mut Tx) -> Result<&HashMap<String, Vec<ApiRole>>, ConfigurationError> {
        if self.0.is_none() {
            let mut known = HashMap::new();
            for id in tx.api_ids().await? {
                if let Some(api) = tx.lock_api(&id).await? {
                    known.insert(api.name.key(), tx.api_roles(&id).await?);
                }
            }
            self.0 = Some(known);
        }
        Ok(self.0.get_or_insert_default())
    }
}

/// What an entry says of a client or principal beside its fields.
pub(super) struct Standing<'a> {
    pub(super) place: &'a str,
    pub(super) client_id: &'a str,
    pub(super) status: Option<Status>,
    pub(super) roles: Option<&'a [HeldRoleEntry]>,
}

impl Run<'_> {
    /// Has a client or principal be enabled or disabled, and hold roles, as its entry says.
    pub(super) async fn stand(
        &mut self,
        standing: Standing<'_>,
        subject: &Subject<'_>,
        known: &mut KnownRoles,
    ) -> Result<(), ConfigurationError> {
        let holder = still_there(self.work.lock_holder(standing.client_id).await?)?;
        if let Some(status) = standing.status {
            self.services.set_status(&mut self.work, std::slice::from_ref(&holder), status).await?;
            let action = match status {
                Status::Enabled => ChangeAction::Enable,
                Status::Disabled => ChangeAction::Disable,
            };
            self.tell(action, subject);
        }
        if let Some(roles) = standing.roles {
            let wanted = self.role_ids(standing.place, roles, known).await?;
            let wanted = wanted.iter().map(String::as_str).collect();
            let assigned = self.services.assign_roles_in(&mut self.work, &holder, &wanted).await;
            assigned.map_err(|error| ConfigurationError::of_entry(standing.place, &holder.name, error))?;
            self.tell(ChangeAction::Assign, subject);
        }
        Ok(())
    }

    async fn role_ids(
        &mut self,
        place: &str,
        roles: &[HeldRoleEntry],
        known: &mut KnownRoles,
    ) -> Result<BTreeSet<String>, ConfigurationError> {
        let mut apis = BTreeSet::new();
        let mut ids = BTreeSet::new();
        if roles.is_empty() {
            return Ok(ids);
        }
        let known = known.read(&mut self.work).await?;
        let key = |name: &str| Title::parse(name).map(|name| name.key()).unwrap_or_default();
        for (index, wanted) in roles.iter().enumerate() {
            let refused = |conflict| ConfigurationError::at(format!("{place}.roles[{index}]"), &conflict);
            let api = key(&wanted.api_name);
            let roles_of_api = known.get(&api).ok_or_else(|| refused(EntryConflict::UnknownApi))?;
            let role = roles_of_api.iter().find(|role| role.name.key() == key(&wanted.role_name));
            ids.insert(role.ok_or_else(|| refused(EntryConflict::UnknownRole))?.id.clone());
            if !apis.insert(api) {
                return Err(refused(EntryConflict::SecondOfApi));
            }
        }
        Ok(ids)
    }
}
