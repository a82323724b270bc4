//! The APIs of a document, with their roles.

use domain::{ApiDraft, NewApi, NewApiRole};
use store::{Api, ApiRole};

use super::super::change::Subject;
use super::super::check::{Checked, CheckedApi, place};
use super::super::problem::EntryConflict;
use super::super::{ChangeAction, ConfigurationError, EntryKind};
use super::{Run, still_there};
use crate::ServiceError;

pub(super) const API: Subject<'_> = Subject { kind: EntryKind::Api, client_id: None, within: None };

pub(super) fn role_of(api: &Api) -> Subject<'_> {
    Subject { kind: EntryKind::ApiRole, client_id: None, within: Some(api.name.as_str()) }
}

/// An API that still has scopes which it is not to have: roles need them that are yet to change.
pub(super) struct Narrowed<'a> {
    place: String,
    id: String,
    new: &'a NewApi,
}

impl Run<'_> {
    pub(super) async fn apis<'d>(
        &mut self,
        document: &'d Checked,
    ) -> Result<Vec<Narrowed<'d>>, ConfigurationError> {
        let stored = super::lock_apis(&mut self.work).await?;
        let mut narrowed = Vec::new();
        for (index, entry) in document.apis.iter().enumerate() {
            let place = place("apis", index);
            let before = stored.iter().find(|api| api.name.key() == entry.new.name().key());
            if before.is_some_and(|before| before.is_built_in) {
                return Err(ConfigurationError::at(format!("{place}.api_name"), &EntryConflict::BuiltIn));
            }
            let api = match before {
                None => self.add_api(&place, entry).await?,
                Some(before) => {
                    let roles = self.work.api_roles(&before.id).await?;
                    let after = self.widen_api(&place, entry, before, &roles).await?;
                    if after.scopes != *entry.new.scopes() {
                        narrowed.push(Narrowed {
                            place: place.clone(),
                            id: after.id.clone(),
                            new: &entry.new,
                        });
                    }
                    after
                }
            };
            self.roles(&place, &api, &entry.roles).await?;
        }
        Ok(narrowed)
    }

    async fn add_api(&mut self, place: &str, entry: &CheckedApi) -> Result<Api, ConfigurationError> {
        let added = self.services.add_api_in(&mut self.work, &entry.new).await;
        let refused = |error| ConfigurationError::of_entry(place, entry.new.name().as_str(), error);
        let api = added.map_err(refused)?;
        self.tell(ChangeAction::Create, &API);
        Ok(api)
    }

    /// Gives an API its name and its scopes; those that its roles have as they are now it keeps for the moment.
    async fn widen_api(
        &mut self,
        place: &str,
        entry: &CheckedApi,
        before: &Api,
        roles: &[ApiRole],
    ) -> Result<Api, ConfigurationError> {
        let refused = |error| ConfigurationError::of_entry(place, before.name.as_str(), error);
        let new = &entry.new;
        let kept = before
            .scopes
            .iter()
            .filter(|scope| !new.scopes().has(scope) && roles.iter().any(|role| role.scopes.has(scope)));
        let kept: Vec<_> = kept.map(ToString::to_string).collect();
        let edited = if kept.is_empty() {
            self.services.edit_api_in(&mut self.work, before, new).await
        } else {
            let scopes = new.scopes().iter().map(ToString::to_string).chain(kept).collect();
            let draft = ApiDraft { name: new.name().to_string(), scopes };
            let wider = draft.check().map_err(|problems| refused(ServiceError::Refused(problems)))?;
            self.services.edit_api_in(&mut self.work, before, &wider).await
        };
        let after = still_there(edited.map_err(refused)?)?;
        self.tell(ChangeAction::Edit, &API);
        Ok(after)
    }

    async fn roles(
        &mut self,
        place: &str,
        api: &Api,
        wanted: &[NewApiRole],
    ) -> Result<(), ConfigurationError> {
        let stored = self.work.api_roles(&api.id).await?;
        for (index, new) in wanted.iter().enumerate() {
            let refused = |error| {
                let place = super::super::check::place(&format!("{place}.roles"), index);
                ConfigurationError::of_entry(&place, new.name().as_str(), error)
            };
            match stored.iter().find(|role| role.name.key() == new.name().key()) {
                None => {
                    self.services.add_api_role_in(&mut self.work, api, new).await.map_err(refused)?;
                    self.tell(ChangeAction::Create, &role_of(api));
                }
                Some(before) => {
                    let edited = self.services.edit_api_role_in(&mut self.work, api, before, new).await;
                    edited.map_err(refused)?;
                    self.tell(ChangeAction::Edit, &role_of(api));
                }
            }
        }
        Ok(())
    }

    /// Takes from APIs the scopes that they kept for their roles.
    pub(super) async fn narrow_apis(
        &mut self,
        narrowed: Vec<Narrowed<'_>>,
    ) -> Result<(), ConfigurationError> {
        for Narrowed { place, id, new } in narrowed {
            let before = still_there(self.work.lock_api(&id).await?)?;
            let edited = self.services.edit_api_in(&mut self.work, &before, new).await;
            let refused = |error| ConfigurationError::of_entry(&place, new.name().as_str(), error);
            still_there(edited.map_err(refused)?)?;
            self.tell(ChangeAction::Edit, &API);
        }
        Ok(())
    }
}
