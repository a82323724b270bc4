//! What each command says of itself.

use tempfile::TempDir;

use crate::running::Place;

#[test]
fn every_command_explains_itself() {
    let data = TempDir::new().unwrap();
    let place = Place { data: data.path(), settings: &[] };
    for (arguments, words) in [
        (&["--help"][..], "migrate"),
        (&["--help"], "copy"),
        (&["--help"], "backup"),
        (&["--help"], "api-key"),
        (&["client", "create", "--help"], "printed once, alone on standard output"),
        (&["api-key", "create", "--help"], "[possible values: administrator, auditor]"),
        (&["completions", "--help"], "bash"),
        (&["migrate", "--help"], "any number may do it at once"),
        (&["copy", "--help"], "Stop the servers first"),
        (&["backup", "--help"], "On Postgres use `pg_dump`"),
    ] {
        // The lines are as wide as the terminal.
        let told = place.says(arguments).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains(words), "{arguments:?} {told}");
    }
}
