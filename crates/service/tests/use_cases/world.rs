//! A server without its doors: use cases over a fresh database.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use domain::{AccountDraft, AuditFilter, ClientType, GrantType, NewAccount, OAuthClientDraft};
use service::{
    Administrator, ClientDetail, Clock, DatabaseUrl, GeneratedSecret, GivenSecret, Grant, IssuedTokens,
    PresentedClient, PresentedProof, Reader, RecordedEvent, Rng, SavedClient, SavedPrincipal, SealingKey,
    Services, SignInFrom, SignedIn, StartError, Store, TokenRefusal, TokenRequest, TokenSettings,
};
use tempfile::TempDir;

pub const EMAIL: &str = "ada@example.com";
pub const PASSWORD: &str = "correct horse battery staple";
pub const NOW: i64 = 1_700_000_000;

pub struct World {
    pub services: Services,
    pub store: Store,
    pub now: Arc<AtomicI64>,
    database: DatabaseUrl,
    sealing_key: SealingKey,
    _directory: Option<TempDir>,
}

pub fn account(email: &str, password: &str) -> NewAccount {
    AccountDraft { email: email.to_owned(), password: password.to_owned() }.check().unwrap()
}

/// A Confidential client for the client credentials grant.
pub fn confidential(name: &str) -> OAuthClientDraft {
    OAuthClientDraft { client_name: name.to_owned(), ..OAuthClientDraft::default() }
}

/// A Public client, which costs no hash.
pub fn public(name: &str) -> OAuthClientDraft {
    OAuthClientDraft {
        client_type: ClientType::Public,
        grant_type: GrantType::AuthorizationCode,
        redirect_uris: vec!["https://myapp.com/callback".to_owned()],
        ..confidential(name)
    }
}

impl World {
    pub async fn new() -> Self {
        let directory = TempDir::new().unwrap();
        let database = DatabaseUrl::Sqlite(directory.path().join("gatehouse.sqlite"));
        Self::on(database, Some(directory)).await
    }

    /// A world with its first administrator.
    pub async fn set_up() -> Self {
        let world = Self::new().await;
        world.add_first_administrator().await;
        world
    }

    /// A world with its first administrator, on a new database of the throw-away cluster that `make test` starts.
    pub async fn set_up_on_postgres() -> Self {
        let world = Self::on(test_postgres::new_database().await.parse().unwrap(), None).await;
        world.add_first_administrator().await;
        world
    }

    async fn on(database: DatabaseUrl, directory: Option<TempDir>) -> Self {
        let now = Arc::new(AtomicI64::new(NOW));
        let sealing_key = SealingKey::generate(&Rng::System);
        let store = Store::open(&database).await.unwrap();
        let services = start(store.clone(), &now, &sealing_key).await.unwrap();
        Self { services, store, now, database, sealing_key, _directory: directory }
    }

    async fn add_first_administrator(&self) {
        assert!(self.services.set_up_from_configuration(&account(EMAIL, PASSWORD)).await.unwrap());
    }

    /// Another server on the same database.
    pub async fn another_server(&self) -> Result<Services, StartError> {
        start(Store::open(&self.database).await.unwrap(), &self.now, &self.sealing_key).await
    }

    /// Another server on the same database, on which an operator decided otherwise about tokens.
    pub async fn another_server_with(&self, settings: TokenSettings) -> Services {
        let store = Store::open(&self.database).await.unwrap();
        start_with(store, &self.now, &self.sealing_key, settings).await.unwrap()
    }

    /// Another server on the same database, with another key encryption key.
    pub async fn another_server_with_another_key(&self) -> Result<Services, StartError> {
        let key = SealingKey::generate(&Rng::System);
        start(Store::open(&self.database).await.unwrap(), &self.now, &key).await
    }

    pub fn pass(&self, seconds: i64) {
        self.now.fetch_add(seconds, Ordering::Relaxed);
    }

    pub fn now(&self) -> i64 {
        self.now.load(Ordering::Relaxed)
    }

    pub async fn signed_in(&self) -> (String, SignedIn) {
        let started = self.services.sign_in(EMAIL, PASSWORD, None, &SignInFrom::default()).await.unwrap();
        let token = started.token.reveal().to_owned();
        let person = self.services.signed_in(&token, Some("192.0.2.1".to_owned())).await.unwrap().unwrap();
        (token, person)
    }

    /// The first administrator, as who changes and as who reads.
    pub async fn administrator(&self) -> (Administrator, Reader) {
        let (_, person) = self.signed_in().await;
        (person.administrator().unwrap(), person.reader().unwrap())
    }

