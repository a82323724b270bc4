//! What a build needs beside Cargo: the page's files, their sizes, and a guard over what is compiled into them.

mod guard;
mod site;
mod workspace;

use std::process::ExitCode;

use anyhow::{Result, bail};

use site::Quality;

const USAGE: &str = "\
usage: cargo run -p xtask -- COMMAND

  site         build the page into target/site, unless nothing changed
  site --dev   the same, quick to build and large to load
  sizes        what the page in target/site weighs
  guard        fail if a crate of the server is compiled into the page";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["site"] => site::build(Quality::Release),
        ["site", "--dev"] => site::build(Quality::Dev),
        ["sizes"] => site::print_sizes(),
        ["guard"] => guard::check(),
        _ => bail!("{USAGE}"),
    }
}
