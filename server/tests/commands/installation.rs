//! An installation with people and clients in it, and what must still be there wherever it went.

use std::path::Path;

use domain::{AccountDraft, ClientType, GrantType, OAuthClientDraft};
use server::sealing_key;
use service::{
    Administrator, Clock, DatabaseUrl, Rng, SealingKey, Services, SignInFrom, Store, TokenSettings,
};

use crate::running::{EMAIL, PASSWORD};

/// The use cases on a database; the key is the one in the data directory where none is given.
pub async fn services(database: &DatabaseUrl, data: &Path, key: Option<&str>) -> Services {
    let key: Option<SealingKey> = key.map(|key| key.parse().unwrap());
    let key = sealing_key(key, database, data).unwrap();
    let store = Store::open(database).await.unwrap();
    let issuer = "http://localhost".to_owned();
    Services::start(store, Clock::System, Rng::System, &key, issuer, TokenSettings::default()).await.unwrap()
}

/// Makes the first administrator, signs in, and registers a client with a secret.
pub struct Installation {
    pub session: String,
    pub client_id: String,
    pub secret: String,
    pub kids: Vec<String>,
}

impl Installation {
    pub async fn make(services: &Services) -> Self {
        let account =
            AccountDraft { email: EMAIL.to_owned(), password: PASSWORD.to_owned() }.check().unwrap();
        assert!(services.set_up_from_configuration(&account).await.unwrap());
        let started = services.sign_in(EMAIL, PASSWORD, None, &SignInFrom::default()).await.unwrap();
        let session = started.token.reveal().to_owned();
        let administrator = administrator(services, &session).await;
        let draft = OAuthClientDraft { client_name: "Billing".to_owned(), ..OAuthClientDraft::default() };
        let saved = services.register_oauth_client(&administrator, draft.check().unwrap()).await.unwrap();
        Self {
            session,
            client_id: saved.client.client_id.as_str().to_owned(),
            secret: saved.secret.unwrap().reveal().to_owned(),
            kids: kids(services),
        }
    }

    /// The same people, sessions, clients and keys, all of them usable.
    pub async fn is_on(&self, services: &Services) {
        let person = services.signed_in(&self.session, None).await.unwrap().unwrap();
        let reader = person.reader().unwrap();
        let client = services.oauth_client(&reader, &self.client_id).await.unwrap();
        assert_eq!(client.client.name.as_str(), "Billing");
        services.sign_in(EMAIL, PASSWORD, None, &SignInFrom::default()).await.unwrap();
        assert_eq!(kids(services), self.kids);
    }
}

pub async fn administrator(services: &Services, session: &str) -> Administrator {
    services.signed_in(session, None).await.unwrap().unwrap().administrator().unwrap()
}

fn kids(services: &Services) -> Vec<String> {
    services.jwks().into_iter().map(|key| key.kid).collect()
}

/// Adds a client that costs no hash, and gives its client ID once it was acknowledged.
pub async fn register_public(services: &Services, administrator: &Administrator, name: &str) -> String {
    let draft = OAuthClientDraft {
        client_name: name.to_owned(),
        client_type: ClientType::Public,
        grant_type: GrantType::AuthorizationCode,
        redirect_uris: vec!["https://myapp.com/callback".to_owned()],
        ..OAuthClientDraft::default()
    };
    let saved = services.register_oauth_client(administrator, draft.check().unwrap()).await.unwrap();
    saved.client.client_id.as_str().to_owned()
}
