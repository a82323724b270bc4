//! The commands that manage. Each is one or more requests of the management API, carried out in this process on the
//! database, or sent to a server: the rules, the roles and the answers are the same.

mod answer;
mod api;
mod api_key;
mod asking;
mod audit;
mod client;
mod configuration;
mod confirmation;
mod environment;
mod files;
mod importing;
mod in_process;
mod initial_access_token;
mod noun;
mod output;
mod principal;
mod public_keys;
mod refusal;
mod remote;
mod resolving;
mod roles;
mod secret;
mod table;
mod transport;
mod unix_user;
mod user;
mod verbs;
mod webhook;

use std::io::{self, Write as _, stderr};
use std::process::ExitCode;

use server::config::{Config, ManagementCommand};

use asking::Asking;
use noun::Noun;
use output::Output;
use transport::Transport;

/// What the commands have at hand.
pub(crate) struct Management {
    transport: Transport,
    output: Output,
}

/// The command line says too little, or what cannot be.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Misused(pub(crate) String);

/// How the process ends where its command line is wrong, as where it cannot be read.
const MISUSED: u8 = 2;

/// Carries a command out.
pub(crate) async fn run(command: ManagementCommand, config: &Config) -> anyhow::Result<()> {
    let management = Management {
        transport: Transport::open(config).await?,
        output: Output { is_json: config.management.json },
    };
    match command {
        ManagementCommand::Client(command) => client::run(&management, command).await,
        ManagementCommand::Principal(command) => principal::run(&management, command).await,
        ManagementCommand::Environment(command) => environment::run(&management, command).await,
        ManagementCommand::Api(command) => api::run(&management, command).await,
        ManagementCommand::User(command) => user::run(&management, command).await,
        ManagementCommand::ApiKey(command) => api_key::run(&management, command).await,
        ManagementCommand::InitialAccessToken(command) => {
            initial_access_token::run(&management, command).await
        }
        ManagementCommand::Webhook(command) => webhook::run(&management, command).await,
        ManagementCommand::Audit(command) => audit::run(&management, command).await,
        ManagementCommand::Plan(arguments) => configuration::plan(&management, &arguments).await,
        ManagementCommand::Apply(arguments) => configuration::apply(&management, &arguments).await,
        ManagementCommand::Export(arguments) => configuration::export(&management, &arguments).await,
        ManagementCommand::Import(command) => importing::run(&management, command).await,
    }
}

/// Says on standard error why a command was not carried out, and how the process is to end.
pub(crate) fn tell(error: &anyhow::Error) -> ExitCode {
    if error.is::<configuration::SomethingWouldChange>() {
        return ExitCode::from(configuration::WOULD_CHANGE);
    }
    // `gatehouse client list | head` has read enough.
    let is_unread = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
    if error.downcast_ref().is_some_and(is_unread) {
        return ExitCode::FAILURE;
    }
    // Nobody may be reading it.
    drop(writeln!(stderr(), "error: {error:#}"));
    if error.is::<Misused>() { ExitCode::from(MISUSED) } else { ExitCode::FAILURE }
}
