//! Roles of an API. Each change locks the API: what its scopes are stays so meanwhile, and who holds which of its roles.

use domain::{AuditAction, NewApiRole};
use store::{Api, ApiRole, Tx};

use super::{ApiRoleDetail, conflict, fields, locked};
use crate::holders::is_askable;
use crate::work::Work;
use crate::{Administrator, ServiceError, Services};

impl Services {
    /// Adds a role to an API.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`], [`ServiceError::BuiltIn`], [`ServiceError::Refused`] where the API has a role of this name, or no such scope.
    pub async fn add_api_role(
        &self,
        administrator: &Administrator,
        api_id: &str,
        new: NewApiRole,
    ) -> Result<ApiRoleDetail, ServiceError> {
        let mut work = self.work(administrator).await?;
        let api = locked(&mut work, api_id).await?;
        let role = self.add_api_role_in(&mut work, &api, &new).await?;
        work.commit().await?;
        Ok(role.into())
    }

    /// [`Self::add_api_role`] as a part of more, to an API that is locked.
    pub(crate) async fn add_api_role_in(
        &self,
        work: &mut Work,
        api: &Api,
        new: &NewApiRole,
    ) -> Result<ApiRole, ServiceError> {
        conflict::must_be_of_api(new, api)?;
        let role = ApiRole {
            id: self.row_ids.next(&self.clock, &self.rng),
            api_id: api.id.clone(),
            name: new.name().clone(),
            scopes: new.scopes().clone(),
            holders: 0,
            created_at: self.clock.now(),
            updated_at: None,
            version: 1,
        };
        if !work.add_api_role(&role).await? {
            return Err(conflict::role_name_taken());
        }
        self.record(work, AuditAction::RoleAdded, &role, fields::role_added(api, &role)).await?;
        Ok(role)
    }

    /// Saves the fields of a role that was at `version` when they were read. From the next token on it allows what it says
    /// now.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`], [`ServiceError::BuiltIn`], [`ServiceError::ChangedMeanwhile`], [`ServiceError::Refused`].
    pub async fn edit_api_role(
        &self,
        administrator: &Administrator,
        id: &str,
        version: i64,
        new: NewApiRole,
    ) -> Result<ApiRoleDetail, ServiceError> {
        let mut work = self.work(administrator).await?;
        let (api, before) = locked_role(&mut work, id).await?;
        if before.version != version {
            return Err(ServiceError::ChangedMeanwhile);
        }
        let after = self.edit_api_role_in(&mut work, &api, &before, &new).await?;
        work.commit().await?;
        Ok(after.into())
    }

    /// [`Self::edit_api_role`] as a part of more, of an API that is locked.
    pub(crate) async fn edit_api_role_in(
        &self,
        work: &mut Work,
        api: &Api,
        before: &ApiRole,
        new: &NewApiRole,
    ) -> Result<ApiRole, ServiceError> {
        conflict::must_be_of_api(new, api)?;
        let after = ApiRole {
            name: new.name().clone(),
            scopes: new.scopes().clone(),
            updated_at: Some(self.clock.now()),
            version: before.version + 1,
            ..before.clone()
        };
        let changes = fields::role_changed(api, before, &after);
        if changes.is_empty() {
            return Ok(before.clone());
        }
        if !work.update_api_role(before, &after).await? {
            return Err(conflict::role_name_taken());
        }
        self.record(work, AuditAction::RoleEdited, &after, changes).await?;
        Ok(after)
    }

    /// Removes a role that nobody holds.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`], [`ServiceError::BuiltIn`], [`ServiceError::InUse`] with how many hold it.
    pub async fn delete_api_role(&self, administrator: &Administrator, id: &str) -> Result<(), ServiceError> {
        let mut work = self.work(administrator).await?;
        let (api, role) = locked_role(&mut work, id).await?;
        self.delete_api_role_in(&mut work, &api, &role).await?;
        work.commit().await?;
        Ok(())
    }

    /// [`Self::delete_api_role`] as a part of more, of an API that is locked.
    pub(crate) async fn delete_api_role_in(
        &self,
        work: &mut Work,
        api: &Api,
        role: &ApiRole,
    ) -> Result<(), ServiceError> {
        if role.holders > 0 {
            return Err(ServiceError::InUse(role.holders));
        }
        work.delete_api_role(&role.id).await?;
        self.record(work, AuditAction::RoleDeleted, role, fields::role_removed(api, role)).await?;
        Ok(())
    }
}

/// A role with its API, both as they are once the API is locked.
async fn locked_role(tx: &mut Tx, id: &str) -> Result<(Api, ApiRole), ServiceError> {
    let api_id = if is_askable(id) { tx.api_of_role(id).await? } else { None };
    let api = locked(tx, &api_id.ok_or(ServiceError::NotFound)?).await?;
    let roles = tx.api_roles(&api.id).await?;
    let role = roles.into_iter().find(|role| role.id == id).ok_or(ServiceError::NotFound)?;
    Ok((api, role))
}
