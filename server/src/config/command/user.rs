//! `gatehouse user`.

use clap::{Args, Subcommand};
use serde::Serialize;

use super::{Deletion, Listing};

/// What can be done with people.
#[derive(Clone, Debug, Subcommand)]
pub enum UserCommand {
    /// List them.
    List {
        /// Which.
        #[command(flatten)]
        filters: UserFilters,
    },
    /// Show one.
    Show {
        /// Their e-mail or ID.
        user: String,
    },
    /// Invite somebody. The link is printed once, alone on standard output, and mailed where mail is set up.
    Invite {
        /// Who.
        #[command(flatten)]
        invitation: Invitation,
    },
    /// Give somebody another role.
    Role {
        /// Their e-mail or ID.
        user: String,
        /// The role.
        #[arg(value_parser = ["administrator", "auditor", "member"])]
        role: String,
        /// Only if they are still as this ETag says [default: as they are now]
        #[arg(long, value_name = "ETAG")]
        if_match: Option<String>,
    },
    /// Let somebody sign in again.
    Enable {
        /// Their e-mail or ID.
        user: String,
    },
    /// Sign somebody out, and let them sign in no more.
    Disable {
        /// Their e-mail or ID.
        user: String,
    },
    /// Make a link by which somebody sets a password. It is printed once, alone on standard output, and mailed where mail
    /// is set up.
    ResetLink {
        /// Their e-mail or ID.
        user: String,
    },
    /// Sign somebody out wherever they are signed in.
    SignOut {
        /// Their e-mail or ID.
        user: String,
    },
    /// Take away the second factor of somebody who lost it.
    RemoveSecondFactor {
        /// Their e-mail or ID.
        user: String,
    },
    /// Delete somebody, for good.
    Delete {
        /// Their e-mail or ID.
        user: String,
        /// How sure.
        #[command(flatten)]
        deletion: Deletion,
    },
}

/// Which people.
#[derive(Clone, Debug, Args, Serialize)]
pub struct UserFilters {
    /// Whose e-mail begins so.
    #[arg(long, short, value_name = "TEXT")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,

    /// With this role.
    #[arg(long, value_parser = ["administrator", "auditor", "member"])]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,

    /// With this status.
    #[arg(long, value_parser = ["enabled", "disabled"])]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,

    /// How many.
    #[command(flatten)]
    #[serde(skip)]
    pub listing: Listing,
}

/// Who is invited.
#[derive(Clone, Debug, Args, Serialize)]
pub struct Invitation {
    /// Their e-mail.
    pub email: String,

    /// What they may do.
    #[arg(long, value_parser = ["administrator", "auditor", "member"])]
    pub role: String,
}
