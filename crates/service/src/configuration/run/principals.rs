//! The service principals of a document, with their keys.

use domain::{ClientId, Field, KeyDraft, PrincipalDraft, PrincipalProblem, SecurityType};
use store::Principal;

use super::super::change::Subject;
use super::super::check::{Checked, CheckedKey, CheckedPrincipal, place};
use super::super::problem::EntryConflict;
use super::super::{ChangeAction, ConfigurationError, EntryKind};
use super::places::Places;
use super::roles::{KnownRoles, Standing};
use super::{Run, still_there};
use crate::service_principals::{PrincipalPlace, refused};
use crate::{SavedPrincipal, ServiceError};

const KIND: EntryKind = EntryKind::ServicePrincipal;

impl Run<'_> {
    pub(super) async fn service_principals(
        &mut self,
        document: &Checked,
        places: &Places,
        known: &mut KnownRoles,
    ) -> Result<(), ConfigurationError> {
        let entries = document.service_principals.iter().zip(&places.service_principals);
        for (index, (entry, stored)) in entries.enumerate() {
            let place = place("service_principals", index);
            let named = |error| ConfigurationError::of_entry(&place, entry.edit.name().as_str(), error);
            let within = Some(entry.environment.as_str());
            let client_id = match stored {
                Some(client_id) => {
                    let subject = Subject { kind: KIND, client_id: Some(client_id), within };
                    self.edit_principal(&place, entry, &subject).await?;
                    client_id.clone()
                }
                None => {
                    let client_id = entry.client_id.as_ref().map(ClientId::as_str);
                    let subject = Subject { kind: KIND, client_id, within };
                    let saved = self.register_principal(entry).await.map_err(|stopped| stopped.at(named))?;
                    self.tell(ChangeAction::Create, &subject);
                    let client_id = saved.principal.client_id.to_string();
                    self.give(KIND, saved.principal.name.as_str(), &client_id, saved.secret);
                    self.complete(entry, saved.principal).await.map_err(named)?;
                    self.tell(ChangeAction::Edit, &subject);
                    client_id
                }
            };
            let shown = (stored.is_some() || entry.client_id.is_some()).then_some(client_id.as_str());
            let subject = Subject { kind: KIND, client_id: shown, within };
            let standing = Standing {
                place: &place,
                client_id: &client_id,
                status: entry.status,
                roles: entry.roles.as_deref(),
            };
            self.stand(standing, &subject, known).await?;
        }
        Ok(())
    }

    async fn register_principal(&mut self, entry: &CheckedPrincipal) -> Result<SavedPrincipal, Stopped> {
        // Those with another end come after.
        let draft = PrincipalDraft {
            client_name: entry.edit.name().to_string(),
            security_type: entry.security_type,
            environment: entry.environment.to_string(),
            key: entry.keys.iter().flatten().next().map_or_else(KeyDraft::default, |key| key.draft.clone()),
        };
        let new = draft
            .check(self.services.clock.now())
            .and_then(|new| new.accepting_endpoint_audience(entry.edit.accepts_endpoint_audience()))
            .map_err(ServiceError::Refused)?;
        let environment = self.work.environment_for_principal(&entry.environment).await?;
        let environment =
            environment.ok_or_else(|| refused(Field::Environment, PrincipalProblem::EnvironmentUnknown))?;
        let secret = match entry.security_type {
            SecurityType::ClientSecret => Some(self.secret().map_err(Stopped::Whole)?),
            SecurityType::SignedJwt => None,
        };
        let client_id = entry.client_id.clone();
        let client_id = client_id.unwrap_or_else(|| ClientId::generated(&self.services.rng.bytes()));
        let place = PrincipalPlace { client_id, environment };
        Ok(self.services.register_principal_in(&mut self.work, place, &new, secret).await?)
    }

    /// What a new principal has beside what it is registered with.
    async fn complete(&mut self, entry: &CheckedPrincipal, new: Principal) -> Result<(), ServiceError> {
        for key in entry.keys.iter().flatten().skip(1) {
            self.services.add_credentials_in(&mut self.work, &new, &key.keys).await?;
        }
        self.services.edit_principal_in(&mut self.work, new, &entry.edit).await?;
        Ok(())
    }

    async fn edit_principal(
        &mut self,
        place: &str,
        entry: &CheckedPrincipal,
        subject: &Subject<'_>,
    ) -> Result<(), ConfigurationError> {
        let client_id = subject.client_id.unwrap_or_default();
        let before = still_there(self.work.lock_principal(client_id).await?)?;
        if before.security_type != entry.security_type {
            let field = format!("{place}.security_type");
            return Err(ConfigurationError::at(field, &EntryConflict::SecurityTypeFixed));
        }
        if before.environment != entry.environment {
            let field = format!("{place}.environment");
            return Err(ConfigurationError::at(field, &EntryConflict::EnvironmentFixed));
        }
        let named = |error| ConfigurationError::of_entry(place, entry.edit.name().as_str(), error);
        let edited = self.services.edit_principal_in(&mut self.work, before, &entry.edit).await;
        let principal = edited.map_err(named)?;
        if let Some(wanted) = &entry.keys {
            self.replace_keys(&principal, wanted).await.map_err(named)?;
        }
        self.tell(ChangeAction::Edit, subject);
        Ok(())
    }

    /// Has just these keys count: one goes by its name, itself and its end.
    async fn replace_keys(
        &mut self,
        principal: &Principal,
        wanted: &[CheckedKey],
    ) -> Result<(), ServiceError> {
        let now = self.services.clock.now();
        let stored = self.work.signing_credentials(&principal.id).await?;
        let mut counting: Vec<_> = stored.into_iter().filter(|key| key.counts_at(now)).collect();
        let mut missing = Vec::new();
        for key in wanted {
            let rows = self.services.new_credentials(&principal.id, &key.keys)?;
            let is_same = |row: &store::NewSigningCredential, stored: &store::SigningCredential| {
                (&row.kid, &row.thumbprint, row.expires_at)
                    == (&stored.kid, &stored.thumbprint, stored.expires_at)
            };
            let place = counting.iter().position(|stored| rows.iter().any(|row| is_same(row, stored)));
            match place {
                Some(place) => drop(counting.swap_remove(place)),
                None => missing.push(key),
            }
        }
        counting.sort_unstable_by(|one, other| one.id.cmp(&other.id));
        for key in counting {
            self.services.retire_credential_in(&mut self.work, principal, &key.id).await?;
        }
        for key in missing {
            self.services.add_credentials_in(&mut self.work, principal, &key.keys).await?;
        }
        Ok(())
    }
}

/// Why a principal was not registered: something of its own, or of the whole.
enum Stopped {
    Entry(ServiceError),
    Whole(ConfigurationError),
}

impl Stopped {
    fn at(self, named: impl FnOnce(ServiceError) -> ConfigurationError) -> ConfigurationError {
        match self {
            Self::Entry(error) => named(error),
            Self::Whole(error) => error,
        }
    }
}

impl<E: Into<ServiceError>> From<E> for Stopped {
    fn from(error: E) -> Self {
        Self::Entry(error.into())
    }
}
