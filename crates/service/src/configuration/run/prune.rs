//! What a document does not name goes: first what nobody depends on, so that it stands in nobody's way, and at last the rest.

use std::collections::BTreeSet;

use domain::HolderKind;
use store::{Api, Environment};

use super::super::change::Subject;
use super::super::check::Checked;
use super::super::problem::EntryConflict;
use super::super::{ChangeAction, ConfigurationError, EntryKind};
use super::Run;
use super::apis::{API, role_of};
use super::environments::ENVIRONMENT;
use super::places::Places;

/// What goes at last.
#[derive(Default)]
pub(super) struct LeftOver {
    environments: Vec<String>,
    apis: Vec<String>,
    /// Each with its API.
    roles: Vec<(String, String)>,
}

impl Run<'_> {
    /// Removes what the document does not name and nobody depends on; says what is left over.
    pub(super) async fn prune_first(
        &mut self,
        document: &Checked,
        places: &Places,
    ) -> Result<LeftOver, ConfigurationError> {
        let absent = &places.absent;
        if let Some(holder) = absent.holders.iter().find(|holder| holder.is_in_progress) {
            let conflict = EntryConflict::InProgress { name: holder.name.clone() };
            return Err(ConfigurationError::at("oauth_clients", &conflict));
        }
        for holder in &absent.holders {
            let kind = match holder.kind {
                HolderKind::OAuthClient => EntryKind::OAuthClient,
                HolderKind::ServicePrincipal => EntryKind::ServicePrincipal,
            };
            self.services.delete(&mut self.work, std::slice::from_ref(holder)).await?;
            let subject = Subject { kind, client_id: Some(&holder.client_id), within: None };
            self.tell(ChangeAction::Delete, &subject);
        }
        let mut left_over = LeftOver::default();
        for environment in &absent.environments {
            if self.work.principals_in(&environment.id).await? > 0 {
                left_over.environments.push(environment.id.clone());
            } else {
                self.prune_environment(environment).await?;
            }
        }
        for api in &absent.apis {
            let roles = self.work.api_roles(&api.id).await?;
            if roles.iter().any(|role| role.holders > 0) {
                left_over.apis.push(api.id.clone());
            } else {
                self.prune_api(api).await?;
            }
        }
        if absent.has_roles {
            self.prune_roles(document, &mut left_over).await?;
        }
        Ok(left_over)
    }

    /// Removes what was left over.
    pub(super) async fn prune_rest(&mut self, left_over: LeftOver) -> Result<(), ConfigurationError> {
        for (api_id, role_id) in left_over.roles {
            let Some(api) = self.work.lock_api(&api_id).await? else { continue };
            let roles = self.work.api_roles(&api_id).await?;
            for role in roles.iter().filter(|role| role.id == role_id) {
                let deleted = self.services.delete_api_role_in(&mut self.work, &api, role).await;
                let named = |error| ConfigurationError::of_entry("apis", role.name.as_str(), error);
                deleted.map_err(named)?;
                self.tell(ChangeAction::Delete, &role_of(&api));
            }
        }
        for id in left_over.apis {
            if let Some(api) = self.work.lock_api(&id).await? {
                self.prune_api(&api).await?;
            }
        }
        for id in left_over.environments {
            if let Some(environment) = self.work.lock_environment(&id).await? {
                self.prune_environment(&environment).await?;
            }
        }
        Ok(())
    }

    /// Roles that an API of the document does not name.
    async fn prune_roles(
        &mut self,
        document: &Checked,
        left_over: &mut LeftOver,
    ) -> Result<(), ConfigurationError> {
        for api in super::lock_apis(&mut self.work).await? {
            let entry = document.apis.iter().find(|entry| entry.new.name().key() == api.name.key());
            let Some(entry) = entry else { continue };
            let named: BTreeSet<_> = entry.roles.iter().map(|role| role.name().key()).collect();
            for role in self.work.api_roles(&api.id).await? {
                if named.contains(&role.name.key()) {
                    continue;
                }
                if role.holders > 0 {
                    left_over.roles.push((api.id.clone(), role.id));
                    continue;
                }
                let deleted = self.services.delete_api_role_in(&mut self.work, &api, &role).await;
                deleted.map_err(|error| ConfigurationError::of_entry("apis", role.name.as_str(), error))?;
                self.tell(ChangeAction::Delete, &role_of(&api));
            }
        }
        Ok(())
    }

    async fn prune_api(&mut self, api: &Api) -> Result<(), ConfigurationError> {
        let deleted = self.services.delete_api_in(&mut self.work, api).await;
        deleted.map_err(|error| ConfigurationError::of_entry("apis", api.name.as_str(), error))?;
        self.tell(ChangeAction::Delete, &API);
        Ok(())
    }

    async fn prune_environment(&mut self, environment: &Environment) -> Result<(), ConfigurationError> {
        let deleted = self.services.delete_environment_in(&mut self.work, environment).await;
        let name = environment.name.as_str();
        let is_deleted =
            deleted.map_err(|error| ConfigurationError::of_entry("environments", name, error))?;
        if !is_deleted {
            return Err(crate::ServiceError::ChangedMeanwhile.into());
        }
        self.tell(ChangeAction::Delete, &ENVIRONMENT);
        Ok(())
    }
}
