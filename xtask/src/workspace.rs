//! Where things lie in the repository, and how its programs are run.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

/// The repository's root folder.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(PathBuf::new, Path::to_path_buf)
}

/// `cargo`, to be run in the repository's root.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(root());
    command
}

/// A program that `npm ci` put into `tools/`, to be run in the repository's root.
pub(crate) fn npm_tool(name: &str) -> Result<Command> {
    let program = root().join("tools/node_modules/.bin").join(name);
    if !program.exists() {
        bail!("{name} is missing: run `npm ci` in tools/, or scripts/setup build");
    }
    let mut command = Command::new(program);
    command.current_dir(root());
    Ok(command)
}

/// Runs `command` to its end.
///
/// # Errors
/// When it cannot be started or ends with another code than 0.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let name = command.get_program().display().to_string();
    let status = command.status().with_context(|| format!("{name} could not be started"))?;
    if !status.success() {
        bail!("{name} failed: {status}");
    }
    Ok(())
}

/// Runs `command` to its end and shows what it printed only when it fails.
///
/// # Errors
/// When it cannot be started or ends with another code than 0.
pub(crate) fn run_quietly(command: &mut Command) -> Result<()> {
    let name = command.get_program().display().to_string();
    let output = command.output().with_context(|| format!("{name} could not be started"))?;
    if !output.status.success() {
        bail!("{name} failed: {}\n{}", output.status, String::from_utf8_lossy(&output.stderr));
    }
    Ok(())
}

/// Runs `command` to its end and returns what it printed.
///
/// # Errors
/// When it cannot be started, ends with another code than 0, or prints what is not UTF-8.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let name = command.get_program().display().to_string();
    let output = command
        .stderr(std::process::Stdio::inherit())
        .output()
        .with_context(|| format!("{name} could not be started"))?;
    if !output.status.success() {
        bail!("{name} failed: {}", output.status);
    }
    String::from_utf8(output.stdout).with_context(|| format!("{name} printed what is not UTF-8"))
}
