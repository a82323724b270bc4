//! Moves an installation to another database.

use std::io::{Write as _, stdout};

use server::config::Config;
use service::{CopiedTable, DatabaseUrl, copy};

use super::sealing_key;

/// Copies every row from one database to another, empty one, and compares both.
pub(crate) async fn run(from: DatabaseUrl, to: DatabaseUrl, config: &Config) -> anyhow::Result<()> {
    let (mut tables, mut rows) = (0, 0);
    copy(&from, &to, |table: CopiedTable| {
        if tables == 0 {
            tell(format_args!("{:<26} {:>9}  SHA-256 of its rows", "table", "rows"));
        }
        tables += 1;
        rows += table.rows;
        tell(format_args!("{:<26} {:>9}  {}", table.name, table.rows, table.digest));
    })
    .await?;
    tell(format_args!("\nCopied {tables} tables, {rows} rows: the target holds the same."));
    tell(format_args!(
        "\nServers on the target need the key encryption key of the source, or they cannot open its signing keys. {}",
        sealing_key::place(&from, config)
    ));
    tell(format_args!("{}", sealing_key::how_to_give(&to)));
    Ok(())
}

fn tell(line: std::fmt::Arguments) {
    // Nobody may be reading it, and the copy goes on.
    drop(writeln!(stdout(), "{line}"));
}
