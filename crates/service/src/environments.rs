//! Environments: where service principals live.

mod conflict;
mod first;

use domain::{Audience, AuditAction, EnvironmentName, Field, FieldProblem, NewEnvironment};
use store::{Environment, FieldChange, Tx};

use crate::holders::is_askable;
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
        let audience = match new.audience() {
            Some(audience) => audience.clone(),
            None => self.audience_of(new.name())?,
        };
        let environment = self.new_environment(new.name().clone(), audience);
        let person = administrator.person();
        let event = self.event(person, AuditAction::EnvironmentAdded, &environment, added(&environment));

        let is_issuer = conflict::is_issuer(&environment.audience, &self.issuer);
        let mut tx = self.store.begin().await?;
        if is_issuer || !tx.add_environment(&environment).await? {
            return Err(conflict::refused(tx.environment_taken(&environment).await?, is_issuer));
        }
        tx.record(&event).await?;
        tx.commit().await?;
        Ok(EnvironmentDetail::new(environment, 0))
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
        let mut tx = self.store.begin().await?;
        let before = locked(&mut tx, id).await?;
        if before.version != version {
            return Err(ServiceError::ChangedMeanwhile);
        }
        let principals = tx.principals_in(id).await?;
        let after = Environment {
            name: new.name().clone(),
            audience: new.audience().unwrap_or(&before.audience).clone(),
            updated_at: Some(self.clock.now()),
            version: before.version + 1,
            ..before.clone()
        };
        let changes = changed(&before, &after);
        if changes.is_empty() {
            return Ok(EnvironmentDetail::new(before, principals));
        }
        // Asked first: two that take their values over from each other would wait for each other.
        let taken = tx.environment_taken(&after).await?;
        let is_issuer = conflict::is_issuer(&after.audience, &self.issuer);
        if taken.is_any() || is_issuer {
            return Err(conflict::refused(taken, is_issuer));
        }
        if !tx.update_environment(&after).await? {
            drop(tx);
            let taken = self.store.begin().await?.environment_taken(&after).await?;
            return Err(conflict::refused(taken, is_issuer));
        }
        let person = administrator.person();
        tx.record(&self.event(person, AuditAction::EnvironmentEdited, &after, changes)).await?;
        tx.commit().await?;
        Ok(EnvironmentDetail::new(after, principals))
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
        let mut tx = self.store.begin().await?;
        let environment = locked(&mut tx, id).await?;
        let principals = tx.principals_in(id).await?;
        if principals > 0 {
            return Err(ServiceError::InUse(principals));
        }
        if !tx.delete_environment(id).await? {
            drop(tx);
            return Err(ServiceError::InUse(self.store.begin().await?.principals_in(id).await?));
        }
        let changes = removed(&environment);
        let person = administrator.person();
        tx.record(&self.event(person, AuditAction::EnvironmentDeleted, &environment, changes)).await?;
        tx.commit().await?;
        Ok(())
    }
}

async fn locked(tx: &mut Tx, id: &str) -> Result<Environment, ServiceError> {
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
