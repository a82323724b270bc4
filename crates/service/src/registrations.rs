//! Clients that programs register (RFC 7591) and look after (RFC 7592), by the same rules as people do. Nobody may, unless
//! the operator lets programs register.

mod registrant;
mod token;

use domain::{ClientAuthMethod, ClientId, ClientType, NewOAuthClient, Role, SecretState};
use store::{ClientRegistration, OAuthClient, StoreError};

pub use registrant::Registrant;
pub use token::RegistrationToken;

use crate::client_secrets::FIRST_LABEL;
use crate::initial_access_tokens::INITIAL_MARK;
use crate::opaque_token::at_rest;
use crate::verifier::VerifyError;
use crate::{Caller, ClientSecret, ServiceError, Services};

/// What the token begins with by which a program looks after one client.
const REGISTRATION_MARK: &str = "ghr_";

/// Why a program registered, read or changed no client.
#[derive(Debug, thiserror::Error)]
pub enum RegistrationError {
    /// The token is unknown, expired, used up, revoked, of another client, or of one that an administrator disabled since.
    #[error("token does not count")]
    TokenInvalid,
    /// The use case was refused or failed.
    #[error(transparent)]
    Service(#[from] ServiceError),
}

impl From<StoreError> for RegistrationError {
    fn from(error: StoreError) -> Self {
        Self::Service(error.into())
    }
}

/// A program that may register clients.
#[derive(Debug)]
pub struct Registrar {
    caller: Caller,
    token_id: String,
}

/// A client that a program registered.
#[derive(Debug)]
pub struct RegisteredClient {
    /// The client as stored.
    pub client: OAuthClient,
    /// The secret, where one was made just now.
    pub secret: Option<ClientSecret>,
    /// How it said that it proves who it is, where that goes with its type: a Confidential client may do it either way.
    pub auth_method: ClientAuthMethod,
    /// Epoch seconds.
    pub registered_at: i64,
}

impl Services {
    /// Lets programs that have an initial access token register clients.
    pub fn let_programs_register(&mut self) {
        self.is_registration_open = true;
    }

    /// Whether programs may register clients.
    pub fn is_registration_open(&self) -> bool {
        self.is_registration_open
    }

    /// The program that comes with this initial access token, from `address`.
    ///
    /// # Errors
    /// [`RegistrationError::TokenInvalid`].
    pub async fn registrar(
        &self,
        token: &str,
        address: Option<String>,
    ) -> Result<Registrar, RegistrationError> {
        if !RegistrationToken::is_well_formed(token, INITIAL_MARK) {
            return Err(RegistrationError::TokenInvalid);
        }
        let found = self.store.counting_initial_access_token(&at_rest(token), self.clock.now()).await?;
        let token = found.ok_or(RegistrationError::TokenInvalid)?;
        let name = format!("Initial access token “{}”", token.name);
        let caller = Caller { id: Some(token.id.clone()), name, address, role: Role::Administrator };
        Ok(Registrar { caller, token_id: token.id })
    }

    /// Registers a client for a program, and makes the token with which it looks after it.
    ///
    /// # Errors
    /// [`RegistrationError::TokenInvalid`] where the token was used up or revoked meanwhile; [`ServiceError::Taken`],
    /// [`ServiceError::Overloaded`].
    pub async fn register_client(
        &self,
        registrar: &Registrar,
        new: &NewOAuthClient,
        auth_method: ClientAuthMethod,
    ) -> Result<(RegisteredClient, RegistrationToken), RegistrationError> {
        // Hashed before the transaction: it takes longer than everything inside.
        let secret = match new.client_type() {
            ClientType::Confidential => Some(self.new_secret("", FIRST_LABEL.to_owned()).await?),
            ClientType::Public => None,
        };
        let now = self.clock.now();
        let mut work = self.work(&registrar.caller.administrator()?).await?;
        if !work.use_initial_access_token(&registrar.token_id, now).await? {
            return Err(RegistrationError::TokenInvalid);
        }
        let saved = self.register_oauth_client_in(&mut work, new, secret).await?;
        let token = RegistrationToken::generate(REGISTRATION_MARK, &self.rng);
        let registration = ClientRegistration {
            oauth_client_id: saved.client.id.clone(),
            initial_access_token_id: registrar.token_id.clone(),
            auth_method,
            registered_at: now,
        };
        work.add_client_registration(&registration, &at_rest(token.reveal())).await?;
        work.commit().await?;
        let (client, secret) = (saved.client, saved.secret);
        Ok((RegisteredClient { client, secret, auth_method, registered_at: now }, token))
    }

    /// Whether a client has this secret, and it counts.
    ///
    /// # Errors
    /// [`ServiceError::Overloaded`].
    pub async fn has_secret(&self, client_id: &ClientId, presented: &str) -> Result<bool, ServiceError> {
        let Some(presented) = ClientSecret::presented(presented) else { return Ok(false) };
        let found = self.token_clients.find(&self.store, client_id, presented.id()).await?;
        let Some(client) = found else { return Ok(false) };
        let state = SecretState::at(self.clock.now(), client.secret_expires_at, client.secret_retired_at);
        if !state.is_valid() {
            return Ok(false);
        }
        self.secrets.verify(&client, &presented).await.map_err(|error| match error {
            VerifyError::ClientOverloaded | VerifyError::Overloaded => ServiceError::Overloaded,
            VerifyError::Unreadable => ServiceError::HashUnreadable,
        })
    }
}
