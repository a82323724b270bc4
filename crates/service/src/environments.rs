//! Environments: where service principals live.

mod conflict;
mod first;

use domain::{Audience, AuditAction, EnvironmentName, Field, FieldProblem, NewEnvironment};
use store::{Environment, FieldChange, Tx};

use crate::holders::is_askable;
use crate::work::Work;
use crate::{Administrator, Reader, ServiceError, Services};

/// An environment, and how much is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnvironmentDetail {
    /// Names it in the audit trail, and where it is edited or deleted.
    pub id: String,
    /// Its name, as it stands in tokens.
    pub name: EnvironmentName,
    /// For whom its tokens are.
    pub audience: String,
    /// How many principals live in it.
    pub principals: i64,
    /// Epoch seconds.
    pub created_at: i64,
    /// Epoch seconds; absent until the first change.
    pub updated_at: Option<i64>,
    /// Goes back with a change.
    pub version: i64,
}

impl EnvironmentDetail {
    fn new(environment: Environment, principals: i64) -> Self {
        Self {
            id: environment.id,
            name: environment.name,
            audience: environment.audience.into(),
            principals,
            created_at: environment.created_at,
            updated_at: environment.updated_at,
            version: environment.version,
        }
    }
}

impl Services {
    /// Every environment, by name.
    ///
    /// # Errors
    /// A [`ServiceError`] where the database fails.
    pub async fn environments(&self, _reader: &Reader) -> Result<Vec<EnvironmentDetail>, ServiceError> {
        let listed = self.store.environments().await?.into_iter();
        Ok(listed.map(|listed| EnvironmentDetail::new(listed.environment, listed.principals)).collect())
    }

    /// Adds an environment; without an audience it gets one below the issuer.
    ///
    /// # Errors
    /// [`ServiceError::Refused`] where its name or its audience is in use, also where the audience is the issuer.
    pub async fn add_environment(
        &self,
        administrator: &Administrator,
        new: NewEnvironment,
    ) -> Result<EnvironmentDetail, ServiceError> {
        let mut work = self.work(administrator).await?;
        let environment = self.add_environment_in(&mut work, &new).await?;
        work.commit().await?;
        Ok(EnvironmentDetail::new(environment, 0))
    }

    /// [`Self::add_environment`] as a part of more.
    pub(crate) async fn add_environment_in(
        &self,
        work: &mut Work,
        new: &NewEnvironment,
    ) -> Result<Environment, ServiceError> {
        let audience = match new.audience() {
            Some(audience) => audience.clone(),
            None => self.audience_of(new.name())?,
        };
        let environment = self.new_environment(new.name().clone(), audience);
        let is_issuer = conflict::is_issuer(&environment.audience, &self.issuer);
        if is_issuer || !work.add_environment(&environment).await? {
            return Err(conflict::refused(work.environment_taken(&environment).await?, is_issuer));
        }
        self.record(work, AuditAction::EnvironmentAdded, &environment, added(&environment)).await?;
        Ok(environment)
    }

    fn new_environment(&self, name: EnvironmentName, audience: Audience) -> Environment {
        Environment {
            id: self.row_ids.next(&self.clock, &self.rng),
            name,
            audience,
            created_at: self.clock.now(),
            updated_at: None,
            version: 1,
        }
    }

    /// The audience of an environment for which nobody typed one.
    fn audience_of(&self, name: &EnvironmentName) -> Result<Audience, ServiceError> {
        Audience::parse(&format!("{}/environments/{name}", self.issuer))
            .map_err(|problem| ServiceError::Refused(vec![FieldProblem::new(Field::Audience, &problem)]))
    }

    /// Saves the fields of an environment that was at `version` when they were read. An empty audience stays as it was.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`], [`ServiceError::ChangedMeanwhile`], [`ServiceError::Refused`].
    pub async fn edit_environment(
        &self,
        administrator: &Administrator,
        id: &str,
        version: i64,
        new: NewEnvironment,
    ) -> Result<EnvironmentDetail, ServiceError> {
        let mut work = self.work(administrator).await?;
        let before = locked(&mut work, id).await?;
        if before.version != version {
            return Err(ServiceError::ChangedMeanwhile);
        }
        let principals = work.principals_in(id).await?;
        let Some(after) = self.edit_environment_in(&mut work, &before, &new).await? else {
            drop(work);
            let wanted = self.edited(&before, &new);
            return Err(conflict::refused(
                self.store.begin().await?.environment_taken(&wanted).await?,
                conflict::is_issuer(&wanted.audience, &self.issuer),
            ));
        };
        work.commit().await?;
        Ok(EnvironmentDetail::new(after, principals))
    }

