//! Reads the configuration, builds the server, serves until it is told to stop.

mod dev;

use std::fs::DirBuilder;
use std::io::{IsTerminal as _, Write as _, stderr, stdout};
use std::net::SocketAddr;
use std::os::unix::fs::DirBuilderExt as _;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use axum::Router;
use clap::Parser as _;
use domain::AccountDraft;
use mimalloc::MiMalloc;
use server::config::{Command, Config, LogFormat, page_options};
use server::{Gatehouse, assets, routes, sealing_key};
use service::{Clock, DatabaseUrl, Rng, ServiceError, Services, Store};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tracing_subscriber::EnvFilter;

/// A token request makes dozens of small allocations: with the system's allocator it takes a tenth longer.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// How long connections may keep the server from stopping.
const STOPS_WITHIN: Duration = Duration::from_secs(10);
/// How often last uses and denials are written: a server that is killed loses those since.
const FLUSH_EVERY: Duration = Duration::from_secs(30);
/// How long writing them may keep the server from stopping.
const FLUSHED_WITHIN: Duration = Duration::from_secs(5);
/// How often the signing keys are tended: a key that another server made is known this late.
const TEND_EVERY: Duration = Duration::from_secs(30);
/// How often sessions and links that have ended are removed.
const SWEEP_EVERY: Duration = Duration::from_secs(10 * 60);

fn main() -> anyhow::Result<()> {
    let config = Config::parse();
    start_log(config.log_format);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start the runtime")?;
    match config.command.unwrap_or_default() {
        Command::Serve => runtime.block_on(serve(config)),
        Command::Dev(command) => runtime.block_on(dev::run(command, database(&config)?)),
    }
}

/// Where the data lives; makes the directory for what is kept beside it.
fn database(config: &Config) -> anyhow::Result<DatabaseUrl> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&config.data_dir)
        .with_context(|| format!("cannot make the data directory {}", config.data_dir.display()))?;
    match &config.database_url {
        Some(url) => url.0.parse().context("DATABASE_URL"),
        None => Ok(DatabaseUrl::Sqlite(config.data_dir.join("gatehouse.sqlite"))),
    }
}

fn start_log(format: LogFormat) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(stderr)
        .with_ansi(stderr().is_terminal());
    match format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().init(),
    }
}

async fn serve(config: Config) -> anyhow::Result<()> {
    let database = database(&config)?;
    let key = config.key_encryption_key.as_ref().map(|key| key.0.parse()).transpose();
    let key = sealing_key(key.context("GATEHOUSE_KEY_ENCRYPTION_KEY")?, &database, &config.data_dir)?;
    let store = Store::open(&database).await.context("cannot open the database")?;
    let issuer = config.public_url.as_str().to_owned();
    let settings = config.token_settings();
    let services = Services::start(store, Clock::System, Rng::System, &key, issuer, settings).await?;
    let options = page_options().context("cannot read the page's options")?;
    let gatehouse = Gatehouse { services: Arc::new(services), options: Arc::new(options) };

    set_up(&gatehouse.services, &config).await?;
    let listener = TcpListener::bind(config.listen)
        .await
        .with_context(|| format!("cannot listen on {}", config.listen))?;
    let router = routes(&gatehouse, &assets::names());
    tokio::spawn(sweep(Arc::clone(&gatehouse.services)));
    tokio::spawn(flush(Arc::clone(&gatehouse.services)));
    tokio::spawn(tend(Arc::clone(&gatehouse.services)));
    tracing::info!(listen = %config.listen, public_url = config.public_url.as_str(), "serving");
    let served = serve_until_told(listener, router, &gatehouse.services).await;
    flush_to_stop(&gatehouse.services).await;
    served
}

/// Serves; when told to stop, lets requests under way finish, but not for ever.
async fn serve_until_told(
    listener: TcpListener,
    router: Router,
    services: &Arc<Services>,
) -> anyhow::Result<()> {
    let told = told_to_stop()?;
    let (stop, mut stopped) = watch::channel(());
    let mut waiting = stopped.clone();
    let services = Arc::clone(services);
    tokio::spawn(async move {
        told.await;
        // Dropping it is the word to both who wait.
        drop(stop);
        // Who told may soon lose patience, and kill.
        flush_to_stop(&services).await;
    });
    let server = axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(async move { drop(stopped.changed().await) });
    let too_late = async move {
        drop(waiting.changed().await);
        tokio::time::sleep(STOPS_WITHIN).await;
    };
    tokio::select! {
        served = server => served.context("cannot serve"),
        () = too_late => {
            tracing::warn!("stopped with connections still open");
            Ok(())
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

async fn sweep(services: Arc<Services>) {
    let mut ticks = tokio::time::interval(SWEEP_EVERY);
    loop {
        ticks.tick().await;
        match services.sweep().await {
            Ok(removed) => tracing::debug!(removed, "removed ended sessions and links"),
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "cannot remove ended sessions")
            }
        }
    }
}

/// Writes last uses and denials for ever. An outage is told when it begins and when it is over; nothing is lost
/// meanwhile.
async fn flush(services: Arc<Services>) {
    let mut ticks = tokio::time::interval(FLUSH_EVERY);
    let mut is_failing = false;
    loop {
        ticks.tick().await;
        let flushed = write_gathered(&services).await;
        match &flushed {
            Ok(written) if is_failing => tracing::info!(written, "wrote last uses and denials again"),
            Ok(written) => tracing::debug!(written, "wrote last uses and denials"),
            Err(error) if !is_failing => {
                tracing::warn!(error = error as &dyn std::error::Error, "cannot write last uses and denials");
            }
            Err(_) => {}
        }
        is_failing = flushed.is_err();
    }
}

/// Writes last uses and denials on the way to the end: when told to stop, and once more when nobody asks for tokens any
/// more, but for those who were still connected when time was up.
async fn flush_to_stop(services: &Services) {
    match tokio::time::timeout(FLUSHED_WITHIN, write_gathered(services)).await {
        Ok(Ok(written)) => tracing::debug!(written, "wrote last uses and denials"),
        Ok(Err(error)) => {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "cannot write last uses and denials before the end"
            );
        }
        Err(_) => tracing::warn!(
            "cannot write last uses and denials before the end: the database did not answer in time"
        ),
    }
}

/// Writes what was gathered in memory; says how much.
async fn write_gathered(services: &Services) -> Result<u64, ServiceError> {
    Ok(services.flush_last_uses().await? + services.flush_denials().await?)
}

/// Tends the signing keys for ever. Trouble is told when it begins and when it is over; meanwhile the keys that are known
/// sign and verify.
async fn tend(services: Arc<Services>) {
    let mut ticks = tokio::time::interval(TEND_EVERY);
    let mut is_failing = false;
    loop {
        ticks.tick().await;
        let tended = services.tend_signing_keys().await;
        match &tended {
            Ok(()) if is_failing => tracing::info!("tended the signing keys again"),
            Ok(()) => {}
            Err(error) if !is_failing => {
                tracing::error!(error = error as &dyn std::error::Error, "cannot tend the signing keys");
            }
            Err(_) => {}
        }
        is_failing = tended.is_err();
    }
}

fn told_to_stop() -> anyhow::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate()).context("cannot listen for SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("cannot listen for SIGINT")?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
