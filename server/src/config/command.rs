//! What the binary can do.

use std::path::PathBuf;

use clap::Subcommand;

use super::Hidden;

/// What the binary can do.
#[derive(Clone, Debug, Default, Subcommand)]
pub enum Command {
    /// Serve the portal and the token service (the default).
    #[default]
    Serve,
    /// Bring the database's schema up to date, and end. Servers do it at start as well; any number may do it at once.
    Migrate,
    /// Copy an installation to another, empty database, and compare both. Stop the servers first.
    Copy {
        /// Database to read: `sqlite:PATH` or `postgres://…`.
        #[arg(long, value_name = "URL")]
        from: Hidden,
        /// Database to write: `sqlite:PATH` or `postgres://…`.
        #[arg(long, value_name = "URL")]
        to: Hidden,
    },
    /// Write a copy of the SQLite database to a file, while the server runs. On Postgres use `pg_dump`.
    Backup {
        /// The file, which must not be there yet. It holds hashes of secrets and people's e-mails.
        file: PathBuf,
    },
    /// Ask the server on this machine whether it is ready; for containers without tools of their own.
    Probe,
    /// What people who work on Gatehouse need.
    #[command(subcommand, hide = !cfg!(debug_assertions))]
    Dev(DevCommand),
}

/// What people who work on Gatehouse need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Subcommand)]
pub enum DevCommand {
    /// Add made-up OAuth clients to the database.
    Seed {
        /// How many.
        #[arg(long, value_name = "N")]
        clients: u32,
    },
}
