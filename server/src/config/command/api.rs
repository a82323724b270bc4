//! `gatehouse api`.

use clap::{Args, Subcommand};
use serde::Serialize;

use super::Deletion;

/// What can be done with APIs.
#[derive(Clone, Debug, Subcommand)]
pub enum ApiCommand {
    /// List them.
    List,
    /// Show one.
    Show {
        /// Its name or ID.
        api: String,
    },
    /// Add one.
    Create {
        /// What it is.
        #[command(flatten)]
        fields: ApiFields,
    },
    /// Change what is given, and leave the rest.
    Edit {
        /// Its name or ID.
        api: String,
        /// What it is to be.
        #[command(flatten)]
        fields: ApiFields,
        /// Only if it is still as this ETag says [default: as it is now]
        #[arg(long, value_name = "ETAG")]
        if_match: Option<String>,
    },
    /// Delete one, for good.
    Delete {
        /// Its name or ID.
        api: String,
        /// How sure.
        #[command(flatten)]
        deletion: Deletion,
    },
    /// Its roles.
    #[command(subcommand)]
    Role(ApiRoleCommand),
}

/// The fields of an API; those that are absent are left as they are.
#[derive(Clone, Debug, Args, Serialize)]
pub struct ApiFields {
    /// Its name.
    #[arg(long = "name", value_name = "NAME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_name: Option<String>,

    /// A scope of it; once for each.
    #[arg(long = "scope", value_name = "SCOPE")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub scopes: Vec<String>,
}

/// What can be done with the roles of an API.
#[derive(Clone, Debug, Subcommand)]
pub enum ApiRoleCommand {
    /// List them.
    List {
        /// The API's name or ID.
        api: String,
    },
    /// Add one.
    Create {
        /// The API's name or ID.
        api: String,
        /// What it is.
        #[command(flatten)]
        fields: ApiRoleFields,
    },
    /// Change what is given, and leave the rest.
    Edit {
        /// The API's name or ID.
        api: String,
        /// The role's name or ID.
        role: String,
        /// What it is to be.
        #[command(flatten)]
        fields: ApiRoleFields,
        /// Only if it is still as this ETag says [default: as it is now]
        #[arg(long, value_name = "ETAG")]
        if_match: Option<String>,
    },
    /// Delete one, for good.
    Delete {
        /// The API's name or ID.
        api: String,
        /// The role's name or ID.
        role: String,
        /// How sure.
        #[command(flatten)]
        deletion: Deletion,
    },
}

/// The fields of a role; those that are absent are left as they are.
#[derive(Clone, Debug, Args, Serialize)]
pub struct ApiRoleFields {
    /// Its name.
    #[arg(long = "name", value_name = "NAME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,

    /// A scope of the API that it gives; once for each.
    #[arg(long = "scope", value_name = "SCOPE")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub scopes: Vec<String>,
}
