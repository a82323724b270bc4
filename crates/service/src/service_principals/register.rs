//! Registering a principal.

use domain::{AuditAction, ClientId, Field, NewPrincipal, PrincipalProblem, Status};
use store::PrincipalEnvironment;

use super::{Principal, SavedPrincipal, credentials, fields, not_written, refused};
use crate::client_secrets::{FIRST_LABEL, MadeSecret};
use crate::work::Work;
use crate::{Administrator, RoleByName, ServiceError, Services, holders};

/// A principal to be registered, with the roles that it holds from the start.
#[derive(Clone, Debug)]
pub struct PrincipalRegistration {
    /// The principal.
    pub new: NewPrincipal,
    /// At most one of each API.
    pub roles: Vec<RoleByName>,
}

impl From<NewPrincipal> for PrincipalRegistration {
    fn from(new: NewPrincipal) -> Self {
        Self { new, roles: Vec::new() }
    }
}

/// What a new principal is known by, and where it lives.
pub(crate) struct PrincipalPlace {
    pub(crate) client_id: ClientId,
    pub(crate) environment: PrincipalEnvironment,
}

impl Services {
    /// Registers a principal: with its first secret, or with the public half of its keys.
    ///
    /// # Errors
    /// [`ServiceError::Refused`] where the environment is gone, a principal in it has this name, or a role is none,
    /// [`ServiceError::Overloaded`].
    pub async fn register_principal(
        &self,
        administrator: &Administrator,
        registration: impl Into<PrincipalRegistration>,
    ) -> Result<SavedPrincipal, ServiceError> {
        let PrincipalRegistration { new, roles } = registration.into();
        let environment = self.store.environment_for_principal(new.environment()).await?;
        let environment =
            environment.ok_or_else(|| refused(Field::Environment, PrincipalProblem::EnvironmentUnknown))?;
        // Hashed before the transaction: it takes longer than everything inside.
        let secret = match new.keys() {
            None => Some(self.new_secret("", FIRST_LABEL.to_owned()).await?),
            Some(_) => None,
        };
        let client_id = ClientId::generated(&self.rng.bytes());
        let mut work = self.work(administrator).await?;
        let place = PrincipalPlace { client_id, environment };
        let saved = self.register_principal_in(&mut work, place, &new, secret).await?;
        if !roles.is_empty() {
            let holder = holders::of_principal(&mut work, &saved.principal).await?;
            self.assign_roles_by_name(&mut work, &holder, &roles).await?;
        }
        work.commit().await?;
        Ok(saved)
    }

    /// [`Self::register_principal`] as a part of more: one with a client secret comes with it.
    pub(crate) async fn register_principal_in(
        &self,
        work: &mut Work,
        place: PrincipalPlace,
        new: &NewPrincipal,
        mut secret: Option<MadeSecret>,
    ) -> Result<SavedPrincipal, ServiceError> {
        let PrincipalPlace { client_id, environment } = place;
        let principal = Principal {
            id: self.row_ids.next(&self.clock, &self.rng),
            client_id,
            name: new.name().clone(),
            security_type: new.security_type(),
            environment_id: environment.id,
            environment: new.environment().clone(),
            audience: environment.audience,
            accepts_endpoint_audience: new.accepts_endpoint_audience(),
            status: Status::Enabled,
            created_at: self.clock.now(),
            updated_at: None,
            version: 1,
        };
        let keys = match new.keys() {
            None => Vec::new(),
            Some(keys) => self.new_credentials(&principal.id, keys)?,
        };
        let mut changes = fields::added(&principal);
        work.add_principal(&principal).await?.map_err(not_written)?;
        if let Some(secret) = &mut secret {
            secret.row.holder_id.clone_from(&principal.id);
            work.add_client_secret(&secret.row).await?;
            changes.push(secret.added());
        }
        for key in &keys {
            work.add_signing_credential(key).await?;
        }
        changes.extend(keys.iter().map(credentials::added));
        self.record(work, AuditAction::PrincipalRegistered, &principal, changes).await?;
        Ok(SavedPrincipal {
            principal,
            secret: secret.map(|secret| secret.plain),
            token_endpoint: self.token_endpoint(),
        })
    }
}
