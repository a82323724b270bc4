//! `gatehouse client`.

use clap::{Args, Subcommand};
use serde::{Serialize, Serializer};

use super::emptying::{emptied, is_not};
use super::{Deletion, Listing, RoleCommand, SecretCommand};

/// What can be done with OAuth clients.
#[derive(Clone, Debug, Subcommand)]
pub enum ClientCommand {
    /// List them.
    List {
        /// Which.
        #[command(flatten)]
        filters: ClientFilters,
    },
    /// Show one.
    Show {
        /// Its client ID.
        client_id: String,
    },
    /// Register one. Its secret, where it has one, is printed once, alone on standard output.
    Create {
        /// Its client ID [default: made by the server]
        #[arg(long, value_name = "ID")]
        id: Option<String>,
        /// What it is.
        #[command(flatten)]
        fields: ClientFields,
    },
    /// Change what is given, and leave the rest.
    Edit {
        /// Its client ID.
        client_id: String,
        /// What it is to be.
        #[command(flatten)]
        fields: ClientFields,
        /// Only if it is still as this ETag says [default: as it is now]
        #[arg(long, value_name = "ETAG")]
        if_match: Option<String>,
    },
    /// Register another one like it. Its secret, where it has one, is printed once, alone on standard output.
    Copy {
        /// The client ID of the one to copy.
        client_id: String,
        /// Its name [default: made from the name of the other]
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
        /// Its own client ID [default: made by the server]
        #[arg(long, value_name = "ID")]
        id: Option<String>,
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
    /// Its roles.
    #[command(subcommand)]
    Role(RoleCommand),
}

/// Which OAuth clients.
#[derive(Clone, Debug, Args, Serialize)]
pub struct ClientFilters {
    /// With these words in the name, the client ID or the description.
    #[arg(long, short, value_name = "WORDS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,

    /// With this status.
    #[arg(long, value_parser = ["enabled", "disabled"])]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,

    /// Of this type.
    #[arg(long = "type", value_name = "TYPE", value_parser = ["confidential", "public"])]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_type: Option<String>,

    /// With this grant.
    #[arg(long = "grant", value_name = "GRANT", value_parser = ["client_credentials", "authorization_code"])]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grant_type: Option<String>,

    /// A field to sort by; with `-` before it, downwards, as in `--sort=-created_at`.
    #[arg(long, value_name = "FIELD", allow_hyphen_values = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<String>,

    /// How many.
    #[command(flatten)]
    #[serde(skip)]
    pub listing: Listing,
}

/// The fields of an OAuth client; those that are absent are left as they are.
#[derive(Clone, Debug, Args, Serialize)]
pub struct ClientFields {
    /// Its name.
    #[arg(long = "name", value_name = "NAME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_name: Option<String>,

    /// Whether it can keep a secret.
    #[arg(long = "type", value_name = "TYPE", value_parser = ["confidential", "public"])]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_type: Option<String>,

    /// How it obtains tokens.
    #[arg(long = "grant", value_name = "GRANT", value_parser = ["client_credentials", "authorization_code"])]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grant_type: Option<String>,

    /// Where people are sent back to; once for each.
    #[arg(long = "redirect-uri", value_name = "URI")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub redirect_uris: Vec<String>,

    /// No redirect URIs.
    #[arg(long, conflicts_with = "redirect_uris")]
    #[serde(rename = "redirect_uris", serialize_with = "emptied", skip_serializing_if = "is_not")]
    pub no_redirect_uris: bool,

    /// A page that may ask for tokens from a browser; once for each.
    #[arg(long = "web-origin", value_name = "ORIGIN")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub web_origins: Vec<String>,

    /// No web origins.
    #[arg(long, conflicts_with = "web_origins")]
    #[serde(rename = "web_origins", serialize_with = "emptied", skip_serializing_if = "is_not")]
    pub no_web_origins: bool,

    /// The PKCE method of a public client.
    #[arg(long = "pkce", value_name = "METHOD", value_parser = ["S256", "plain", "none"])]
    #[serde(serialize_with = "method", skip_serializing_if = "Option::is_none")]
    pub pkce_code_challenge_method: Option<String>,

    /// What it is for; an empty one takes it away.
    #[arg(long, value_name = "TEXT")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

fn method<S: Serializer>(method: &Option<String>, serializer: S) -> Result<S::Ok, S::Error> {
    method.as_deref().filter(|method| *method != "none").serialize(serializer)
}
