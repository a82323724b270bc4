//! APIs, their scopes and their roles.

mod built_in;
mod conflict;
mod fields;
mod roles;

use domain::{AuditAction, NewApi, ScopeName, Title};
use store::{Api, ApiRole, Tx};

use crate::holders::is_askable;
use crate::work::Work;
use crate::{Administrator, Reader, ServiceError, Services};

/// An API with its roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiDetail {
    /// Names it in the audit trail, and where it is edited or deleted.
    pub id: String,
    /// What people call it.
    pub name: Title,
    /// Whether it is this server's own, which can be neither edited nor deleted.
    pub is_built_in: bool,
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
            is_built_in: api.is_built_in,
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
        let mut work = self.work(administrator).await?;
        let api = self.add_api_in(&mut work, &new).await?;
        work.commit().await?;
        Ok(ApiDetail::new(api, Vec::new()))
    }

    /// [`Self::add_api`] as a part of more.
    pub(crate) async fn add_api_in(&self, work: &mut Work, new: &NewApi) -> Result<Api, ServiceError> {
        let api = Api {
            id: self.row_ids.next(&self.clock, &self.rng),
            name: new.name().clone(),
            scopes: new.scopes().clone(),
            is_built_in: false,
            created_at: self.clock.now(),
            updated_at: None,
            version: 1,
        };
        if !work.add_api(&api).await? {
            return Err(conflict::refused(new, work.api_taken(&api).await?));
        }
        self.record(work, AuditAction::ApiAdded, &api, fields::api_added(&api)).await?;
        Ok(api)
    }

    /// Saves the fields of an API that was at `version` when they were read.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`], [`ServiceError::BuiltIn`], [`ServiceError::ChangedMeanwhile`],
    /// [`ServiceError::Refused`], also for a scope that goes while a role has it.
    pub async fn edit_api(
        &self,
        administrator: &Administrator,
        id: &str,
        version: i64,
        new: NewApi,
    ) -> Result<ApiDetail, ServiceError> {
        let mut work = self.work(administrator).await?;
        let before = locked(&mut work, id).await?;
        if before.version != version {
            return Err(ServiceError::ChangedMeanwhile);
        }
        let roles = work.api_roles(id).await?;
        let Some(after) = self.edit_api_in(&mut work, &before, &new).await? else {
            drop(work);
            let wanted = self.edited_api(&before, &new);
            return Err(conflict::refused(&new, self.store.begin().await?.api_taken(&wanted).await?));
        };
        work.commit().await?;
        Ok(ApiDetail::new(after, roles))
    }

    /// [`Self::edit_api`] as a part of more, of an API that is locked. None where another one was given what this one is to
    /// have meanwhile: then nothing can be committed.
    pub(crate) async fn edit_api_in(
        &self,
        work: &mut Work,
        before: &Api,
        new: &NewApi,
    ) -> Result<Option<Api>, ServiceError> {
        let roles = work.api_roles(&before.id).await?;
        let after = self.edited_api(before, new);
        let changes = fields::api_changed(before, &after);
        if changes.is_empty() {
            return Ok(Some(before.clone()));
        }
        // Asked first: two that take their names over from each other would wait for each other.
        let mut problems = conflict::problems(new, work.api_taken(&after).await?);
        problems.extend(conflict::scopes_in_use(&before.scopes, &after.scopes, &roles));
        if !problems.is_empty() {
            return Err(ServiceError::Refused(problems));
        }
        if !work.update_api(before, &after).await? {
            return Ok(None);
        }
        self.record(work, AuditAction::ApiEdited, &after, changes).await?;
        Ok(Some(after))
    }

    fn edited_api(&self, before: &Api, new: &NewApi) -> Api {
        Api {
            name: new.name().clone(),
            scopes: new.scopes().clone(),
            updated_at: Some(self.clock.now()),
            version: before.version + 1,
            ..before.clone()
        }
    }

    /// Removes an API with its roles, where nobody holds one.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`], [`ServiceError::BuiltIn`], [`ServiceError::InUse`] with how many hold one.
    pub async fn delete_api(&self, administrator: &Administrator, id: &str) -> Result<(), ServiceError> {
        let mut work = self.work(administrator).await?;
        let api = locked(&mut work, id).await?;
        self.delete_api_in(&mut work, &api).await?;
        work.commit().await?;
        Ok(())
    }

    /// [`Self::delete_api`] as a part of more, of an API that is locked.
    pub(crate) async fn delete_api_in(&self, work: &mut Work, api: &Api) -> Result<(), ServiceError> {
        let roles = work.api_roles(&api.id).await?;
        // Nobody holds two roles of one API.
        let holders = roles.iter().map(|role| role.holders).sum();
        if holders > 0 {
            return Err(ServiceError::InUse(holders));
        }
        work.delete_api(&api.id).await?;
        for role in &roles {
            let changes = fields::role_removed(api, role);
            self.record(work, AuditAction::RoleDeleted, role, changes).await?;
        }
        self.record(work, AuditAction::ApiDeleted, api, fields::api_removed(api)).await?;
        Ok(())
    }
}

/// The API with this primary key, which nobody else can change meanwhile, nor its roles; never this server's own.
pub(crate) async fn locked(tx: &mut Tx, id: &str) -> Result<Api, ServiceError> {
    let found = if is_askable(id) { tx.lock_api(id).await? } else { None };
    let api = found.ok_or(ServiceError::NotFound)?;
    if api.is_built_in { Err(ServiceError::BuiltIn) } else { Ok(api) }
}
