//! What people see who type the commands at a terminal.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::process::{Command, Stdio};

use rustix::fs::OFlags;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

use super::Way;

/// Runs a command at a terminal of this many columns, on which somebody types this; gives what stands there in the end, and
/// the exit code.
fn at_terminal(mut command: Command, columns: u16, typed: &str) -> (String, Option<i32>) {
    let mut screen = File::from(openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap());
    grantpt(&screen).unwrap();
    unlockpt(&screen).unwrap();
    tcsetwinsize(&screen, Winsize { ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 }).unwrap();
    let name = ptsname(&screen, Vec::new()).unwrap();
    let flags = i32::try_from(OFlags::NOCTTY.bits()).unwrap();
    let terminal =
        OpenOptions::new().read(true).write(true).custom_flags(flags).open(name.to_str().unwrap()).unwrap();
    screen.write_all(typed.as_bytes()).unwrap();
    let stdio = || Stdio::from(terminal.try_clone().unwrap());
    let mut process = command.stdin(stdio()).stdout(stdio()).stderr(stdio()).spawn().unwrap();
    drop((command, terminal));
    let mut shown = Vec::new();
    // What was shown can be read until the last who had the terminal is gone; then reading fails.
    _ = screen.read_to_end(&mut shown);
    (String::from_utf8(shown).unwrap(), process.wait().unwrap().code())
}

#[test]
fn a_deletion_is_done_once_the_name_was_typed() {
    let way = Way::sqlite();
    way.does(&["environment", "create", "--name", "lab"]);
    let delete = || way.command(&["environment", "delete", "lab"]);
    for wrong in ["\n", "y\n", "Lab 2\n", "\u{4}"] {
        let (shown, code) = at_terminal(delete(), 80, wrong);
        assert!(shown.contains("This cannot be undone. Type lab to go on: "), "{wrong:?}: {shown}");
        assert!(shown.contains("that is not its name: nothing was done"), "{wrong:?}: {shown}");
        assert_eq!(code, Some(1), "{wrong:?}: {shown}");
    }
    way.does(&["environment", "show", "lab"]);
    let (shown, code) = at_terminal(delete(), 80, "lab\n");
    assert_eq!(code, Some(0), "{shown}");
    way.refuses(&["environment", "show", "lab"], 1);
}

#[test]
fn a_table_is_as_wide_as_the_terminal_at_most() {
    let way = Way::sqlite();
    let description = "A description that is by far longer than any terminal in this test is wide";
    way.secret(&[
        "client",
        "create",
        "--name",
        "Billing",
        "--id",
        "billing",
        "--type",
        "confidential",
        "--description",
        description,
    ]);
    let show = || way.command(&["client", "show", "app-billing"]);
    for columns in [60, 80, 200] {
        let (shown, code) = at_terminal(show(), columns, "");
        assert_eq!(code, Some(0), "{shown}");
        let longest = shown.lines().map(|line| line.trim_end().chars().count()).max().unwrap();
        assert!(longest <= usize::from(columns), "{columns}: {longest}\n{shown}");
        let on_one_line = shown.lines().any(|line| line.contains(description));
        assert_eq!(on_one_line, columns == 200, "{columns}: {shown}");
    }
    let piped = way.does(&["client", "show", "app-billing"]).out;
    assert!(piped.lines().any(|line| line.contains(description)), "each field stays on its line: {piped}");
}
