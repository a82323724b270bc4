//! What administrators change of other people.

use domain::{AuditAction, Role, Status};
use store::{Ending, FieldChange, UserRecord};

use super::{SignInMeans, locked, means, sessions_at};
use crate::{Administrator, ServiceError, Services};

impl Services {
    /// Gives a person another role. What they may do changes at their next request.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`], [`ServiceError::ChangedMeanwhile`], [`ServiceError::LastAdministrator`],
    /// [`ServiceError::ThroughProvider`] for whom the provider says the role.
    pub async fn change_user_role(
        &self,
        administrator: &Administrator,
        id: &str,
        version: i64,
        role: Role,
    ) -> Result<(), ServiceError> {
        let mut tx = self.store.begin().await?;
        tx.lock_people().await?;
        let record = locked(&mut tx, id).await?;
        if record.version != version {
            return Err(ServiceError::ChangedMeanwhile);
        }
        if means(&record) == SignInMeans::Provider {
            return Err(ServiceError::ThroughProvider);
        }
        if record.user.role == role {
            return Ok(());
        }
        if !role.can_change() {
            self.must_not_be_last(&mut tx, &record).await?;
        }
        tx.set_user_role(id, role, self.clock.now()).await?;
        let change = FieldChange {
            field: "role",
            old: Some(record.user.role.as_str().to_owned()),
            new: Some(role.as_str().to_owned()),
        };
        let person = administrator.caller();
        tx.record(&self.event(person, AuditAction::UserEdited, &record.user, vec![change])).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Lets a person sign in, or keeps them out: then their sessions end, and what they allowed applications.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`], [`ServiceError::LastAdministrator`].
    pub async fn change_user_status(
        &self,
        administrator: &Administrator,
        id: &str,
        status: Status,
    ) -> Result<(), ServiceError> {
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        tx.lock_people().await?;
        let record = locked(&mut tx, id).await?;
        if record.user.status == status {
            return Ok(());
        }
        let action = match status {
            Status::Enabled => AuditAction::UserEnabled,
            Status::Disabled => {
                self.must_not_be_last(&mut tx, &record).await?;
                tx.end_sessions_of(id, Ending::All, sessions_at(now)).await?;
                tx.revoke_grants_of_user(id, now).await?;
                tx.remove_user_links(id).await?;
                AuditAction::UserDisabled
            }
        };
        tx.set_user_status(id, status, now).await?;
        let change = FieldChange {
            field: "status",
            old: Some(record.user.status.as_str().to_owned()),
            new: Some(status.as_str().to_owned()),
        };
        let person = administrator.caller();
        tx.record(&self.event(person, action, &record.user, vec![change])).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Removes a person, with their sessions and what they allowed applications. The audit trail keeps their name.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`], [`ServiceError::LastAdministrator`].
    pub async fn delete_user(&self, administrator: &Administrator, id: &str) -> Result<(), ServiceError> {
        let mut tx = self.store.begin().await?;
        tx.lock_people().await?;
        let record = locked(&mut tx, id).await?;
        self.must_not_be_last(&mut tx, &record).await?;
        tx.delete_user(id).await?;
        let person = administrator.caller();
        let event = self.event(person, AuditAction::UserDeleted, &record.user, fields_of(&record));
        tx.record(&event).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Ends all sessions of a person; says how many there were.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`].
    pub async fn sign_out_everywhere(
        &self,
        administrator: &Administrator,
        id: &str,
    ) -> Result<u64, ServiceError> {
        let mut tx = self.store.begin().await?;
        let record = locked(&mut tx, id).await?;
        let ended =
            self.end_sessions(&mut tx, administrator.caller().into(), &record.user, Ending::All).await?;
        tx.commit().await?;
        Ok(ended)
    }
}

/// What is gone with a person.
fn fields_of(record: &UserRecord) -> Vec<FieldChange> {
    let gone = |field, value: &str| FieldChange { field, old: Some(value.to_owned()), new: None };
    vec![
        gone("email", record.user.email.as_str()),
        gone("role", record.user.role.as_str()),
        gone("status", record.user.status.as_str()),
    ]
}
