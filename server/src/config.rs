//! What an operator can set, in the environment or on the command line.

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;

use clap::{Parser, Subcommand};
use domain::SigningAlgorithm;
use leptos::config::errors::LeptosConfigError;
use leptos::config::{Env, LeptosOptions, get_configuration};
use service::TokenSettings;

const DAY: i64 = 24 * 60 * 60;
const YEAR: i64 = 365 * DAY;

/// A portal for OAuth clients and a token service that honours what was registered.
#[derive(Debug, Parser)]
#[command(name = "gatehouse", version, about)]
pub struct Config {
    /// Address to listen on.
    #[arg(long, env = "GATEHOUSE_LISTEN", default_value = "127.0.0.1:3000")]
    pub listen: SocketAddr,

    /// Public URL of this server, without a trailing slash: the issuer of every token.
    #[arg(long, env = "GATEHOUSE_PUBLIC_URL", default_value = "http://localhost:3000")]
    pub public_url: PublicUrl,

    /// Directory for what this server keeps beside the database.
    #[arg(long, env = "GATEHOUSE_DATA_DIR", default_value = "./data")]
    pub data_dir: PathBuf,

    /// Database: `sqlite:PATH` or `postgres://…` [default: an SQLite file in the data directory]
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<Hidden>,

    /// Key that encrypts private signing keys at rest: 32 bytes in base64. Made beside the data for SQLite,
    /// required for Postgres.
    #[arg(long, env = "GATEHOUSE_KEY_ENCRYPTION_KEY", hide_env_values = true)]
    pub key_encryption_key: Option<Hidden>,

    /// E-mail of the first administrator; used only while there is no user.
    #[arg(long, env = "GATEHOUSE_ADMIN_EMAIL", requires = "admin_password")]
    pub admin_email: Option<String>,

    /// Password of the first administrator; used only while there is no user.
    #[arg(long, env = "GATEHOUSE_ADMIN_PASSWORD", hide_env_values = true, requires = "admin_email")]
    pub admin_password: Option<Hidden>,

    /// How long an access token counts, in seconds: one minute to one hour.
    #[arg(
        long,
        env = "GATEHOUSE_ACCESS_TOKEN_LASTS",
        value_name = "SECONDS",
        default_value_t = 600,
        value_parser = clap::value_parser!(i64).range(60..=3600)
    )]
    pub access_token_lasts: i64,

    /// How long a refresh token counts that nobody uses, in seconds: up to a year.
    #[arg(
        long,
        env = "GATEHOUSE_REFRESH_TOKEN_IDLE",
        value_name = "SECONDS",
        default_value_t = 7 * DAY,
        value_parser = clap::value_parser!(i64).range(60..=YEAR)
    )]
    pub refresh_token_idle: i64,

    /// How long an application with offline access may go on refreshing before the person has to sign in again, in
    /// seconds: up to a year.
    #[arg(
        long,
        env = "GATEHOUSE_REFRESH_TOKENS_LAST",
        value_name = "SECONDS",
        default_value_t = 30 * DAY,
        value_parser = clap::value_parser!(i64).range(60..=YEAR)
    )]
    pub refresh_tokens_last: i64,

    /// How new signing keys sign. Another one than before makes the keys change turns.
    #[arg(long, env = "GATEHOUSE_SIGNING_ALGORITHM", value_enum, default_value_t = SigningChoice::Es256)]
    pub signing_algorithm: SigningChoice,

    /// After how many days the next signing key takes over: 1 to 3650.
    #[arg(
        long,
        env = "GATEHOUSE_SIGNING_KEY_DAYS",
        value_name = "DAYS",
        default_value_t = 90,
        value_parser = clap::value_parser!(i64).range(1..=3650)
    )]
    pub signing_key_days: i64,

    /// How the log is written.
    #[arg(long, env = "GATEHOUSE_LOG_FORMAT", value_enum, default_value_t = LogFormat::Text)]
    pub log_format: LogFormat,

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

/// What the binary can do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Subcommand)]
pub enum Command {
    /// Serve the portal and the token service (the default).
    #[default]
    Serve,
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

/// A setting that is or may hold a secret: neither `Debug` nor a complaint about the command line shows it.
#[derive(Clone)]
pub struct Hidden(pub String);

impl FromStr for Hidden {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hidden(…)")
    }
}

/// An `http` or `https` URL of an origin, without a path: the issuer identifier (RFC 8414 §2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(String);

/// The text is not the URL of an origin.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} Example: https://gatehouse.example.com")]
pub struct PublicUrlMalformed(String);

