//! The compiled module cut apart where `app` marks it with `wasm_split`: into what every page needs, and the chunks that
//! come when a page is opened.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, ensure};
use wasm_split_cli_support::{Options, transform};

use super::fingerprint;
use super::manifest::Manifest;

/// What the script imports to load chunks.
const LOADER: &str = "chunks.js";

/// The parts of a module beside the main one.
pub(super) struct Chunks {
    loader: PathBuf,
    files: Vec<PathBuf>,
    /// The stems of the files that each chunk needs.
    needs: BTreeMap<String, Vec<String>>,
}

impl Chunks {
    /// The files, to be replaced by smaller ones.
    pub(super) fn files(&self) -> &[PathBuf] {
        &self.files
    }

    /// Copies the files below `site` under their fingerprinted names, and writes those into the loader.
    pub(super) fn put(&self, site: &Path, manifest: &mut Manifest) -> Result<()> {
        let mut loader = fs::read_to_string(&self.loader)?;
        let mut names = BTreeMap::new();
        for file in &self.files {
            let stem = stem(file)?;
            let name = fingerprint::copy(file, site)?;
            let plain = format!("\"./{stem}.wasm\"");
            ensure!(loader.matches(&plain).count() == 1, "the loader does not fetch {plain} once");
            loader = loader.replace(&plain, &format!("\"./{}\"", name.trim_start_matches("pkg/")));
            names.insert(stem.to_owned(), name);
        }
        fs::write(&self.loader, loader)?;
        for (chunk, stems) in &self.needs {
            let names = stems.iter().map(|stem| names.get(stem).cloned());
            let names: Option<Vec<String>> = names.collect();
            manifest.add_chunk(chunk, names.with_context(|| format!("a file of {chunk} is missing"))?);
        }
        Ok(())
    }
}

/// Cuts the module `compiled`, which was linked with `--emit-relocs`: writes the main one to `main`, and beside the
/// script `script` what that will import and fetch.
pub(super) fn cut(compiled: &Path, main: &Path, script: &Path) -> Result<Chunks> {
    let folder = script.parent().ok_or_else(|| anyhow!("the script has no folder"))?;
    let input = fs::read(compiled)?;
    let mut options = Options::new(&input);
    let main_module = format!("./{}.js", stem(script)?);
    let loader = format!("./{LOADER}");
    options.output_dir = folder;
    options.main_out_path = main;
    options.main_module = &main_module;
    options.link_name = &loader;
    let split = transform(options).map_err(|error| anyhow!("the module cannot be cut: {error:?}"))?;
    Ok(Chunks {
        loader: folder.join(LOADER),
        files: split.split_modules.into_iter().filter(|file| file.exists()).collect(),
        needs: split.prefetch_map.into_iter().collect(),
    })
}

fn stem(file: &Path) -> Result<&str> {
    let stem = file.file_stem().and_then(|stem| stem.to_str());
    stem.ok_or_else(|| anyhow!("{} needs a name", file.display()))
}
