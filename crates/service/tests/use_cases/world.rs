//! A server without its doors: use cases over a fresh database.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use domain::{AccountDraft, NewAccount};
use service::{Clock, DatabaseUrl, Rng, SealingKey, Services, SignedIn, StartError, Store};
use tempfile::TempDir;

pub const EMAIL: &str = "ada@example.com";
pub const PASSWORD: &str = "correct horse battery staple";

pub struct World {
    pub services: Services,
    pub now: Arc<AtomicI64>,
    directory: TempDir,
    sealing_key: SealingKey,
}

pub fn account(email: &str, password: &str) -> NewAccount {
    AccountDraft { email: email.to_owned(), password: password.to_owned() }.check().unwrap()
}

impl World {
    pub async fn new() -> Self {
        let directory = TempDir::new().unwrap();
        let now = Arc::new(AtomicI64::new(1_700_000_000));
        let sealing_key = SealingKey::generate(&Rng::System);
        let services = start(&directory, &now, &sealing_key).await.unwrap();
        Self { services, now, directory, sealing_key }
    }

    /// A world with its first administrator.
    pub async fn set_up() -> Self {
        let world = Self::new().await;
        assert!(world.services.set_up_from_configuration(&account(EMAIL, PASSWORD)).await.unwrap());
        world
    }

    /// Another server on the same database.
    pub async fn another_server(&self) -> Result<Services, StartError> {
        start(&self.directory, &self.now, &self.sealing_key).await
    }

    /// Another server on the same database, with another key encryption key.
    pub async fn another_server_with_another_key(&self) -> Result<Services, StartError> {
        start(&self.directory, &self.now, &SealingKey::generate(&Rng::System)).await
    }

    pub fn pass(&self, seconds: i64) {
        self.now.fetch_add(seconds, Ordering::Relaxed);
    }

    pub async fn signed_in(&self) -> (String, SignedIn) {
        let started = self.services.sign_in(EMAIL, PASSWORD, None, None).await.unwrap();
        let token = started.token.reveal().to_owned();
        let person = self.services.signed_in(&token, None).await.unwrap().unwrap();
        (token, person)
    }

    pub async fn is_live(&self, token: &str) -> bool {
        self.services.signed_in(token, None).await.unwrap().is_some()
    }
}

async fn start(
    directory: &TempDir,
    now: &Arc<AtomicI64>,
    sealing_key: &SealingKey,
) -> Result<Services, StartError> {
    let store = Store::open(&DatabaseUrl::Sqlite(directory.path().join("gatehouse.sqlite"))).await.unwrap();
    Services::start(
        store,
        Clock::Fixed(Arc::clone(now)),
        Rng::System,
        sealing_key,
        "http://localhost:3000".to_owned(),
    )
    .await
}
