//! `gatehouse environment`.

use clap::{Args, Subcommand};
use serde::Serialize;

use super::Deletion;

/// What can be done with environments.
#[derive(Clone, Debug, Subcommand)]
pub enum EnvironmentCommand {
    /// List them.
    List,
    /// Show one.
    Show {
        /// Its name.
        name: String,
    },
    /// Add one.
    Create {
        /// Its name: 1 to 63 letters, digits and dashes.
        #[arg(long = "name", value_name = "NAME")]
        environment_name: String,
        /// The rest.
        #[command(flatten)]
        fields: EnvironmentFields,
    },
    /// Change what is given, and leave the rest.
    Edit {
        /// Its name.
        name: String,
        /// Its new name.
        #[arg(long = "name", value_name = "NAME")]
        environment_name: Option<String>,
        /// The rest.
        #[command(flatten)]
        fields: EnvironmentFields,
        /// Only if it is still as this ETag says [default: as it is now]
        #[arg(long, value_name = "ETAG")]
        if_match: Option<String>,
    },
    /// Delete one in which no principal lives.
    Delete {
        /// Its name.
        name: String,
        /// How sure.
        #[command(flatten)]
        deletion: Deletion,
    },
}

/// The fields of an environment.
#[derive(Clone, Debug, Args, Serialize)]
pub struct EnvironmentFields {
    /// The `aud` of its tokens, a URI [default: made from the name]
    #[arg(long, value_name = "URI")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
}