    pub async fn is_live(&self, token: &str) -> bool {
        self.services.signed_in(token, None).await.unwrap().is_some()
    }

    pub async fn register(&self, administrator: &Administrator, draft: &OAuthClientDraft) -> SavedClient {
        self.services.register_oauth_client(administrator, draft.check().unwrap()).await.unwrap()
    }

    pub async fn detail(&self, reader: &Reader, saved: &SavedClient) -> ClientDetail {
        self.services.oauth_client(reader, saved.client.client_id.as_str()).await.unwrap()
    }

    /// Every event of the audit trail, newest first.
    pub async fn events(&self, reader: &Reader) -> Vec<RecordedEvent> {
        self.services.audit_batch(reader, &AuditFilter::default(), None).await.unwrap().events
    }

    /// What was done to one client, oldest first: the actions, and each changed field.
    pub async fn history(&self, reader: &Reader, saved: &SavedClient) -> Vec<(String, Vec<String>)> {
        self.history_of(reader, &saved.client.id).await
    }

    /// The same of whatever the audit trail knows by this key.
    pub async fn history_of(&self, reader: &Reader, entity_id: &str) -> Vec<(String, Vec<String>)> {
        let events = self.events(reader).await.into_iter().rev();
        let events = events.filter(|event| event.entity_id == entity_id);
        let text = |value: Option<String>| value.unwrap_or_else(|| "none".to_owned());
        let history = events.map(|event| {
            let changes = event.changes.into_iter();
            let changes = changes
                .map(|change| format!("{}: {} -> {}", change.field, text(change.old), text(change.new)));
            (event.action, changes.collect())
        });
        history.collect()
    }

    /// Marks a client as being provisioned by a connector.
    pub async fn begin_provisioning(&self, saved: &SavedClient) {
        let mut tx = self.store.begin().await.unwrap();
        tx.begin_provisioning(&saved.client.id, "elsewhere", self.now()).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn finish_provisioning(&self, saved: &SavedClient) {
        let mut tx = self.store.begin().await.unwrap();
        tx.finish_provisioning(&saved.client.id, self.now()).await.unwrap();
        tx.commit().await.unwrap();
    }
}

/// A client secret, and whose it is.
#[derive(Clone, Copy)]
pub struct Issued<'a> {
    client_id: &'a str,
    secret: &'a str,
}

impl<'a> From<&'a SavedClient> for Issued<'a> {
    fn from(saved: &'a SavedClient) -> Self {
        Self { client_id: saved.client.client_id.as_str(), secret: saved.secret.as_ref().unwrap().reveal() }
    }
}

impl<'a> From<&'a GeneratedSecret> for Issued<'a> {
    fn from(generated: &'a GeneratedSecret) -> Self {
        Self { client_id: &generated.client_id, secret: generated.secret.reveal() }
    }
}

impl<'a> From<&'a SavedPrincipal> for Issued<'a> {
    fn from(saved: &'a SavedPrincipal) -> Self {
        Self {
            client_id: saved.principal.client_id.as_str(),
            secret: saved.secret.as_ref().unwrap().reveal(),
        }
    }
}

impl<'a> From<&'a GivenSecret> for Issued<'a> {
    fn from(given: &'a GivenSecret) -> Self {
        Self { client_id: &given.client_id, secret: given.secret.reveal() }
    }
}

/// Asks a server for a token with the secret that `issued` holds.
pub async fn token<'a>(
    services: &Services,
    issued: impl Into<Issued<'a>>,
) -> Result<IssuedTokens, TokenRefusal> {
    token_from(services, issued, "192.0.2.7").await
}

pub async fn token_from<'a>(
    services: &Services,
    issued: impl Into<Issued<'a>>,
    address: &str,
) -> Result<IssuedTokens, TokenRefusal> {
    let Issued { client_id, secret } = issued.into();
    let request = TokenRequest {
        client: PresentedClient { client_id, proof: PresentedProof::Secret(secret) },
        grant: Grant::ClientCredentials,
        scope: None,
        resources: &[],
        address: Some(address.to_owned()),
    };
    services.token(request).await
}

async fn start(store: Store, now: &Arc<AtomicI64>, sealing_key: &SealingKey) -> Result<Services, StartError> {
    start_with(store, now, sealing_key, TokenSettings::default()).await
}

async fn start_with(
    store: Store,
    now: &Arc<AtomicI64>,
    sealing_key: &SealingKey,
    settings: TokenSettings,
) -> Result<Services, StartError> {
    let (clock, issuer) = (Clock::Fixed(Arc::clone(now)), "http://localhost:3000".to_owned());
    Services::start(store, clock, Rng::System, sealing_key, issuer, settings).await
}
