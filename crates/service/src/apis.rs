//! APIs, their scopes and their roles.

mod conflict;
mod fields;
mod roles;

use domain::{AuditAction, NewApi, ScopeName, Title};
use store::{Api, ApiRole, Tx};

use crate::holders::is_askable;
use crate::{Administrator, Reader, ServiceError, Services};

/// An API with its roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiDetail {
    /// Names it in the audit trail, and where it is edited or deleted.
    pub id: String,
    /// What people call it.
    pub name: Title,
    /// Its scopes, in order.
    pub scopes: Vec<ScopeName>,
    /// Its roles, by name.
    pub roles: Vec<ApiRoleDetail>,
    /// Epoch seconds.
    pub created_at: i64,
    /// Epoch seconds; absent until the first change.
    pub updated_at: Option<i64>,
    /// Goes back with a change.
    pub version: i64,
}

/// A role of an API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiRoleDetail {
    /// Names it in the audit trail, and where it is edited, deleted or assigned.
    pub id: String,
    /// What people call it.
    pub name: Title,
    /// What it allows, in order.
    pub scopes: Vec<ScopeName>,
    /// How many clients and principals hold it.
    pub holders: i64,
    /// Goes back with a change.
    pub version: i64,
}

impl ApiDetail {
    fn new(api: Api, roles: Vec<ApiRole>) -> Self {
        Self {
            id: api.id,
            name: api.name,
            scopes: api.scopes.iter().cloned().collect(),
            roles: roles.into_iter().map(ApiRoleDetail::from).collect(),
            created_at: api.created_at,
            updated_at: api.updated_at,
            version: api.version,
        }
    }
}

impl From<ApiRole> for ApiRoleDetail {
    fn from(role: ApiRole) -> Self {
        Self {
            id: role.id,
            name: role.name,
            scopes: role.scopes.iter().cloned().collect(),
            holders: role.holders,
            version: role.version,
        }
    }
}

impl Services {
    /// Every API, by name.
    ///
    /// # Errors
    /// A [`ServiceError`] where the database fails.
    pub async fn apis(&self, _reader: &Reader) -> Result<Vec<ApiDetail>, ServiceError> {
        let apis = self.store.apis().await?;
        let mut roles = self.store.api_roles().await?;
        let with_roles = |api: Api| {
            let its_own = roles.extract_if(.., |role| role.api_id == api.id).collect();
            ApiDetail::new(api, its_own)
        };
        Ok(apis.into_iter().map(with_roles).collect())
    }

    /// Adds an API.
    ///
    /// # Errors
    /// [`ServiceError::Refused`] where its name is in use, or one of its scopes is another API's.
    pub async fn add_api(
        &self,
        administrator: &Administrator,
        new: NewApi,
    ) -> Result<ApiDetail, ServiceError> {
        let api = Api {
            id: self.row_ids.next(&self.clock, &self.rng),
            name: new.name().clone(),
            scopes: new.scopes().clone(),
            created_at: self.clock.now(),
            updated_at: None,
            version: 1,
        };
        let event = self.event(administrator.person(), AuditAction::ApiAdded, &api, fields::api_added(&api));

        let mut tx = self.store.begin().await?;
        if !tx.add_api(&api).await? {
            return Err(conflict::refused(&new, tx.api_taken(&api).await?));
        }
        tx.record(&event).await?;
        tx.commit().await?;
        Ok(ApiDetail::new(api, Vec::new()))
    }

    /// Saves the fields of an API that was at `version` when they were read.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`], [`ServiceError::ChangedMeanwhile`], [`ServiceError::Refused`], also for a scope that
    /// goes while a role has it.
    pub async fn edit_api(
        &self,
        administrator: &Administrator,
        id: &str,
        version: i64,
        new: NewApi,
    ) -> Result<ApiDetail, ServiceError> {
        let mut tx = self.store.begin().await?;
        let before = locked(&mut tx, id).await?;
        if before.version != version {
            return Err(ServiceError::ChangedMeanwhile);
        }
        let roles = tx.api_roles(id).await?;
        let after = Api {
            name: new.name().clone(),
            scopes: new.scopes().clone(),
            updated_at: Some(self.clock.now()),
            version: before.version + 1,
            ..before.clone()
        };
        let changes = fields::api_changed(&before, &after);
        if changes.is_empty() {
            return Ok(ApiDetail::new(before, roles));
        }
        // Asked first: two that take their names over from each other would wait for each other.
        let mut problems = conflict::problems(&new, tx.api_taken(&after).await?);
        problems.extend(conflict::scopes_in_use(&before.scopes, &after.scopes, &roles));
        if !problems.is_empty() {
            return Err(ServiceError::Refused(problems));
        }
        if !tx.update_api(&before, &after).await? {
            drop(tx);
            return Err(conflict::refused(&new, self.store.begin().await?.api_taken(&after).await?));
        }
        let person = administrator.person();
        tx.record(&self.event(person, AuditAction::ApiEdited, &after, changes)).await?;
        tx.commit().await?;
        Ok(ApiDetail::new(after, roles))
    }

    /// Removes an API with its roles, where nobody holds one.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`], [`ServiceError::InUse`] with how many hold one.
    pub async fn delete_api(&self, administrator: &Administrator, id: &str) -> Result<(), ServiceError> {
        let mut tx = self.store.begin().await?;
        let api = locked(&mut tx, id).await?;
        let roles = tx.api_roles(id).await?;
        // Nobody holds two roles of one API.
        let holders = roles.iter().map(|role| role.holders).sum();
        if holders > 0 {
            return Err(ServiceError::InUse(holders));
        }
        tx.delete_api(id).await?;
        let person = administrator.person();
        for role in &roles {
            let changes = fields::role_removed(&api, role);
            tx.record(&self.event(person, AuditAction::RoleDeleted, role, changes)).await?;
        }
        let changes = fields::api_removed(&api);
        tx.record(&self.event(person, AuditAction::ApiDeleted, &api, changes)).await?;
        tx.commit().await?;
        Ok(())
    }
}

async fn locked(tx: &mut Tx, id: &str) -> Result<Api, ServiceError> {
    let found = if is_askable(id) { tx.lock_api(id).await? } else { None };
    found.ok_or(ServiceError::NotFound)
}
