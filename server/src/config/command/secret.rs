//! `… secret`: the secrets of a client or a principal.

use clap::Subcommand;

/// What can be done with the secrets of a client.
#[derive(Clone, Debug, Subcommand)]
pub enum SecretCommand {
    /// List them, without what they are.
    List {
        /// Whose.
        client_id: String,
    },
    /// Make another one; it is printed once, alone on standard output.
    Generate {
        /// Whose.
        client_id: String,
        /// What to call it.
        #[arg(long, value_name = "TEXT")]
        label: Option<String>,
        /// Until when the secrets before it count, as in 2026-12-31T12:00:00Z; 30 days at most [default: now]
        #[arg(long, value_name = "TIME")]
        old_secrets_end_at: Option<String>,
    },
    /// Make one count no longer.
    Retire {
        /// Whose.
        client_id: String,
        /// Its ID or its label.
        secret: String,
    },
}
