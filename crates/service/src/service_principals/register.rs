//! Registering a principal.

use domain::{AuditAction, ClientId, Field, NewPrincipal, PrincipalProblem, Status};

use super::{Principal, SavedPrincipal, credentials, fields, not_written, refused};
use crate::client_secrets::FIRST_LABEL;
use crate::{Administrator, ServiceError, Services};

impl Services {
    /// Registers a principal: with its first secret, or with the public half of its keys.
    ///
    /// # Errors
    /// [`ServiceError::Refused`] where the environment is gone or a principal in it has this name,
    /// [`ServiceError::Overloaded`].
    pub async fn register_principal(
        &self,
        administrator: &Administrator,
        new: NewPrincipal,
    ) -> Result<SavedPrincipal, ServiceError> {
        let environment = self.store.environment_for_principal(new.environment()).await?;
        let environment =
            environment.ok_or_else(|| refused(Field::Environment, PrincipalProblem::EnvironmentUnknown))?;
        let principal = Principal {
            id: self.row_ids.next(&self.clock, &self.rng),
            client_id: ClientId::generated(&self.rng.bytes()),
            name: new.name().clone(),
            security_type: new.security_type(),
            environment_id: environment.id,
            environment: new.environment().clone(),
            audience: environment.audience,
            accepts_endpoint_audience: false,
            status: Status::Enabled,
            created_at: self.clock.now(),
            updated_at: None,
            version: 1,
        };
        // Hashed before the transaction: it takes longer than everything inside.
        let (secret, keys) = match new.keys() {
            None => (Some(self.new_secret(&principal.id, FIRST_LABEL.to_owned()).await?), Vec::new()),
            Some(keys) => (None, self.new_credentials(&principal.id, keys)?),
        };
        let mut changes = fields::added(&principal);
        changes.extend(secret.iter().map(|secret| secret.added()));
        changes.extend(keys.iter().map(credentials::added));
        let event = self.event(administrator.person(), AuditAction::PrincipalRegistered, &principal, changes);

        let mut tx = self.store.begin().await?;
        tx.add_principal(&principal).await?.map_err(not_written)?;
        if let Some(secret) = &secret {
            tx.add_client_secret(&secret.row).await?;
        }
        for key in &keys {
            tx.add_signing_credential(key).await?;
        }
        tx.record(&event).await?;
        tx.commit().await?;
        Ok(SavedPrincipal {
            principal,
            secret: secret.map(|secret| secret.plain),
            token_endpoint: self.token_endpoint(),
        })
    }
}
