//! Where the commands that manage are carried out, and how they answer.

use clap::Args;

use super::{Hidden, PublicUrl};

/// Where the commands that manage are carried out, and how they answer.
#[derive(Clone, Debug, Args)]
pub struct ManagementSettings {
    /// Server that commands such as `gatehouse client` ask, with the key of GATEHOUSE_API_KEY. `https`, or `http` for this
    /// machine only [default: none: they work on the database]
    #[arg(long, env = "GATEHOUSE_SERVER", value_name = "URL", global = true)]
    pub server: Option<PublicUrl>,

    /// API key for the server: in this variable or from a file, and not on the command line, which everybody on this
    /// machine can see.
    #[arg(long, env = "GATEHOUSE_API_KEY", hide_env_values = true, value_name = "KEY")]
    pub api_key: Option<Hidden>,

    /// Answer with the JSON of the management API instead of tables.
    #[arg(long, global = true)]
    pub json: bool,
}
