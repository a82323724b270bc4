//! What an operator can set, in the environment or on the command line.

mod command;
mod contradictions;
mod environment;
mod hidden;
mod log_filter;
mod mail;
mod management;
mod network;
mod provider;
mod public_url;
mod reading;
mod secret_files;
mod webhooks;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;
use domain::SigningAlgorithm;
use leptos::config::errors::LeptosConfigError;
use leptos::config::{Env, LeptosOptions, get_configuration};
use service::TokenSettings;

pub use command::*;
pub use hidden::Hidden;
pub use log_filter::LogFilter;
pub use mail::MailSettings;
pub use management::ManagementSettings;
pub use network::{ForwardedHeader, NetworkSettings};
pub use provider::{ProviderConfiguration, ProviderSettings, ProviderSettingsProblem};
pub use public_url::{PublicUrl, PublicUrlMalformed};
pub use reading::ConfigRefused;
pub use webhooks::WebhookSettings;

const DAY: i64 = 24 * 60 * 60;
const YEAR: i64 = 365 * DAY;

const SECRETS_FROM_FILES: &str = "A secret can come from a file: put its path into the variable with _FILE added, \
as in GATEHOUSE_KEY_ENCRYPTION_KEY_FILE=/run/secrets/key.";

const SERVER: &str = "Server";
const DATABASE: &str = "Database and keys";
const FIRST_ADMINISTRATOR: &str = "First administrator";
const TOKENS: &str = "Tokens";
const REGISTRATION: &str = "Registration of clients by programs";
const NETWORK: &str = "Network";
const PROVIDER: &str = "Sign-in through an OpenID provider";
const MAIL: &str = "Mail";
const WEBHOOKS: &str = "Webhooks";
const LOG: &str = "Log";
const MANAGEMENT: &str = "Commands that manage";

/// A portal for OAuth clients and a token service that honours what was registered.
///
/// Each setting is an environment variable and an option; where both are given, the option counts.
#[derive(Debug, Parser)]
#[command(name = "gatehouse", version, about, after_help = SECRETS_FROM_FILES, term_width = 80)]
pub struct Config {
    /// Address and port to listen on. `0.0.0.0:3000` and `[::]:3000` are open to other machines.
    #[arg(
        long,
        env = "GATEHOUSE_LISTEN",
        value_name = "ADDRESS",
        default_value = "127.0.0.1:3000",
        value_parser = listen,
        help_heading = SERVER
    )]
    pub listen: SocketAddr,

    /// The address that people and clients use, without a path: the issuer of every token. `https`, or `http` for this
    /// machine only.
    #[arg(
        long,
        env = "GATEHOUSE_PUBLIC_URL",
        value_name = "URL",
        default_value = "http://localhost:3000",
        help_heading = SERVER
    )]
    pub public_url: PublicUrl,

    /// Directory for what this server keeps beside the database; made when missing.
    #[arg(
        long,
        env = "GATEHOUSE_DATA_DIR",
        value_name = "PATH",
        default_value = "./data",
        help_heading = SERVER
    )]
    pub data_dir: PathBuf,

    /// How long a server that is told to stop goes on accepting requests, in seconds, while `/readyz` says 503: as long
    /// as a load balancer takes to notice.
    #[arg(
        long,
        env = "GATEHOUSE_DRAIN",
        value_name = "SECONDS",
        default_value_t = 0,
        value_parser = clap::value_parser!(u64).range(..=300),
        help_heading = SERVER
    )]
    pub drain: u64,

    /// How many connections there may be at once. The others wait until one ends.
    #[arg(
        long,
        env = "GATEHOUSE_CONNECTIONS",
        value_name = "NUMBER",
        default_value_t = 4096,
        value_parser = connections,
        help_heading = SERVER
    )]
    pub connections: usize,

    /// Database: `sqlite:PATH` or `postgres://…` [default: an SQLite file in the data directory]
    #[arg(
        long,
        env = "DATABASE_URL",
        hide_env_values = true,
        value_name = "URL",
        help_heading = DATABASE
    )]
    pub database_url: Option<Hidden>,

    /// Key that encrypts private signing keys and second factors at rest: 32 bytes in base64, as `openssl rand -base64 32`
    /// makes them. Every server on one Postgres needs the same [default: made in the data directory for SQLite; none for
    /// Postgres]
    #[arg(
        long,
        env = "GATEHOUSE_KEY_ENCRYPTION_KEY",
        hide_env_values = true,
        value_name = "KEY",
        help_heading = DATABASE
    )]
    pub key_encryption_key: Option<Hidden>,

    /// E-mail of the first administrator; used only while there is no user.
    #[arg(long, env = "GATEHOUSE_ADMIN_EMAIL", value_name = "EMAIL", help_heading = FIRST_ADMINISTRATOR)]
    pub admin_email: Option<String>,

    /// Password of the first administrator; used only while there is no user.
    #[arg(
        long,
        env = "GATEHOUSE_ADMIN_PASSWORD",
        hide_env_values = true,
        value_name = "PASSWORD",
        help_heading = FIRST_ADMINISTRATOR
    )]
    pub admin_password: Option<Hidden>,

    /// How long an access token and an ID token count, in seconds: one minute to one hour.
    #[arg(
        long,
        env = "GATEHOUSE_ACCESS_TOKEN_LASTS",
        value_name = "SECONDS",
        default_value_t = 600,
        value_parser = clap::value_parser!(i64).range(60..=3600),
        help_heading = TOKENS
    )]
    pub access_token_lasts: i64,

    /// How long a refresh token counts that nobody uses, in seconds: one minute to one year.
    #[arg(
        long,
        env = "GATEHOUSE_REFRESH_TOKEN_IDLE",
        value_name = "SECONDS",
        default_value_t = 7 * DAY,
        value_parser = clap::value_parser!(i64).range(60..=YEAR),
        help_heading = TOKENS
    )]
    pub refresh_token_idle: i64,

    /// How long an application with offline access may go on refreshing before the person has to sign in again, in
    /// seconds: one minute to one year.
    #[arg(
        long,
        env = "GATEHOUSE_REFRESH_TOKENS_LAST",
        value_name = "SECONDS",
        default_value_t = 30 * DAY,
        value_parser = clap::value_parser!(i64).range(60..=YEAR),
        help_heading = TOKENS
    )]
    pub refresh_tokens_last: i64,

    /// How new signing keys sign. Another one than before makes the keys change turns.
    #[arg(
        long,
        env = "GATEHOUSE_SIGNING_ALGORITHM",
        value_name = "ALGORITHM",
        value_enum,
        default_value_t = SigningChoice::Es256,
        help_heading = TOKENS
    )]
    pub signing_algorithm: SigningChoice,

    /// After how many days the next signing key takes over: 1 to 3650.
    #[arg(
        long,
        env = "GATEHOUSE_SIGNING_KEY_DAYS",
        value_name = "DAYS",
        default_value_t = 90,
        value_parser = clap::value_parser!(i64).range(1..=3650),
        help_heading = TOKENS
    )]
    pub signing_key_days: i64,

    /// Whether programs that have an initial access token may register OAuth clients at `/oauth2/register` (RFC 7591).
    #[arg(
        long,
        env = "GATEHOUSE_DYNAMIC_REGISTRATION",
        value_name = "BOOL",
        default_value_t = false,
        action = clap::ArgAction::Set,
        help_heading = REGISTRATION
    )]
    pub dynamic_registration: bool,

    /// The network around the server.
    #[command(flatten, next_help_heading = NETWORK)]
    pub network: NetworkSettings,

    /// The outside OpenID provider.
    #[command(flatten, next_help_heading = PROVIDER)]
    pub provider: ProviderSettings,

    /// Mail.
    #[command(flatten, next_help_heading = MAIL)]
    pub mail: MailSettings,

    /// Webhooks.
    #[command(flatten, next_help_heading = WEBHOOKS)]
    pub webhooks: WebhookSettings,

    /// How talkative the log is: a level (error, warn, info, debug or trace), and others by what is logged about.
    /// `info,requests=debug` has a line for each request. Secrets are in it at no level.
    #[arg(long, env = "RUST_LOG", value_name = "LEVELS", default_value = "info", help_heading = LOG)]
    pub log: LogFilter,

    /// How the log is written.
    #[arg(
        long,
        env = "GATEHOUSE_LOG_FORMAT",
        value_name = "FORMAT",
        value_enum,
        default_value_t = LogFormat::Text,
        help_heading = LOG
    )]
    pub log_format: LogFormat,

    /// Where the commands that manage are carried out, and how they answer.
    #[command(flatten, next_help_heading = MANAGEMENT)]
    pub management: ManagementSettings,

    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
}

