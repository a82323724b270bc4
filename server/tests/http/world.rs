//! A server on a fresh SQLite database, with a clock that stands still.

pub mod application;
#[path = "../../../crates/service/tests/use_cases/log.rs"]
pub mod log;
pub mod outside;
pub mod program;
pub mod signer;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use app::assets::AssetNames;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use clap::Parser as _;
use domain::{AccountDraft, OAuthClientDraft};
use http::{HeaderMap, Method, Request, StatusCode, header};
use leptos::config::LeptosOptions;
use serde_json::{Value, json};
use server::config::{Config, NetworkSettings};
use server::{Gatehouse, Provider, Stopping, routes};
use service::{Clock, DatabaseUrl, Rng, SealingKey, Services, SignInFrom, Store, TokenSettings};
use sqlx::SqlitePool;
use tempfile::TempDir;
use tower::ServiceExt as _;

pub const ORIGIN: &str = "http://localhost:3000";
pub const EMAIL: &str = "ada@example.com";
pub const PASSWORD: &str = "correct horse battery staple";
pub const NOW: i64 = 1_700_000_000;
const DATABASE: &str = "gatehouse.sqlite";

pub struct World {
    pub router: Router,
    pub store: Store,
    pub services: Arc<Services>,
    pub stopping: Stopping,
    now: Arc<AtomicI64>,
    key: SealingKey,
    provider: Option<Arc<Provider>>,
    _directory: TempDir,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.body))
    }

    pub fn header(&self, name: impl header::AsHeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// A client as an integrator knows it; a Public one has no secret.
pub struct Integrator {
    pub client_id: String,
    pub client_secret: String,
}

impl World {
    pub async fn new() -> Self {
        Self::at(ORIGIN).await
    }

    /// A server with this public URL.
    async fn at(issuer: &str) -> Self {
        Self::within(issuer, NetworkSettings::default()).await
    }

    /// A server with this public URL, within this network.
    async fn within(issuer: &str, network: NetworkSettings) -> Self {
        let key = SealingKey::generate(&Rng::System);
        Self::on(TempDir::new().unwrap(), key, issuer, network, None).await
    }

    /// The same, on the database in this directory.
    async fn on(
        directory: TempDir,
        key: SealingKey,
        issuer: &str,
        network: NetworkSettings,
        provider: Option<Arc<Provider>>,
    ) -> Self {
        Self::prepared(directory, key, issuer, network, provider, |_| {}).await
    }

    /// The same, with something that an operator set about the use cases.
    async fn prepared(
        directory: TempDir,
        key: SealingKey,
        issuer: &str,
        network: NetworkSettings,
        provider: Option<Arc<Provider>>,
        prepare: impl FnOnce(&mut Services),
    ) -> Self {
        let stopping = Stopping::default();
        let store = Store::open(&DatabaseUrl::Sqlite(directory.path().join(DATABASE))).await.unwrap();
        let now = Arc::new(AtomicI64::new(NOW));
        let clock = Clock::Fixed(Arc::clone(&now));
        let mut services = Services::start(
            store.clone(),
            clock,
            Rng::System,
            &key,
            issuer.to_owned(),
            TokenSettings::default(),
        )
        .await
        .unwrap();
        if let Some(provider) = &provider {
            services.let_people_come_through(provider.issuer());
        }
        prepare(&mut services);
        let services = Arc::new(services);
        let options = LeptosOptions::builder().output_name("gatehouse").build();
        let gatehouse = Gatehouse {
            services: Arc::clone(&services),
            options: Arc::new(options),
            network: Arc::new(network),
            provider: provider.clone(),
            metrics: Arc::default(),
            stopping: stopping.clone(),
        };
        let names = AssetNames {
            js: "/pkg/gatehouse.js".to_owned(),
            wasm: "/pkg/gatehouse.wasm".to_owned(),
            css: "/pkg/gatehouse.css".to_owned(),
            icons: "/pkg/icons.svg".to_owned(),
            chunks: [("form".to_owned(), vec!["/pkg/form.wasm".to_owned()])].into(),
        };
        Self {
            router: routes(&gatehouse, &names),
            store,
            services,
            stopping,
            now,
            key,
            provider,
            _directory: directory,
        }
    }

    /// A world with its first administrator.
    pub async fn set_up() -> Self {
        Self::set_up_at(ORIGIN).await
    }

    pub async fn set_up_at(issuer: &str) -> Self {
        let world = Self::at(issuer).await;
        world.add_administrator().await;
        world
    }

    async fn add_administrator(&self) {
        let account =
            AccountDraft { email: EMAIL.to_owned(), password: PASSWORD.to_owned() }.check().unwrap();
        assert!(self.services.set_up_from_configuration(&account).await.unwrap());
    }

    /// A world with its first administrator, in which programs may register clients.
    pub async fn set_up_for_registration() -> Self {
        let (directory, key) = (TempDir::new().unwrap(), SealingKey::generate(&Rng::System));
        let network = NetworkSettings::default();
        let world =
            Self::prepared(directory, key, ORIGIN, network, None, Services::let_programs_register).await;
        world.add_administrator().await;
        world
    }

    /// A world with its first administrator, behind these proxies.
    pub async fn set_up_within(network: NetworkSettings) -> Self {
        let world = Self::within(ORIGIN, network).await;
        world.add_administrator().await;
        world
    }

    /// A world with its first administrator, whose people may come through an outside provider, too: one with this issuer,
    /// and these options beside it. Programs may register clients.
    pub async fn set_up_beside(issuer: &str, options: &[&str]) -> Self {
        let issuer = format!("--provider-issuer={issuer}");
        let arguments = ["gatehouse", &issuer].into_iter().chain(options.iter().copied());
        let config = Config::try_parse_from(arguments).unwrap();
        let configuration = config.provider.check(&ORIGIN.parse().unwrap()).unwrap().unwrap();
        let provider = Provider::new(configuration).unwrap();
        let (directory, key) = (TempDir::new().unwrap(), SealingKey::generate(&Rng::System));
        let (network, provider) = (NetworkSettings::default(), Some(Arc::new(provider)));
        let world =
            Self::prepared(directory, key, ORIGIN, network, provider, Services::let_programs_register).await;
        world.add_administrator().await;
        world
    }

    /// Another server, on a copy of the database as it is now.
    pub async fn copy(&self) -> Self {
        let directory = TempDir::new().unwrap();
        let file = directory.path().join(DATABASE);
        let copy = sqlx::query("VACUUM INTO $1").bind(file.to_str().unwrap());
        copy.execute(self.sqlite()).await.unwrap();
        let (key, provider) = (self.key.clone(), self.provider.clone());
        Self::on(directory, key, self.services.issuer(), NetworkSettings::default(), provider).await
    }

    /// The database, for what no door does.
    pub fn sqlite(&self) -> &SqlitePool {
        match &self.store {
            Store::Sqlite(pool, _) => pool,
            Store::Postgres(_) => panic!("these tests are on SQLite"),
        }
    }

    pub fn pass(&self, seconds: i64) {
        self.now.fetch_add(seconds, Ordering::Relaxed);
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8(body.to_vec()).unwrap(),
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub async fn get_as(&self, cookie: &str, path: &str) -> Answer {
        self.send(Request::get(path).header(header::COOKIE, cookie).body(Body::empty()).unwrap()).await
    }

    /// Calls a server function as the page does.
    pub async fn call(&self, cookie: &str, function: &str, arguments: &Value) -> Answer {
        self.call_raw(cookie, function, "application/json", arguments.to_string().into_bytes()).await
    }

    pub async fn call_raw(&self, cookie: &str, function: &str, content_type: &str, body: Vec<u8>) -> Answer {
        let request = Request::post(format!("/portal/api/{function}"))
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, content_type)
            .header(header::ACCEPT, "application/json")
            .header("Sec-Fetch-Site", "same-origin")
            .body(Body::from(body))
            .unwrap();
        self.send(request).await
    }

    /// The cookie of a session of the administrator.
    pub async fn signed_in(&self) -> String {
        let started = self.services.sign_in(EMAIL, PASSWORD, None, &SignInFrom::default()).await.unwrap();
        format!("__Host-gatehouse={}", started.token.reveal())
    }

    /// Registers a Confidential client for the client credentials grant through the portal.
    pub async fn integrator(&self) -> Integrator {
        let draft = json!({ "client_name": "Billing", "client_type": "confidential", "grant_type": "client_credentials" });
        self.register(&draft).await
    }

    pub async fn register(&self, draft: &Value) -> Integrator {
        let cookie = self.signed_in().await;
        let answer = self.call(&cookie, "oauth-clients/register", &json!({ "draft": draft })).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        let registered = answer.json();
        Integrator {
            client_id: registered["client_id"].as_str().unwrap().to_owned(),
            client_secret: registered["client_secret"].as_str().unwrap_or_default().to_owned(),
        }
    }

    /// Oldest first.
    pub async fn client_names(&self) -> Vec<String> {
        const NAMES: &str = "SELECT name FROM oauth_clients ORDER BY id";
        match &self.store {
            Store::Sqlite(pool, _) => sqlx::query_scalar(NAMES).fetch_all(pool).await.unwrap(),
            Store::Postgres(pool) => sqlx::query_scalar(NAMES).fetch_all(pool).await.unwrap(),
        }
    }

    /// Does to the database what no door does yet.
    pub async fn execute(&self, sql: &'static str) {
        match &self.store {
            Store::Sqlite(pool, _) => drop(sqlx::query(sql).execute(pool).await.unwrap()),
            Store::Postgres(pool) => drop(sqlx::query(sql).execute(pool).await.unwrap()),
        }
    }

    /// Asks for a token from this address.
    pub async fn token_from(&self, address: &str, client: &Integrator) -> Answer {
        let Integrator { client_id, client_secret } = client;
        let form =
            format!("grant_type=client_credentials&client_id={client_id}&client_secret={client_secret}");
        let mut request = Request::post("/oauth2/token")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form))
            .unwrap();
        let address: SocketAddr = address.parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(address));
        self.send(request).await
    }

    /// Asks for a token with a form body and, if there is one, an `Authorization` header.
    pub async fn token(&self, authorization: Option<&str>, form: &str) -> Answer {
        let mut request =
            Request::post("/oauth2/token").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        if let Some(authorization) = authorization {
            request = request.header(header::AUTHORIZATION, authorization);
        }
        self.send(request.body(Body::from(form.to_owned())).unwrap()).await
    }
}

/// A draft that [`OAuthClientDraft::check`] accepts, as the page sends it.
pub fn good_draft() -> Value {
    let draft = OAuthClientDraft { client_name: "Billing".to_owned(), ..OAuthClientDraft::default() };
    serde_json::to_value(draft).unwrap()
}

pub fn request(method: Method, path: &str) -> http::request::Builder {
    Request::builder().method(method).uri(path)
}
