//! What people who work on Gatehouse need, and nobody else.

use std::io::{Write as _, stdout};

use anyhow::Context as _;
use server::config::DevCommand;
use service::{DatabaseUrl, Store, seed_oauth_clients};
use tokio::time::Instant;

/// Does what was asked, on this database.
pub(crate) async fn run(command: DevCommand, database: DatabaseUrl) -> anyhow::Result<()> {
    let store = Store::open(&database).await.context("cannot open the database")?;
    match command {
        DevCommand::Seed { clients } => seed(&store, clients).await?,
    }
    store.close().await;
    Ok(())
}

async fn seed(store: &Store, clients: u32) -> anyhow::Result<()> {
    let start = Instant::now();
    let progress = |added| {
        // Nobody may be reading it.
        drop(writeln!(stdout(), "{added} of {clients} clients, {:.1} s", start.elapsed().as_secs_f32()));
    };
    seed_oauth_clients(store, clients, progress).await.context("cannot add the clients")
}