    /// [`Self::edit_environment`] as a part of more, of an environment that is locked. None where another one was given what
    /// this one is to have meanwhile: then nothing can be committed.
    pub(crate) async fn edit_environment_in(
        &self,
        work: &mut Work,
        before: &Environment,
        new: &NewEnvironment,
    ) -> Result<Option<Environment>, ServiceError> {
        let after = self.edited(before, new);
        let changes = changed(before, &after);
        if changes.is_empty() {
            return Ok(Some(before.clone()));
        }
        // Asked first: two that take their values over from each other would wait for each other.
        let taken = work.environment_taken(&after).await?;
        let is_issuer = conflict::is_issuer(&after.audience, &self.issuer);
        if taken.is_any() || is_issuer {
            return Err(conflict::refused(taken, is_issuer));
        }
        if !work.update_environment(&after).await? {
            return Ok(None);
        }
        self.record(work, AuditAction::EnvironmentEdited, &after, changes).await?;
        Ok(Some(after))
    }

    fn edited(&self, before: &Environment, new: &NewEnvironment) -> Environment {
        Environment {
            name: new.name().clone(),
            audience: new.audience().unwrap_or(&before.audience).clone(),
            updated_at: Some(self.clock.now()),
            version: before.version + 1,
            ..before.clone()
        }
    }

    /// Removes an environment in which nothing lives.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`], [`ServiceError::InUse`] with how many principals live in it.
    pub async fn delete_environment(
        &self,
        administrator: &Administrator,
        id: &str,
    ) -> Result<(), ServiceError> {
        let mut work = self.work(administrator).await?;
        let environment = locked(&mut work, id).await?;
        if !self.delete_environment_in(&mut work, &environment).await? {
            drop(work);
            return Err(ServiceError::InUse(self.store.begin().await?.principals_in(id).await?));
        }
        work.commit().await?;
        Ok(())
    }

    /// [`Self::delete_environment`] as a part of more, of an environment that is locked; says whether it is gone. Where a
    /// principal has come to live in it meanwhile it is not, and nothing can be committed.
    pub(crate) async fn delete_environment_in(
        &self,
        work: &mut Work,
        environment: &Environment,
    ) -> Result<bool, ServiceError> {
        let principals = work.principals_in(&environment.id).await?;
        if principals > 0 {
            return Err(ServiceError::InUse(principals));
        }
        if !work.delete_environment(&environment.id).await? {
            return Ok(false);
        }
        self.record(work, AuditAction::EnvironmentDeleted, environment, removed(environment)).await?;
        Ok(true)
    }
}

/// The environment with this primary key, which nobody else can change meanwhile.
pub(crate) async fn locked(tx: &mut Tx, id: &str) -> Result<Environment, ServiceError> {
    let found = if is_askable(id) { tx.lock_environment(id).await? } else { None };
    found.ok_or(ServiceError::NotFound)
}

fn fields(environment: &Environment) -> [(&'static str, String); 2] {
    [("name", environment.name.to_string()), ("audience", environment.audience.to_string())]
}

fn added(environment: &Environment) -> Vec<FieldChange> {
    fields(environment).map(|(field, new)| FieldChange { field, old: None, new: Some(new) }).into()
}

fn removed(environment: &Environment) -> Vec<FieldChange> {
    fields(environment).map(|(field, old)| FieldChange { field, old: Some(old), new: None }).into()
}

fn changed(before: &Environment, after: &Environment) -> Vec<FieldChange> {
    fields(before)
        .into_iter()
        .zip(fields(after))
        .filter(|((_, old), (_, new))| old != new)
        .map(|((field, old), (_, new))| FieldChange { field, old: Some(old), new: Some(new) })
        .collect()
}
