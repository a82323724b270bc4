//! The program that looks after the client that it registered (RFC 7592), until an administrator disables that client, and so
//! takes it over for good.

use domain::{ClientAuthMethod, ClientType, Field, FieldProblem, NewOAuthClient, Role};
use store::{ClientRegistration, OAuthClient, StoredClient};

use super::{REGISTRATION_MARK, RegisteredClient, RegistrationError, RegistrationToken};
use crate::client_secrets::FIRST_LABEL;
use crate::holders;
use crate::opaque_token::at_rest;
use crate::work::Work;
use crate::{Caller, ServiceError, Services};

/// A program that looks after the client that it registered.
#[derive(Debug)]
pub struct Registrant {
    caller: Caller,
    stored: StoredClient,
    registration: ClientRegistration,
}

impl Registrant {
    /// The client as it is now, with no secret.
    pub fn registered(self) -> RegisteredClient {
        RegisteredClient {
            auth_method: self.auth_method(),
            client: self.stored.client,
            secret: None,
            registered_at: self.registration.registered_at,
        }
    }

    /// The client as it was when the program was recognised.
    pub fn client(&self) -> &OAuthClient {
        &self.stored.client
    }

    /// An administrator may have made another type of the client since the program said how it proves who it is.
    fn auth_method(&self) -> ClientAuthMethod {
        match (self.stored.client.client_type, self.registration.auth_method) {
            (ClientType::Public, _) => ClientAuthMethod::None,
            (ClientType::Confidential, ClientAuthMethod::None) => ClientAuthMethod::default(),
            (
                ClientType::Confidential,
                method @ (ClientAuthMethod::ClientSecretBasic | ClientAuthMethod::ClientSecretPost),
            ) => method,
        }
    }

    /// What a change would make another of that roles of the client rest on.
    fn proofs_changed(&self, new: &NewOAuthClient, auth_method: ClientAuthMethod) -> Vec<FieldProblem> {
        let client = &self.stored.client;
        let is_other_method = client.client_type != new.client_type() || self.auth_method() != auth_method;
        [(Field::ClientType, is_other_method), (Field::GrantType, client.grant_type != new.grant_type())]
            .into_iter()
            .filter(|(_, is_changed)| *is_changed)
            .map(|(field, _)| fixed_by_roles(field))
            .collect()
    }
}

impl Services {
    /// The program that looks after the client with this client id, by the token that it got for that one.
    ///
    /// # Errors
    /// [`RegistrationError::TokenInvalid`], also where there is no such client (RFC 7592 §2.1).
    pub async fn registrant(
        &self,
        token: &str,
        client_id: &str,
        address: Option<String>,
    ) -> Result<Registrant, RegistrationError> {
        if !RegistrationToken::is_well_formed(token, REGISTRATION_MARK) {
            return Err(RegistrationError::TokenInvalid);
        }
        let found = self.store.registration_of_token(&at_rest(token)).await?;
        let registration = found.ok_or(RegistrationError::TokenInvalid)?;
        let stored = self.stored(client_id).await.map_err(of_gone)?;
        let StoredClient { client, .. } = &stored;
        if client.id != registration.oauth_client_id {
            return Err(RegistrationError::TokenInvalid);
        }
        let name = format!("Client {}", client.client_id);
        let caller = Caller { id: Some(client.id.clone()), name, address, role: Role::Administrator };
        Ok(Registrant { caller, stored, registration })
    }

    /// Saves the fields of a registered client, for the program that looks after it. While the client holds roles, what
    /// these rest on stays as it is: whoever stole the token would get a new secret that is worth as much as they allow.
    ///
    /// # Errors
    /// [`RegistrationError::TokenInvalid`] where it is gone or an administrator disabled it,
    /// [`ServiceError::ChangedMeanwhile`] where somebody changed it since the program was recognised,
    /// [`ServiceError::Refused`], [`ServiceError::InProgress`], [`ServiceError::Taken`], [`ServiceError::Overloaded`].
    pub async fn edit_registered_client(
        &self,
        registrant: Registrant,
        new: &NewOAuthClient,
        auth_method: ClientAuthMethod,
    ) -> Result<RegisteredClient, RegistrationError> {
        let seen = &registrant.stored.client;
        let secret = match (seen.client_type, new.client_type()) {
            (ClientType::Public, ClientType::Confidential) => {
                Some(self.new_secret(&seen.id, FIRST_LABEL.to_owned()).await?)
            }
            (ClientType::Confidential, _) | (ClientType::Public, ClientType::Public) => None,
        };
        let mut work = self.work(&registrant.caller.administrator()?).await?;
        let stored = self.locked_registered(&mut work, &registrant).await?;
        let changed = registrant.proofs_changed(new, auth_method);
        if !changed.is_empty() && !work.roles_of_holder(&stored.client.id).await?.is_empty() {
            return Err(ServiceError::Refused(changed).into());
        }
        let saved = self.edit_oauth_client_in(&mut work, stored, new, secret).await?;
        work.set_auth_method(&saved.client.id, auth_method).await?;
        work.commit().await?;
        let registered_at = registrant.registration.registered_at;
        Ok(RegisteredClient { client: saved.client, secret: saved.secret, auth_method, registered_at })
    }

    /// Deletes a registered client, for the program that looks after it.
    ///
    /// # Errors
    /// [`RegistrationError::TokenInvalid`] where it is gone already or an administrator disabled it,
    /// [`ServiceError::ChangedMeanwhile`] where somebody changed it since the program was recognised,
    /// [`ServiceError::InProgress`].
    pub async fn delete_registered_client(&self, registrant: &Registrant) -> Result<(), RegistrationError> {
        let mut work = self.work(&registrant.caller.administrator()?).await?;
        let stored = self.locked_registered(&mut work, registrant).await?;
        if stored.is_in_progress {
            return Err(ServiceError::InProgress.into());
        }
        let holder = holders::of_client(&mut work, &stored.client).await?;
        self.delete(&mut work, &[holder]).await?;
        Ok(work.commit().await?)
    }

    /// The client of a program as it is now, which is as it was when the program was recognised, and still its own.
    async fn locked_registered(
        &self,
        work: &mut Work,
        registrant: &Registrant,
    ) -> Result<StoredClient, RegistrationError> {
        let stored = self.locked(work, &registrant.stored).await.map_err(of_gone)?;
        // A statement of its own, after the lock: an administrator may have disabled the client while this one waited.
        if !work.has_registration_token(&stored.client.id).await? {
            return Err(RegistrationError::TokenInvalid);
        }
        if stored.client.version != registrant.stored.client.version {
            return Err(ServiceError::ChangedMeanwhile.into());
        }
        Ok(stored)
    }
}

/// RFC 7592 §2: with a client its token is gone.
fn of_gone(error: ServiceError) -> RegistrationError {
    match error {
        ServiceError::NotFound => RegistrationError::TokenInvalid,
        other => other.into(),
    }
}

fn fixed_by_roles(field: Field) -> FieldProblem {
    FieldProblem {
        field,
        code: "fixed".to_owned(),
        message: "Only an administrator can change this while the client holds roles.".to_owned(),
        suggestion: None,
    }
}
