//! Builds the server, and serves until it is told to stop.

use std::io::{Write as _, stdout};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use axum::Router;
use domain::AccountDraft;
use server::config::{Config, page_options};
use server::serving::{self, Ended, Limits};
use server::{
    Gatehouse, Metrics, Provider, Reach, Stopping, WebhookSender, assets, routes, sealing_key, send_messages,
};
use service::{Clock, DatabaseUrl, Rng, Services, Store};
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::{sleep, timeout};

use crate::tasks;

/// How long the head of a connection's first request may take.
const FIRST_HEAD_WITHIN: Duration = Duration::from_secs(10);
/// How long a connection may be idle: longer than proxies keep theirs, so that none asks just when it ends.
const IDLE_FOR: Duration = Duration::from_secs(75);
/// How long connections may keep the server from stopping.
const STOPS_WITHIN: Duration = Duration::from_secs(10);
/// How long messages to webhooks that are under way may keep the server from stopping.
const SENT_WITHIN: Duration = Duration::from_secs(3);

/// Serves until the process is told to stop.
pub(crate) async fn run(database: DatabaseUrl, config: Config) -> anyhow::Result<()> {
    let gatehouse = gatehouse(&database, &config).await?;
    set_up(&gatehouse.services, &config).await?;
    let listener = TcpListener::bind(config.listen)
        .await
        .with_context(|| format!("GATEHOUSE_LISTEN: cannot listen on {}", config.listen))?;
    let router = routes(&gatehouse, &assets::names());
    tasks::spawn(&gatehouse.services);
    let sending =
        tokio::spawn(send_messages(gatehouse.clone(), WebhookSender::new(config.webhooks.reach())?));
    for warning in config.warnings() {
        tracing::warn!("{warning}");
    }
    tracing::info!(listen = %config.listen, public_url = config.public_url.as_str(), "serving");
    serve_until_told(listener, router, &gatehouse, &config).await?;
    // What is under way and not noted would be sent a second time.
    if timeout(SENT_WITHIN, sending).await.is_err() {
        tracing::warn!("stopped with messages to webhooks under way");
    }
    Ok(())
}

/// What every route can reach, on this database.
pub(crate) async fn gatehouse(database: &DatabaseUrl, config: &Config) -> anyhow::Result<Gatehouse> {
    let key = config.key_encryption_key.as_ref().map(|key| key.0.parse()).transpose();
    let key = sealing_key(key.context("GATEHOUSE_KEY_ENCRYPTION_KEY")?, database, &config.data_dir)?;
    let mailer = config.mail.mailer()?;
    let provider = config.provider.check(&config.public_url)?.map(Provider::new).transpose()?;
    let store = Store::open(database).await.context("cannot open the database")?;
    let issuer = config.public_url.as_str().to_owned();
    let settings = config.token_settings();
    let mut services = Services::start(store, Clock::System, Rng::System, &key, issuer, settings).await?;
    if let Some(mailer) = mailer {
        services.send_mail_with(mailer);
    }
    if config.webhooks.reach() == Reach::Everywhere {
        services.let_webhooks_be_private();
    }
    if config.dynamic_registration {
        services.let_programs_register();
    }
    if let Some(provider) = &provider {
        services.let_people_come_through(provider.issuer());
    }
    let options = page_options().context("cannot read the page's options")?;
    Ok(Gatehouse {
        services: Arc::new(services),
        options: Arc::new(options),
        network: Arc::new(config.network.clone()),
        provider: provider.map(Arc::new),
        metrics: Arc::new(Metrics::default()),
        stopping: Stopping::default(),
    })
}

/// Serves. When told to stop it says so at `/readyz`, goes on for as long as whoever asks there takes to notice, and lets
/// requests under way finish, but not for ever. Told again, it stops at once.
async fn serve_until_told(
    listener: TcpListener,
    router: Router,
    gatehouse: &Gatehouse,
    config: &Config,
) -> anyhow::Result<()> {
    let limits = Limits {
        first_head_within: FIRST_HEAD_WITHIN,
        idle_for: IDLE_FOR,
        connections: config.connections,
        stops_within: STOPS_WITHIN,
    };
    let (stopping, services) = (&gatehouse.stopping, &gatehouse.services);
    let drained = async {
        stopping.told().await;
        sleep(config.drains_for()).await;
    };
    let mut signals = Signals::listen()?;
    let told_again = async {
        signals.next().await;
        tracing::info!("told to stop");
        stopping.tell();
        let services = Arc::clone(services);
        // Who told may soon lose patience, and kill.
        tokio::spawn(async move { tasks::flush_to_stop(&services).await });
        signals.next().await;
    };
    tokio::select! {
        ended = serving::serve(listener, router, limits, drained) => {
            match ended {
                Ended::Whole => tracing::info!("stopped"),
                Ended::WithConnectionsOpen => tracing::warn!("stopped with connections still open"),
            }
            tasks::flush_to_stop(services).await;
        }
        () = told_again => tracing::warn!("told again: stopped at once"),
    }
    Ok(())
}

/// What tells the process to stop.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn listen() -> anyhow::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate()).context("cannot listen for SIGTERM")?,
            interrupt: signal(SignalKind::interrupt()).context("cannot listen for SIGINT")?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// Makes the first administrator from the configuration, or prints the link that does it.
async fn set_up(services: &Services, config: &Config) -> anyhow::Result<()> {
    if let (Some(email), Some(password)) = (&config.admin_email, &config.admin_password) {
        if !services.is_setup_open().await? {
            return Ok(());
        }
        let draft = AccountDraft { email: email.clone(), password: password.0.clone() };
        let account = draft.check().map_err(|problems| {
            let problems: Vec<_> = problems.iter().map(|problem| problem.message.as_str()).collect();
            anyhow::anyhow!("GATEHOUSE_ADMIN_EMAIL or GATEHOUSE_ADMIN_PASSWORD: {}", problems.join(" "))
        })?;
        if services.set_up_from_configuration(&account).await? {
            tracing::info!("made the first administrator from the configuration");
        }
        return Ok(());
    }
    if let Some(token) = services.setup_token().await? {
        // On standard output and never in the log; after the #, where a browser sends it to no server.
        let mut console = stdout().lock();
        writeln!(
            console,
            "\nNobody can sign in yet. Open this link once to make the first administrator:\n\n    {}/setup#{}\n",
            services.issuer(),
            token.reveal()
        )?;
        console.flush()?;
    }
    Ok(())
}
