//! What the binary can do.

mod api;
mod api_key;
mod audit;
mod client;
mod configuration;
mod deletion;
mod emptying;
mod environment;
mod initial_access_token;
mod listing;
mod principal;
mod roles;
mod secret;
mod user;
mod webhook;

use std::path::PathBuf;

use clap::Subcommand;
use clap_complete::Shell;

use super::Hidden;

pub use api::{ApiCommand, ApiFields, ApiRoleCommand, ApiRoleFields};
pub use api_key::{ApiKeyCommand, ApiKeyFields};
pub use audit::{AuditCommand, AuditFilters};
pub use client::{ClientCommand, ClientFields, ClientFilters};
pub use configuration::{ApplyArguments, ExportArguments, ImportArguments, ImportCommand, PlanArguments};
pub use deletion::Deletion;
pub use environment::{EnvironmentCommand, EnvironmentFields};
pub use initial_access_token::{InitialAccessTokenCommand, InitialAccessTokenFields};
pub use listing::Listing;
pub use principal::{KeyCommand, KeyFields, PrincipalCommand, PrincipalFields, PrincipalFilters};
pub use roles::RoleCommand;
pub use secret::SecretCommand;
pub use user::{Invitation, UserCommand, UserFilters};
pub use webhook::{DeliveryCommand, WebhookCommand, WebhookFields};

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
    /// What the management API can do.
    #[command(flatten)]
    Management(ManagementCommand),
    /// Print what makes a shell complete these commands.
    Completions {
        /// The shell.
        shell: Shell,
    },
    /// What people who work on Gatehouse need.
    #[command(subcommand, hide = !cfg!(debug_assertions))]
    Dev(DevCommand),
}

/// What the management API can do: on the database of this machine, or asked of a server.
#[derive(Clone, Debug, Subcommand)]
pub enum ManagementCommand {
    /// OAuth clients.
    #[command(subcommand)]
    Client(ClientCommand),
    /// Service principals.
    #[command(subcommand)]
    Principal(PrincipalCommand),
    /// Environments, where service principals live.
    #[command(subcommand)]
    Environment(EnvironmentCommand),
    /// APIs, with their scopes and roles.
    #[command(subcommand)]
    Api(ApiCommand),
    /// The people who may sign in.
    #[command(subcommand)]
    User(UserCommand),
    /// Keys by which programs manage this installation.
    #[command(subcommand)]
    ApiKey(ApiKeyCommand),
    /// Tokens by which programs register OAuth clients.
    #[command(subcommand)]
    InitialAccessToken(InitialAccessTokenCommand),
    /// What is told of changes as they happen.
    #[command(subcommand)]
    Webhook(WebhookCommand),
    /// The audit trail.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Say what a file of environments, APIs, clients and principals would change.
    Plan(PlanArguments),
    /// Have them be as a file says: every change is made, or none.
    Apply(ApplyArguments),
    /// Write down what is configured, without any secret, as a file that can be applied.
    Export(ExportArguments),
    /// Take OAuth clients over from elsewhere.
    #[command(subcommand)]
    Import(ImportCommand),
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
