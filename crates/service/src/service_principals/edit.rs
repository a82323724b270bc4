//! Editing a principal, while others may be doing the same.

use domain::{AuditAction, Field, PrincipalEdit, PrincipalProblem, SecurityType};

use super::{Principal, fields, locked, not_written, refused};
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
        let mut tx = self.store.begin().await?;
        let before = locked(&mut tx, &seen).await?;
        if before.version != version {
            return Err(ServiceError::ChangedMeanwhile);
        }
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
        tx.update_principal(&after).await?.map_err(not_written)?;
        let event = self.event(administrator.person(), AuditAction::PrincipalEdited, &after, changes);
        tx.record(&event).await?;
        tx.commit().await?;
        Ok(after)
    }
}
