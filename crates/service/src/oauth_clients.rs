//! OAuth clients: registering them and looking at them.

use domain::{ClientId, ClientType, Description, NewOAuthClient, PkceMethod, RedirectUri, Status, WebOrigin};
use store::{ClientPosition, FieldChange, NewClientSecret, OAuthClient};
use uuid::Uuid;

use crate::people::Entity;
use crate::{Administrator, ClientSecret, Reader, ServiceError, Services};

const PAGE_SIZE: u16 = 50;

/// A client just registered, and its secret, which is nowhere else.
#[derive(Debug)]
pub struct RegisteredClient {
    /// The client as stored.
    pub client: OAuthClient,
    /// The secret of a Confidential client.
    pub secret: Option<ClientSecret>,
    /// Where the client asks for tokens.
    pub token_endpoint: String,
}

/// A page of the list, newest first.
#[derive(Debug)]
pub struct ClientPage {
    /// At most fifty.
    pub clients: Vec<OAuthClient>,
    /// Where the next page starts, where there is one.
    pub next: Option<String>,
}

impl Services {
    /// Registers an OAuth client; a Confidential one with its first secret.
    ///
    /// # Errors
    /// [`ServiceError::Taken`] where its name or client id is in use, [`ServiceError::Overloaded`].
    pub async fn register_oauth_client(
        &self,
        administrator: &Administrator,
        new: NewOAuthClient,
    ) -> Result<RegisteredClient, ServiceError> {
        let now = self.clock.now();
        let client = OAuthClient {
            id: self.rng.row_id(&self.clock),
            client_id: new.client_id().cloned().unwrap_or_else(|| ClientId::generated(&self.rng.bytes())),
            name: new.name().clone(),
            client_type: new.client_type(),
            grant_type: new.grant_type(),
            redirect_uris: new.redirect_uris().to_vec(),
            web_origins: new.web_origins().to_vec(),
            pkce_method: new.pkce_method(),
            description: new.description().cloned(),
            status: Status::Enabled,
            created_at: now,
            updated_at: None,
            version: 1,
        };
        // Hashed before the transaction: it takes longer than everything inside.
        let secret = match client.client_type {
            ClientType::Confidential => Some(self.new_secret(&client.id).await?),
            ClientType::Public => None,
        };
        let entity = Entity { kind: "oauth_client", id: &client.id, name: client.name.as_str() };
        let event = self.event(administrator.person(), "oauth_client.registered", &entity, fields(&client));

        let mut tx = self.store.begin().await?;
        tx.add_oauth_client(&client).await?.map_err(ServiceError::Taken)?;
        if let Some((_, row)) = &secret {
            tx.add_client_secret(row).await?;
        }
        tx.record(&event).await?;
        tx.commit().await?;
        Ok(RegisteredClient {
            client,
            secret: secret.map(|(secret, _)| secret),
            token_endpoint: self.token_endpoint(),
        })
    }

    /// A page of the clients, newest first, from the place that an earlier page named.
    ///
    /// # Errors
    /// [`ServiceError::PositionMalformed`] for a place that this server never named.
    pub async fn oauth_clients(
        &self,
        _reader: &Reader,
        after: Option<&str>,
    ) -> Result<ClientPage, ServiceError> {
        let position = after.map(parse_position).transpose()?;
        let mut clients = self.store.oauth_clients(position.as_ref(), PAGE_SIZE + 1).await?;
        let has_more = clients.len() > usize::from(PAGE_SIZE);
        clients.truncate(usize::from(PAGE_SIZE));
        let next = clients.last().filter(|_| has_more).map(|last| format!("{}.{}", last.created_at, last.id));
        Ok(ClientPage { clients, next })
    }

    async fn new_secret(&self, client_row_id: &str) -> Result<(ClientSecret, NewClientSecret), ServiceError> {
        let secret = ClientSecret::generate(&self.rng);
        let row = NewClientSecret {
            id: secret.id().to_owned(),
            oauth_client_id: client_row_id.to_owned(),
            prefix: secret.prefix().to_owned(),
            phc: self.secrets.hash(&secret, self.rng.bytes()).await?,
            created_at: self.clock.now(),
        };
        Ok((secret, row))
    }
}

/// A place in the list is written `created_at.id`, and in one way only.
fn parse_position(text: &str) -> Result<ClientPosition, ServiceError> {
    let (created_at, id) = text.split_once('.').ok_or(ServiceError::PositionMalformed)?;
    let created_at = created_at.parse::<i64>().map_err(|_| ServiceError::PositionMalformed)?;
    let id = Uuid::try_parse(id).map_err(|_| ServiceError::PositionMalformed)?.to_string();
    if format!("{created_at}.{id}") != text {
        return Err(ServiceError::PositionMalformed);
    }
    Ok(ClientPosition { created_at, id })
}

/// Every field that is set, as it goes into the audit trail under its name in the management API.
fn fields(client: &OAuthClient) -> Vec<FieldChange> {
    let lines = |values: Vec<&str>| (!values.is_empty()).then(|| values.join("\n"));
    let values = [
        ("client_name", Some(client.name.as_str().to_owned())),
        ("client_id", Some(client.client_id.as_str().to_owned())),
        ("client_type", Some(client.client_type.as_str().to_owned())),
        ("grant_type", Some(client.grant_type.as_str().to_owned())),
        ("redirect_uris", lines(client.redirect_uris.iter().map(RedirectUri::as_str).collect())),
        ("web_origins", lines(client.web_origins.iter().map(WebOrigin::as_str).collect())),
        ("pkce_code_challenge_method", client.pkce_method.map(PkceMethod::as_str).map(str::to_owned)),
        ("description", client.description.as_ref().map(Description::as_str).map(str::to_owned)),
        ("status", Some(client.status.as_str().to_owned())),
    ];
    values
        .into_iter()
        .filter(|(_, new)| new.is_some())
        .map(|(field, new)| FieldChange { field, old: None, new })
        .collect()
}
