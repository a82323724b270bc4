//! Roles of an API. Each change locks the API: what its scopes are stays so meanwhile, and who holds which of its roles.

use domain::{AuditAction, NewApiRole};
use store::{Api, ApiRole, Tx};

use super::{ApiRoleDetail, conflict, fields, locked};
use crate::holders::is_askable;
use crate::{Administrator, ServiceError, Services};

impl Services {
    /// Adds a role to an API.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`], [`ServiceError::Refused`] where the API has a role of this name, or no such scope.
    pub async fn add_api_role(
        &self,
        administrator: &Administrator,
        api_id: &str,
        new: NewApiRole,
    ) -> Result<ApiRoleDetail, ServiceError> {
        let mut tx = self.store.begin().await?;
        let api = locked(&mut tx, api_id).await?;
        conflict::must_be_of_api(&new, &api)?;
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
        if !tx.add_api_role(&role).await? {
            return Err(conflict::role_name_taken());
        }
        let changes = fields::role_added(&api, &role);
        tx.record(&self.event(administrator.person(), AuditAction::RoleAdded, &role, changes)).await?;
        tx.commit().await?;
        Ok(role.into())
    }

    /// Saves the fields of a role that was at `version` when they were read. From the next token on it allows what it says
    /// now.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`], [`ServiceError::ChangedMeanwhile`], [`ServiceError::Refused`].
    pub async fn edit_api_role(
        &self,
        administrator: &Administrator,
        id: &str,
        version: i64,
        new: NewApiRole,
    ) -> Result<ApiRoleDetail, ServiceError> {
        let mut tx = self.store.begin().await?;
        let (api, before) = locked_role(&mut tx, id).await?;
        if before.version != version {
            return Err(ServiceError::ChangedMeanwhile);
        }
        conflict::must_be_of_api(&new, &api)?;
        let after = ApiRole {
            name: new.name().clone(),
            scopes: new.scopes().clone(),
            updated_at: Some(self.clock.now()),
            version: before.version + 1,
            ..before.clone()
        };
        let changes = fields::role_changed(&api, &before, &after);
        if changes.is_empty() {
            return Ok(before.into());
        }
        if !tx.update_api_role(&before, &after).await? {
            return Err(conflict::role_name_taken());
        }
        tx.record(&self.event(administrator.person(), AuditAction::RoleEdited, &after, changes)).await?;
        tx.commit().await?;
        Ok(after.into())
    }

    /// Removes a role that nobody holds.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`], [`ServiceError::InUse`] with how many hold it.
    pub async fn delete_api_role(&self, administrator: &Administrator, id: &str) -> Result<(), ServiceError> {
        let mut tx = self.store.begin().await?;
        let (api, role) = locked_role(&mut tx, id).await?;
        if role.holders > 0 {
            return Err(ServiceError::InUse(role.holders));
        }
        tx.delete_api_role(id).await?;
        let changes = fields::role_removed(&api, &role);
        tx.record(&self.event(administrator.person(), AuditAction::RoleDeleted, &role, changes)).await?;
        tx.commit().await?;
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
