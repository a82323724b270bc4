//! The list of fingerprinted names that the server reads, and what the files behind them weigh.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// The manifest's name in the site's folder.
pub(super) const FILE: &str = "manifest.json";

/// What each file is for (`js`, `wasm`, `css`, `icons`), and its path below the site's folder.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest(BTreeMap<String, String>);

struct Weight {
    raw: u64,
    brotli: u64,
    gzip: u64,
}

impl Manifest {
    pub(super) fn add(&mut self, role: &str, name: String) {
        self.0.insert(role.to_owned(), name);
    }

    pub(super) fn read(site: &Path) -> Result<Self> {
        let file = site.join(FILE);
        let text = fs::read_to_string(&file)
            .with_context(|| format!("{} is missing: run `cargo run -p xtask -- site`", file.display()))?;
        Ok(Self(serde_json::from_str(&text)?))
    }

    pub(super) fn write(&self, site: &Path) -> Result<()> {
        Ok(fs::write(site.join(FILE), serde_json::to_string_pretty(&self.0)? + "\n")?)
    }

    /// One line: every file and their sum, as it is and with brotli.
    pub(super) fn summary(&self, site: &Path) -> Result<String> {
        let mut line = "page:".to_owned();
        for (role, weight) in self.weights(site)? {
            write!(line, " {role} {} ({} br),", kilobytes(weight.raw), kilobytes(weight.brotli))?;
        }
        let sum = sum(&self.weights(site)?);
        write!(line, " sum {} ({} br)", kilobytes(sum.raw), kilobytes(sum.brotli))?;
        Ok(line)
    }

    /// A table in bytes, one file a line, with the sum below.
    pub(super) fn table(&self, site: &Path) -> Result<String> {
        let weights = self.weights(site)?;
        let sum = sum(&weights);
        let mut table = format!("{:<8}{:>10}{:>10}{:>10}\n", "", "bytes", "brotli", "gzip");
        for (role, Weight { raw, brotli, gzip }) in
            weights.iter().map(|(role, weight)| (role.as_str(), weight)).chain([("sum", &sum)])
        {
            writeln!(table, "{role:<8}{raw:>10}{brotli:>10}{gzip:>10}")?;
        }
        Ok(table)
    }

    fn weights(&self, site: &Path) -> Result<Vec<(String, Weight)>> {
        self.0
            .iter()
            .map(|(role, name)| {
                let raw = fs::metadata(site.join(name))?.len();
                // A form that would not have been smaller was never written.
                let form = |ending| {
                    fs::metadata(site.join(format!("{name}.{ending}"))).map_or(raw, |form| form.len())
                };
                Ok((role.clone(), Weight { raw, brotli: form("br"), gzip: form("gz") }))
            })
            .collect()
    }
}

fn sum(weights: &[(String, Weight)]) -> Weight {
    let total = |size: fn(&Weight) -> u64| weights.iter().map(|(_, weight)| size(weight)).sum();
    Weight {
        raw: total(|weight| weight.raw),
        brotli: total(|weight| weight.brotli),
        gzip: total(|weight| weight.gzip),
    }
}

fn kilobytes(bytes: u64) -> String {
    format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100)
}

#[cfg(test)]
mod tests {
    use super::kilobytes;

    #[test]
    fn sizes_read_in_kilobytes_of_a_thousand_bytes() {
        assert_eq!(kilobytes(196_456), "196.4 kB");
        assert_eq!(kilobytes(40), "0.0 kB");
    }
}
