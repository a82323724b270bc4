//! Prints what makes a shell complete the commands.

use std::io::{Write as _, stdout};

use clap::CommandFactory as _;
use clap_complete::{Shell, generate};
use server::config::Config;

/// Prints the completions for a shell on standard output.
pub(crate) fn run(shell: Shell) -> anyhow::Result<()> {
    let mut script = Vec::new();
    generate(shell, &mut Config::command(), "gatehouse", &mut script);
    stdout().lock().write_all(&script)?;
    Ok(())
}
