//! How much of a list is asked for.

use clap::Args;

/// How much of a list is asked for.
#[derive(Clone, Debug, Args)]
pub struct Listing {
    /// How many at most: 1 to 100 [default: 50]
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u8).range(1..=100))]
    pub limit: Option<u8>,

    /// Where to go on: the cursor that the page before ended with.
    #[arg(long, value_name = "CURSOR")]
    pub cursor: Option<String>,

    /// All of them, however many.
    #[arg(long, conflicts_with_all = ["limit", "cursor"])]
    pub all: bool,
}
