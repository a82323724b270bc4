//! Editing a principal, while others may be doing the same.

use domain::{AuditAction, Field, PrincipalEdit, PrincipalProblem, SecurityType};

use super::{Principal, fields, locked, not_written, refused};
use crate::work::Work;
use crate::{Administrator, ServiceError, Services};

impl Services {
    /// Saves what can be edited of a principal that was at `version` when it was read. Where nothing differs, nothing is
    /// done.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`], [`ServiceError::ChangedMeanwhile`], [`ServiceError::Refused`] where the name is in use
    /// in its environment, or for the switch of one that does not sign.
    pub async fn edit_principal(
        &self,
        administrator: &Administrator,
        client_id: &str,
        version: i64,
        edit: PrincipalEdit,
    ) -> Result<Principal, ServiceError> {
        let seen = self.stored_principal(client_id).await?;
        let mut work = self.work(administrator).await?;
        let before = locked(&mut work, &seen).await?;
        if before.version != version {
            return Err(ServiceError::ChangedMeanwhile);
        }
        let after = self.edit_principal_in(&mut work, before, &edit).await?;
        work.commit().await?;
        Ok(after)
    }

    /// [`Self::edit_principal`] as a part of more, of a principal that is locked.
    pub(crate) async fn edit_principal_in(
        &self,
        work: &mut Work,
        before: Principal,
        edit: &PrincipalEdit,
    ) -> Result<Principal, ServiceError> {
        match before.security_type {
            SecurityType::ClientSecret if edit.accepts_endpoint_audience() => {
                return Err(refused(Field::AcceptsEndpointAudience, PrincipalProblem::OnlyForSignedJwt));
            }
            SecurityType::ClientSecret | SecurityType::SignedJwt => {}
        }
        let after = Principal {
            name: edit.name().clone(),
            accepts_endpoint_audience: edit.accepts_endpoint_audience(),
            updated_at: Some(self.clock.now()),
            version: before.version + 1,
            ..before.clone()
        };
        let changes = fields::changed(&before, &after);
        if changes.is_empty() {
            return Ok(before);
        }
        work.update_principal(&after).await?.map_err(not_written)?;
        self.record(work, AuditAction::PrincipalEdited, &after, changes).await?;
        Ok(after)
    }
}
