//! `gatehouse initial-access-token`.

use clap::{Args, Subcommand};
use serde::Serialize;

use super::{Deletion, Listing};

/// What can be done with the tokens by which programs register OAuth clients.
#[derive(Clone, Debug, Subcommand)]
pub enum InitialAccessTokenCommand {
    /// List them, without what they are.
    List {
        /// How many.
        #[command(flatten)]
        listing: Listing,
    },
    /// Make one; it is printed once, alone on standard output.
    Create {
        /// What it is for.
        #[command(flatten)]
        fields: InitialAccessTokenFields,
    },
    /// Make one count no longer, for good.
    Delete {
        /// Its name or ID.
        token: String,
        /// How sure.
        #[command(flatten)]
        deletion: Deletion,
    },
}

/// The fields of an initial access token.
#[derive(Clone, Debug, Args, Serialize)]
pub struct InitialAccessTokenFields {
    /// What to call it.
    #[arg(long, value_name = "NAME")]
    pub name: String,

    /// How many clients it may register [default: any number]
    #[arg(long, value_name = "NUMBER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uses: Option<u32>,

    /// Until when it counts, as in 2026-12-31T12:00:00Z [default: without an end]
    #[arg(long = "expires", value_name = "TIME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<String>,
}
