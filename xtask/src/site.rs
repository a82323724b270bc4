//! Builds what the browser loads: WebAssembly, its script, styles, icons and public files, into `target/site`.

mod bundle;
mod chunks;
mod fingerprint;
mod manifest;
mod stamp;
mod wasm;

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::workspace::root;
use manifest::Manifest;

/// How much work goes into a page that loads fast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quality {
    Dev,
    Release,
}

/// Builds the page unless it was built from the same files before, and prints what it weighs. One build at a time: a
/// second one waits and then finds its work done.
pub(crate) fn build(quality: Quality) -> Result<()> {
    fs::create_dir_all(root().join("target"))?;
    let alone = File::create(root().join("target/site.lock"))?;
    alone.lock().context("target/site.lock cannot be locked")?;
    let stamp = stamp::of_inputs(quality)?;
    if stamp::is_current(&stamp) {
        println!("{}", Manifest::read(&site())?.summary(&site())?);
        return Ok(());
    }
    stamp::forget()?;
    let fresh = empty_folder("target/site.new")?;
    let manifest = assemble(&fresh, quality)?;
    manifest.write(&fresh)?;
    put_in_place(&fresh)?;
    stamp::keep(&stamp)?;
    println!("{}", manifest.summary(&site())?);
    Ok(())
}

/// Prints each file of the page with its size as it is, with brotli and with gzip.
pub(crate) fn print_sizes() -> Result<()> {
    print!("{}", Manifest::read(&site())?.table(&site())?);
    Ok(())
}

fn assemble(fresh: &Path, quality: Quality) -> Result<Manifest> {
    let work = empty_folder("target/site.work")?;
    let glue = wasm::build(&work, quality)?;
    fs::create_dir_all(fresh.join("pkg"))?;
    let mut manifest = Manifest::default();
    // First: the script names the chunks.
    glue.chunks.put(fresh, &mut manifest)?;
    let script = bundle::script(&glue.script, &work)?;
    let styles = bundle::styles(&root().join("style/main.css"), &work)?;
    manifest.add("css", fingerprint::copy(&styles, fresh)?);
    manifest.add("js", fingerprint::copy(&script, fresh)?);
    manifest.add("wasm", fingerprint::copy(&glue.wasm, fresh)?);
    for file in public_files()? {
        if file.ends_with("icons.svg") {
            manifest.add("icons", fingerprint::copy(&file, fresh)?);
        } else {
            copy_public(&file, fresh)?;
        }
    }
    bundle::compress(fresh, quality)?;
    fs::remove_dir_all(work)?;
    Ok(manifest)
}

fn site() -> PathBuf {
    root().join("target/site")
}

fn public_files() -> Result<Vec<PathBuf>> {
    let folder = root().join("public");
    if folder.exists() { files_below(&folder) } else { Ok(Vec::new()) }
}

fn copy_public(file: &Path, fresh: &Path) -> Result<()> {
    let target = fresh.join(file.strip_prefix(root().join("public"))?);
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::copy(file, target)?;
    Ok(())
}

fn empty_folder(name: &str) -> Result<PathBuf> {
    let folder = root().join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// A reader of `target/site` finds the old page or the new one, never half of either.
fn put_in_place(fresh: &Path) -> Result<()> {
    let old = root().join("target/site.old");
    if old.exists() {
        fs::remove_dir_all(&old)?;
    }
    if site().exists() {
        fs::rename(site(), &old)?;
    }
    fs::rename(fresh, site())?;
    if old.exists() {
        fs::remove_dir_all(&old)?;
    }
    Ok(())
}

/// All files below `folder`, in the order of their paths.
fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            files.extend(files_below(&entry.path())?);
        } else {
            files.push(entry.path());
        }
    }
    files.sort();
    Ok(files)
}
