//! Remembers what the page was built from, so that an unchanged page is not built again.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use sha2::{Digest, Sha256};

use super::{Quality, files_below, fingerprint, manifest, site};
use crate::workspace::root;

/// Everything that the page is made of or made by, from the repository's root.
const INPUTS: [&str; 13] = [
    ".cargo",
    "Cargo.lock",
    "Cargo.toml",
    "app",
    "crates/domain",
    "frontend",
    "public",
    "rust-toolchain.toml",
    "style",
    "tools/compress.mjs",
    "tools/package-lock.json",
    "xtask/Cargo.toml",
    "xtask/src",
];

/// The digest of all inputs as they are now.
pub(super) fn of_inputs(quality: Quality) -> Result<String> {
    let mut digest = Sha256::new();
    digest.update(format!("{quality:?}"));
    for input in INPUTS {
        for file in files_of(&root().join(input))? {
            let content = fs::read(&file)?;
            digest.update(format!("\n{} {} ", file.strip_prefix(root())?.display(), content.len()));
            digest.update(content);
        }
    }
    Ok(fingerprint::of(&digest.finalize()))
}

/// Whether the page in `target/site` was built from the inputs that `stamp` stands for.
pub(super) fn is_current(stamp: &str) -> bool {
    site().join(manifest::FILE).exists() && fs::read_to_string(path()).is_ok_and(|kept| kept == stamp)
}

/// To be called when the page is in place.
pub(super) fn keep(stamp: &str) -> Result<()> {
    Ok(fs::write(path(), stamp)?)
}

/// To be called before the page is touched, so that an interrupted build is not taken for a finished one.
pub(super) fn forget() -> Result<()> {
    if path().exists() {
        fs::remove_file(path())?;
    }
    Ok(())
}

fn path() -> PathBuf {
    root().join("target/site.stamp")
}

fn files_of(input: &Path) -> Result<Vec<PathBuf>> {
    if input.is_dir() {
        files_below(input)
    } else if input.exists() {
        Ok(vec![input.to_path_buf()])
    } else {
        Ok(Vec::new())
    }
}
