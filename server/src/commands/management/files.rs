//! Files that commands are given.

use std::fs::File;
use std::io::{Read, stdin};
use std::path::Path;

use anyhow::{Context as _, bail};

/// Bytes: nothing that a command sends is longer.
const LIMIT: u64 = 64 * 1024 * 1024;

/// The text of a file; `-` is standard input.
pub(crate) fn text_of(path: &Path) -> anyhow::Result<String> {
    if path == Path::new("-") {
        return text(stdin().lock()).context("standard input cannot be read");
    }
    let file = || text(File::open(path)?);
    file().with_context(|| format!("{} cannot be read", path.display()))
}

fn text(reader: impl Read) -> anyhow::Result<String> {
    let mut text = String::new();
    if reader.take(LIMIT + 1).read_to_string(&mut text)? as u64 > LIMIT {
        bail!("it is longer than 64 MiB");
    }
    Ok(text)
}
