//! Names that tell the content, so that a browser may keep the file for good.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use sha2::{Digest, Sha256};

/// Copies `file` to `pkg/STEM.HASH.EXTENSION` below `site` and returns that name.
pub(super) fn copy(file: &Path, site: &Path) -> Result<String> {
    let content = fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let stem = file.file_stem().and_then(|stem| stem.to_str());
    let extension = file.extension().and_then(|extension| extension.to_str());
    let (stem, extension) =
        stem.zip(extension).ok_or_else(|| anyhow!("{} needs a name with an extension", file.display()))?;
    let name = format!("pkg/{stem}.{}.{extension}", of(&content));
    fs::write(site.join(&name), content)?;
    Ok(name)
}

/// The first 64 bits of the SHA-256 digest of `content`, as 16 hexadecimal digits.
pub(super) fn of(content: &[u8]) -> String {
    Sha256::digest(content).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn a_fingerprint_is_16_digits_of_sha_256() {
        assert_eq!(of(b""), "e3b0c44298fc1c14");
    }
}
