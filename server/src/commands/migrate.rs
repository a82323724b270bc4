//! Brings the database's schema up to date, and ends.

use std::io::{Write as _, stdout};

use anyhow::Context as _;
use service::{DatabaseUrl, Store};

/// Applies the migrations that this database lacks, and does what a server does after them at its start.
pub(crate) async fn run(database: DatabaseUrl) -> anyhow::Result<()> {
    let applied = Store::migrate(&database).await.context("cannot migrate the database")?;
    Store::open(&database).await.context("cannot open the database")?.close().await;
    let mut out = stdout().lock();
    for migration in &applied {
        writeln!(out, "applied migration {}: {}", migration.version, migration.name)?;
    }
    if applied.is_empty() {
        writeln!(out, "The schema is up to date: there was nothing to do.")?;
    } else {
        writeln!(out, "The schema is up to date.")?;
    }
    Ok(())
}