impl Config {
    /// What is set about tokens.
    pub fn token_settings(&self) -> TokenSettings {
        TokenSettings {
            access_token_for: self.access_token_lasts,
            refresh_token_idle_for: self.refresh_token_idle,
            refresh_tokens_for: self.refresh_tokens_last,
            signing_algorithm: match self.signing_algorithm {
                SigningChoice::Es256 => SigningAlgorithm::Es256,
                SigningChoice::Rs256 => SigningAlgorithm::Rs256,
            },
            signing_key_for: self.signing_key_days * DAY,
        }
    }

    /// How long a server that is told to stop goes on accepting requests.
    pub fn drains_for(&self) -> Duration {
        Duration::from_secs(self.drain)
    }
}

fn listen(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| "is not an address and a port. Example: 127.0.0.1:3000".to_owned())
}

fn connections(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| (1..=1_000_000).contains(number));
    number.ok_or_else(|| "is not a number from 1 to 1000000".to_owned())
}

/// How tokens are signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum SigningChoice {
    /// ECDSA with P-256 and SHA-256: short and quick.
    #[value(name = "ES256")]
    Es256,
    /// RSA with SHA-256, for applications that know nothing else.
    #[value(name = "RS256")]
    Rs256,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    /// A line for people.
    Text,
    /// An object for machines.
    Json,
}

/// How pages are rendered: as `cargo leptos` says where it builds and watches, else as a release is.
///
/// # Errors
/// A setting of `cargo leptos` that cannot be read.
pub fn page_options() -> Result<LeptosOptions, LeptosConfigError> {
    if option_env!("LEPTOS_OUTPUT_NAME").is_some() {
        return Ok(get_configuration(None)?.leptos_options);
    }
    Ok(LeptosOptions::builder().output_name("gatehouse").env(Env::PROD).build())
}

#[cfg(test)]
mod tests;
