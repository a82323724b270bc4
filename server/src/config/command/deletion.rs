//! What is asked before something goes for good.

use clap::Args;

/// What goes for good, and whether somebody is sure.
#[derive(Clone, Debug, Args)]
pub struct Deletion {
    /// Do not ask: somebody is sure.
    #[arg(long, short)]
    pub yes: bool,

    /// Only if it is still as this ETag says.
    #[arg(long, value_name = "ETAG")]
    pub if_match: Option<String>,
}
