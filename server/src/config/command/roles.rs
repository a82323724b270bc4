//! `… role`: the roles of a client or a principal.

use clap::Subcommand;

/// What can be done with roles.
#[derive(Clone, Debug, Subcommand)]
pub enum RoleCommand {
    /// List them.
    List {
        /// Whose.
        client_id: String,
    },
    /// Give exactly these, and take every other.
    Set {
        /// Whose.
        client_id: String,
        /// Each as `API/ROLE`; none takes all of them.
        #[arg(value_name = "API/ROLE")]
        roles: Vec<String>,
    },
}
