//! `gatehouse audit`.

use clap::{Args, Subcommand};
use serde::Serialize;

use super::Listing;

/// What can be done with the audit trail.
#[derive(Clone, Debug, Subcommand)]
pub enum AuditCommand {
    /// List what happened, the latest first.
    List {
        /// Which.
        #[command(flatten)]
        filters: AuditFilters,
    },
}

/// Which events.
#[derive(Clone, Debug, Args, Serialize)]
pub struct AuditFilters {
    /// What was done, as in `oauth_client.edited`.
    #[arg(long, value_name = "ACTION")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,

    /// By whom, exactly as it stands in the trail.
    #[arg(long, value_name = "NAME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,

    /// To what kind of thing, as in `oauth_client`.
    #[arg(long, value_name = "KIND")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity_kind: Option<String>,

    /// To what of this name, exactly as it stands in the trail.
    #[arg(long, value_name = "NAME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity_name: Option<String>,

    /// From this time on, as in 2026-11-22T07:00:00Z.
    #[arg(long, value_name = "TIME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,

    /// Before this time.
    #[arg(long, value_name = "TIME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,

    /// How many.
    #[command(flatten)]
    #[serde(skip)]
    pub listing: Listing,
}
