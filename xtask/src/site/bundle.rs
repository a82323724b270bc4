//! Script and styles bundled into one small file each, and every file compressed once instead of on each request.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::{Quality, files_below};
use crate::workspace::{npm_tool, root, run};

/// Below this many bytes a compressed form saves less than its name costs.
const WORTH_COMPRESSING: u64 = 200;

/// The script at `entry` with all that it imports.
pub(super) fn script(entry: &Path, work: &Path) -> Result<PathBuf> {
    let bundled = work.join("gatehouse.js");
    run(esbuild(entry, &bundled)?
        .args(["--format=esm", "--target=es2022"])
        // wasm-bindgen names the loader of the chunks once for each function that it takes from it.
        .arg("--log-override:duplicate-object-key=silent"))?;
    Ok(bundled)
}

/// The style sheet at `entry` with all that it imports.
pub(super) fn styles(entry: &Path, work: &Path) -> Result<PathBuf> {
    let bundled = work.join("gatehouse.css");
    run(&mut esbuild(entry, &bundled)?)?;
    Ok(bundled)
}

fn esbuild(entry: &Path, bundled: &Path) -> Result<Command> {
    let mut esbuild = npm_tool("esbuild")?;
    esbuild
        .arg(entry)
        .args(["--bundle", "--minify", "--legal-comments=none", "--log-level=warning"])
        .arg(format!("--outfile={}", bundled.display()));
    Ok(esbuild)
}

/// Puts a `.br` and a `.gz` beside each file of the page.
pub(super) fn compress(site: &Path, quality: Quality) -> Result<()> {
    let quality = match quality {
        Quality::Dev => "4",
        Quality::Release => "11",
    };
    let mut files = files_below(site)?;
    files.retain(|file| file.metadata().is_ok_and(|metadata| metadata.len() >= WORTH_COMPRESSING));
    run(Command::new("node").arg(root().join("tools/compress.mjs")).arg(quality).args(files))
}
