//! `gatehouse principal`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde::Serialize;

use super::{Deletion, Listing, RoleCommand, SecretCommand};

/// What can be done with service principals.
#[derive(Clone, Debug, Subcommand)]
pub enum PrincipalCommand {
    /// List them.
    List {
        /// Which.
        #[command(flatten)]
        filters: PrincipalFilters,
    },
    /// Show one.
    Show {
        /// Its client ID.
        client_id: String,
    },
    /// Register one. Its secret, where it has one, is printed once, alone on standard output.
    Create {
        /// What it is.
        #[command(flatten)]
        fields: PrincipalFields,
        /// Its public keys, where it signs: a file with a JWK set, a JWK or PEM; `-` is standard input.
        #[arg(long, value_name = "FILE")]
        key: Option<PathBuf>,
    },
    /// Change what is given, and leave the rest.
    Edit {
        /// Its client ID.
        client_id: String,
        /// Its new name.
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
        /// Whether its assertions may name the token endpoint as their audience.
        #[arg(long, value_name = "BOOLEAN")]
        accepts_endpoint_audience: Option<bool>,
        /// Only if it is still as this ETag says [default: as it is now]
        #[arg(long, value_name = "ETAG")]
        if_match: Option<String>,
    },
    /// Let it obtain tokens again.
    Enable {
        /// Its client ID.
        client_id: String,
    },
    /// Let it obtain no more tokens.
    Disable {
        /// Its client ID.
        client_id: String,
    },
    /// Delete it, for good.
    Delete {
        /// Its client ID.
        client_id: String,
        /// How sure.
        #[command(flatten)]
        deletion: Deletion,
    },
    /// Its secrets.
    #[command(subcommand)]
    Secret(SecretCommand),
    /// Its public keys.
    #[command(subcommand)]
    Key(KeyCommand),
    /// Its roles.
    #[command(subcommand)]
    Role(RoleCommand),
}

/// Which service principals.
#[derive(Clone, Debug, Args, Serialize)]
pub struct PrincipalFilters {
    /// With these words in the name or the client ID.
    #[arg(long, short, value_name = "WORDS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,

    /// In this environment.
    #[arg(long, value_name = "NAME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub environment: Option<String>,

    /// How many.
    #[command(flatten)]
    #[serde(skip)]
    pub listing: Listing,
}

/// The fields of a service principal.
#[derive(Clone, Debug, Args, Serialize)]
pub struct PrincipalFields {
    /// Its name.
    #[arg(long = "name", value_name = "NAME")]
    pub client_name: String,

    /// The environment that it lives in.
    #[arg(long, value_name = "NAME")]
    pub environment: String,

    /// How it proves who it is.
    #[arg(long = "security", value_name = "TYPE", default_value = "client_secret",
        value_parser = ["client_secret", "signed_jwt"])]
    pub security_type: String,
}

/// What can be done with public keys.
#[derive(Clone, Debug, Subcommand)]
pub enum KeyCommand {
    /// List them.
    List {
        /// Whose.
        client_id: String,
    },
    /// Add one or two.
    Add {
        /// Whose.
        client_id: String,
        /// A file with a JWK set, a JWK or PEM; `-` is standard input.
        file: PathBuf,
        /// The rest.
        #[command(flatten)]
        fields: KeyFields,
    },
    /// Make one count no longer.
    Retire {
        /// Whose.
        client_id: String,
        /// Its ID or its `kid`.
        key: String,
    },
}

/// What is said of public keys.
#[derive(Clone, Debug, Args, Serialize)]
pub struct KeyFields {
    /// Until when they count, as in 2026-12-31T12:00:00Z [default: without an end]
    #[arg(long = "expires", value_name = "TIME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<String>,
}