impl PublicUrl {
    /// The URL, without a trailing slash.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PublicUrl {
    type Err = PublicUrlMalformed;

    fn from_str(text: &str) -> Result<Self, PublicUrlMalformed> {
        let origin = text.strip_suffix('/').unwrap_or(text);
        domain::WebOrigin::parse(origin).map_err(|problem| PublicUrlMalformed(problem.to_string()))?;
        // The session cookie is Secure: over plain HTTP a browser keeps it for this machine only.
        let is_this_machine = |authority: &str| {
            ["localhost", "127.0.0.1", "[::1]"].iter().any(|host| {
                authority.strip_prefix(host).is_some_and(|port| port.is_empty() || port.starts_with(':'))
            })
        };
        if origin.strip_prefix("http://").is_some_and(|authority| !is_this_machine(authority)) {
            return Err(PublicUrlMalformed("Use https, or http only for localhost.".to_owned()));
        }
        Ok(Self(origin.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_url_is_the_url_of_an_origin() {
        for (text, expected) in [
            ("http://localhost:3000", Some("http://localhost:3000")),
            ("http://localhost:3000/", Some("http://localhost:3000")),
            ("https://gatehouse.example.com", Some("https://gatehouse.example.com")),
            ("http://127.0.0.1:8080", Some("http://127.0.0.1:8080")),
            ("http://[::1]:8080", Some("http://[::1]:8080")),
            ("http://[::1]", Some("http://[::1]")),
            ("http://localhost.example.com", None),
            ("http://gatehouse.example.com", None),
            ("https://gatehouse.example.com/portal", None),
            ("https://Gatehouse.example.com", None),
            ("gatehouse.example.com", None),
            ("", None),
        ] {
            assert_eq!(text.parse::<PublicUrl>().ok().as_ref().map(PublicUrl::as_str), expected, "{text}");
        }
    }

    #[test]
    fn a_complaint_about_the_command_line_shows_no_secret() {
        for argument in
            ["--database-url=mysql://u:hunter2@h/d", "--key-encryption-key=hunter2", "--listen=nowhere"]
        {
            let told = match Config::try_parse_from(["gatehouse", "--admin-password=hunter2", argument]) {
                Ok(config) => format!("{config:?}"),
                Err(error) => error.to_string(),
            };
            assert!(!told.contains("hunter2"), "{told}");
        }
    }

    #[test]
    fn what_is_not_set_about_tokens_is_as_the_service_has_it() {
        let config = Config::try_parse_from(["gatehouse"]).unwrap();
        assert_eq!(config.token_settings(), TokenSettings::default());
    }

    #[test]
    fn what_is_set_about_tokens_has_bounds() {
        for (argument, is_accepted) in [
            ("--access-token-lasts=60", true),
            ("--access-token-lasts=3600", true),
            ("--access-token-lasts=59", false),
            ("--access-token-lasts=3601", false),
            ("--refresh-token-idle=0", false),
            ("--refresh-tokens-last=31536001", false),
            ("--signing-algorithm=RS256", true),
            ("--signing-algorithm=HS256", false),
            ("--signing-algorithm=none", false),
            ("--signing-key-days=1", true),
            ("--signing-key-days=0", false),
            ("--signing-key-days=3651", false),
        ] {
            assert_eq!(Config::try_parse_from(["gatehouse", argument]).is_ok(), is_accepted, "{argument}");
        }
        let config = Config::try_parse_from([
            "gatehouse",
            "--access-token-lasts=300",
            "--refresh-token-idle=3600",
            "--refresh-tokens-last=86400",
            "--signing-algorithm=RS256",
            "--signing-key-days=2",
        ]);
        let expected = TokenSettings {
            access_token_for: 300,
            refresh_token_idle_for: 3_600,
            refresh_tokens_for: 86_400,
            signing_algorithm: SigningAlgorithm::Rs256,
            signing_key_for: 172_800,
        };
        assert_eq!(config.unwrap().token_settings(), expected);
    }

    #[test]
    fn no_secret_is_in_the_debug_form() {
        let config = Config::try_parse_from([
            "gatehouse",
            "--admin-email=ada@example.com",
            "--admin-password=correct horse battery",
            "--database-url=postgres://gatehouse:hunter2@localhost/gatehouse",
            "--key-encryption-key=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE=",
        ])
        .unwrap();
        let shown = format!("{config:?}");
        for secret in ["correct horse", "hunter2", "AAAAAAA"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
}
