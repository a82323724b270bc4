//! Reads the configuration, and does what it says.

mod commands;
mod dev;
mod log;
mod serve;
mod tasks;

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt as _;
use std::process::ExitCode;

use anyhow::Context as _;
use mimalloc::MiMalloc;
use server::config::{Command, Config, LogFilter};
use service::DatabaseUrl;
use tokio::runtime::Runtime;

/// A token request makes dozens of small allocations: with the system's allocator it takes a tenth longer.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> anyhow::Result<ExitCode> {
    spare_memory();
    let config = match Config::of_process() {
        Ok(config) => config,
        Err(refused) => return Ok(refused.tell()),
    };
    let is_managing = matches!(config.command, Some(Command::Management(_)));
    let filter = if is_managing { &LogFilter::warnings() } else { &config.log };
    log::start(filter, config.log_format);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start the runtime")?;
    let done = run(&runtime, config);
    // Whoever is still being served when time is up keeps nobody waiting.
    runtime.shutdown_background();
    if is_managing {
        return Ok(done.map_or_else(|error| commands::management::tell(&error), |()| ExitCode::SUCCESS));
    }
    done.map(|()| ExitCode::SUCCESS)
}

/// What is kept lies far apart: in the pages of 2 MB that the allocator asks for it takes half as much memory again.
fn spare_memory() {
    #[cfg(target_os = "linux")]
    {
        // Where the system forbids it, it takes that.
        let _ = rustix::thread::disable_transparent_huge_pages(true);
    }
}

fn run(runtime: &Runtime, mut config: Config) -> anyhow::Result<()> {
    match config.command.take().unwrap_or_default() {
        Command::Serve => runtime.block_on(serve::run(database(&config)?, config)),
        Command::Migrate => runtime.block_on(commands::migrate::run(database(&config)?)),
        Command::Copy { from, to } => {
            let (from, to) = (from.0.parse().context("--from")?, to.0.parse().context("--to")?);
            runtime.block_on(commands::copy::run(from, to, &config))
        }
        Command::Backup { file } => {
            runtime.block_on(commands::backup::run(database(&config)?, &file, &config))
        }
        Command::Probe => commands::probe::run(config.listen),
        Command::Management(command) => runtime.block_on(commands::management::run(command, &config)),
        Command::Completions { shell } => commands::completions::run(shell),
        Command::Dev(command) => runtime.block_on(dev::run(command, database(&config)?)),
    }
}

/// Where the data lives; makes the directory for what is kept beside it.
pub(crate) fn database(config: &Config) -> anyhow::Result<DatabaseUrl> {
    DirBuilder::new().recursive(true).mode(0o700).create(&config.data_dir).with_context(|| {
        format!("GATEHOUSE_DATA_DIR: cannot make the data directory {}", config.data_dir.display())
    })?;
    match &config.database_url {
        Some(url) => url.0.parse().context("DATABASE_URL"),
        None => Ok(DatabaseUrl::Sqlite(config.data_dir.join("gatehouse.sqlite"))),
    }
}
