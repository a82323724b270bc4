//! `gatehouse plan`, `apply`, `export` and `import`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// What a file is compared with.
#[derive(Clone, Debug, Args)]
pub struct PlanArguments {
    /// The file, YAML or JSON; `-` is standard input.
    pub file: PathBuf,
    /// Also what the file does not name is to go.
    #[arg(long)]
    pub prune: bool,
    /// End with 2 where something would change, and with 0 where nothing would.
    #[arg(long)]
    pub detailed_exitcode: bool,
}

/// What a file is to change.
#[derive(Clone, Debug, Args)]
pub struct ApplyArguments {
    /// The file, YAML or JSON; `-` is standard input.
    pub file: PathBuf,
    /// Also what the file does not name goes.
    #[arg(long)]
    pub prune: bool,
    /// Do not ask.
    #[arg(long)]
    pub yes: bool,
}

/// Where everything is written down.
#[derive(Clone, Debug, Args)]
pub struct ExportArguments {
    /// The file [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Where OAuth clients come from.
#[derive(Clone, Debug, Subcommand)]
pub enum ImportCommand {
    /// The clients of a Keycloak realm that was exported.
    Keycloak(ImportArguments),
    /// A table: a header with the names of the fields, and a client on each line. Several redirect URIs or web origins have
    /// spaces between them.
    Csv(ImportArguments),
}

/// What is imported.
#[derive(Clone, Debug, Args)]
pub struct ImportArguments {
    /// The file; `-` is standard input.
    pub file: PathBuf,
    /// Do it. Without this it is only said what would be done.
    #[arg(long)]
    pub apply: bool,
}
