//! The list of fingerprinted names that the server reads, and what the files behind them weigh.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

/// The manifest's name in the site's folder.
pub(super) const FILE: &str = "manifest.json";

/// The files by what they are for, each with its path below the site's folder.
#[derive(Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(super) struct Manifest {
    /// What every page needs: `js`, `wasm`, `css`, `icons`.
    #[serde(flatten)]
    files: BTreeMap<String, String>,
    /// What pages need beside, by the name that `app` gave to that part of the code.
    chunks: BTreeMap<String, Vec<String>>,
}

struct Weight {
    raw: u64,
    brotli: u64,
    gzip: u64,
}

impl Manifest {
    pub(super) fn add(&mut self, role: &str, name: String) {
        self.files.insert(role.to_owned(), name);
    }

    pub(super) fn add_chunk(&mut self, chunk: &str, names: Vec<String>) {
        self.chunks.insert(chunk.to_owned(), names);
    }

    pub(super) fn read(site: &Path) -> Result<Self> {
        let file = site.join(FILE);
        let text = fs::read_to_string(&file)
            .with_context(|| format!("{} is missing: run `cargo run -p xtask -- site`", file.display()))?;
        Ok(serde_json::from_str(&text)?)
    }

    pub(super) fn write(&self, site: &Path) -> Result<()> {
        Ok(fs::write(site.join(FILE), serde_json::to_string_pretty(self)? + "\n")?)
    }

    /// One line: every file that all pages need and their sum, as it is and with brotli, then what some pages add.
    pub(super) fn summary(&self, site: &Path) -> Result<String> {
        let mut line = "page:".to_owned();
        let weights = weights(site, &self.files)?;
        for (role, weight) in &weights {
            write!(line, " {role} {},", weight.in_kilobytes())?;
        }
        write!(line, " sum {}", sum(&weights).in_kilobytes())?;
        for (chunk, names) in &self.chunks {
            write!(line, ", {chunk} +{}", sum(&weights_of(site, names)?).in_kilobytes())?;
        }
        Ok(line)
    }

    /// A table in bytes, one file a line: those that all pages need with their sum, then the chunks, then what a page
    /// with each of them weighs in all.
    pub(super) fn table(&self, site: &Path) -> Result<String> {
        let first = weights(site, &self.files)?;
        let mut table = format!("{:<18}{:>10}{:>10}{:>10}\n", "", "bytes", "brotli", "gzip");
        for (role, weight) in &first {
            weight.write_line(&mut table, role)?;
        }
        sum(&first).write_line(&mut table, "sum")?;
        let names: BTreeSet<&String> = self.chunks.values().flatten().collect();
        for (name, weight) in weights_of(site, names)? {
            let stem = name.trim_start_matches("pkg/").split('.').next().unwrap_or_default();
            weight.write_line(&mut table, stem)?;
        }
        for (chunk, names) in &self.chunks {
            let whole = sum(first.iter().chain(&weights_of(site, names)?));
            whole.write_line(&mut table, &format!("with {chunk}"))?;
        }
        Ok(table)
    }
}

impl Weight {
    fn of(site: &Path, name: &str) -> Result<Self> {
        let raw = fs::metadata(site.join(name))?.len();
        // A form that would not have been smaller was never written.
        let form =
            |ending| fs::metadata(site.join(format!("{name}.{ending}"))).map_or(raw, |form| form.len());
        Ok(Self { raw, brotli: form("br"), gzip: form("gz") })
    }

    fn in_kilobytes(&self) -> String {
        format!("{} ({} br)", kilobytes(self.raw), kilobytes(self.brotli))
    }

    fn write_line(&self, table: &mut String, title: &str) -> Result<()> {
        let Self { raw, brotli, gzip } = self;
        Ok(writeln!(table, "{title:<18}{raw:>10}{brotli:>10}{gzip:>10}")?)
    }
}

fn weights(site: &Path, files: &BTreeMap<String, String>) -> Result<Vec<(String, Weight)>> {
    files.iter().map(|(role, name)| Ok((role.clone(), Weight::of(site, name)?))).collect()
}

fn weights_of<'a>(site: &Path, names: impl IntoIterator<Item = &'a String>) -> Result<Vec<(String, Weight)>> {
    names.into_iter().map(|name| Ok((name.clone(), Weight::of(site, name)?))).collect()
}

fn sum<'a>(weights: impl IntoIterator<Item = &'a (String, Weight)>) -> Weight {
    let nothing = Weight { raw: 0, brotli: 0, gzip: 0 };
    weights.into_iter().fold(nothing, |sum, (_, weight)| Weight {
        raw: sum.raw + weight.raw,
        brotli: sum.brotli + weight.brotli,
        gzip: sum.gzip + weight.gzip,
    })
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
