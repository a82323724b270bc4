//! Asks whether somebody is sure.

use std::io::{IsTerminal as _, Write as _, stderr, stdin};

use anyhow::bail;
use server::config::Deletion;

use super::Misused;

/// Lets through who is sure: said so, or types what it is called.
pub(super) fn confirm(deletion: &Deletion, one: &str, name: &str) -> anyhow::Result<()> {
    if deletion.yes {
        return Ok(());
    }
    if !stdin().is_terminal() {
        return Err(Misused(format!("nobody can be asked about the {one} {name} here: add --yes")).into());
    }
    let mut asking = stderr().lock();
    write!(asking, "This cannot be undone. Type {name} to go on: ")?;
    asking.flush()?;
    let mut typed = String::new();
    stdin().read_line(&mut typed)?;
    if typed.trim() != name {
        bail!("that is not its name: nothing was done");
    }
    Ok(())
}
