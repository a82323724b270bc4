//! `gatehouse api-key`.

use clap::{Args, Subcommand};
use serde::Serialize;

use super::{Deletion, Listing};

/// What can be done with API keys.
#[derive(Clone, Debug, Subcommand)]
pub enum ApiKeyCommand {
    /// List them, without what they are.
    List {
        /// How many.
        #[command(flatten)]
        listing: Listing,
    },
    /// Show one, without what it is.
    Show {
        /// Its name or ID.
        key: String,
    },
    /// Make one; it is printed once, alone on standard output.
    Create {
        /// What it is for.
        #[command(flatten)]
        fields: ApiKeyFields,
    },
    /// Make one count no longer, for good.
    Revoke {
        /// Its name or ID.
        key: String,
        /// How sure.
        #[command(flatten)]
        deletion: Deletion,
    },
}

/// The fields of an API key.
#[derive(Clone, Debug, Args, Serialize)]
pub struct ApiKeyFields {
    /// What to call it.
    #[arg(long, value_name = "NAME")]
    pub name: String,

    /// What it may do.
    #[arg(long, value_name = "ROLE", value_parser = ["administrator", "auditor"])]
    pub role: String,

    /// Until when it counts, as in 2026-12-31T12:00:00Z [default: without an end]
    #[arg(long = "expires", value_name = "TIME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<String>,
}
