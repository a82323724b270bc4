//! `gatehouse webhook`.

use clap::{Args, Subcommand};
use serde::Serialize;

use super::emptying::{emptied, is_not};
use super::{Deletion, Listing};

/// What can be done with webhooks.
#[derive(Clone, Debug, Subcommand)]
pub enum WebhookCommand {
    /// List them.
    List,
    /// Show one.
    Show {
        /// Its URL or ID.
        webhook: String,
    },
    /// Add one. The secret that signs what it is told is printed once, alone on standard output.
    Create {
        /// What it is.
        #[command(flatten)]
        fields: WebhookFields,
    },
    /// Change what is given, and leave the rest.
    Edit {
        /// Its URL or ID.
        webhook: String,
        /// What it is to be.
        #[command(flatten)]
        fields: WebhookFields,
        /// Only if it is still as this ETag says [default: as it is now]
        #[arg(long, value_name = "ETAG")]
        if_match: Option<String>,
    },
    /// Tell it of changes again.
    Enable {
        /// Its URL or ID.
        webhook: String,
    },
    /// Tell it of nothing.
    Disable {
        /// Its URL or ID.
        webhook: String,
    },
    /// Delete it, for good.
    Delete {
        /// Its URL or ID.
        webhook: String,
        /// How sure.
        #[command(flatten)]
        deletion: Deletion,
    },
    /// Make another secret in place of the one that signs; it is printed once, alone on standard output.
    Secret {
        /// Its URL or ID.
        webhook: String,
    },
    /// Tell it something that means nothing, to see that it hears.
    Test {
        /// Its URL or ID.
        webhook: String,
    },
    /// What it was told.
    #[command(subcommand)]
    Delivery(DeliveryCommand),
}

/// What can be done with what a webhook was told.
#[derive(Clone, Debug, Subcommand)]
pub enum DeliveryCommand {
    /// List it.
    List {
        /// The webhook's URL or ID.
        webhook: String,
        /// How many.
        #[command(flatten)]
        listing: Listing,
    },
    /// Tell it once more.
    Repeat {
        /// The webhook's URL or ID.
        webhook: String,
        /// The delivery's ID.
        delivery: String,
    },
}

/// The fields of a webhook; those that are absent are left as they are.
#[derive(Clone, Debug, Args, Serialize)]
pub struct WebhookFields {
    /// Where it is told.
    #[arg(long, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,

    /// What it is for; an empty one takes it away.
    #[arg(long, value_name = "TEXT")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,

    /// An event that it is told of, as the audit trail names it; once for each [default: every one]
    #[arg(long = "event", value_name = "NAME")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<String>,

    /// Every event, whatever it was told of before.
    #[arg(long, conflicts_with = "events")]
    #[serde(rename = "events", serialize_with = "emptied", skip_serializing_if = "is_not")]
    pub every_event: bool,
}
