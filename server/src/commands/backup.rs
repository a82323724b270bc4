//! Copies the database to a file while servers run.

use std::io::{Write as _, stdout};
use std::path::Path;

use anyhow::Context as _;
use server::config::Config;
use service::{DatabaseUrl, back_up};

use super::sealing_key;

/// Writes a consistent copy of the database to `file`, which must not be there yet.
pub(crate) async fn run(database: DatabaseUrl, file: &Path, config: &Config) -> anyhow::Result<()> {
    let size = back_up(&database, file).await.context("no backup was made")?;
    let mut out = stdout().lock();
    writeln!(out, "Wrote {}: {size} bytes, checked.", file.display())?;
    writeln!(
        out,
        "Keep the key encryption key with it, but apart: the signing keys in it cannot be opened without. {}",
        sealing_key::place(&database, config)
    )?;
    Ok(())
}
