//! `frontend` compiled for the browser, with the script that loads it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use wasm_bindgen_cli_support::Bindgen;

use super::Quality;
use crate::workspace::{cargo, npm_tool, output, run};

/// What `rustc` may use for this target; named so that the optimiser uses nothing else either.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// The two files that come out: a module and the script that instantiates it.
pub(super) struct Glue {
    pub(super) script: PathBuf,
    pub(super) wasm: PathBuf,
}

/// Compiles `frontend` and leaves the result in `work`.
pub(super) fn build(work: &Path, quality: Quality) -> Result<Glue> {
    let compiled = compile(quality)?;
    let generated = work.join("glue");
    Bindgen::new()
        .input_path(compiled)
        .out_name("gatehouse")
        .web(true)?
        .typescript(false)
        .keep_debug(false)
        .remove_name_section(quality == Quality::Release)
        .remove_producers_section(true)
        .generate(&generated)
        .context("wasm-bindgen failed")?;

    let wasm = work.join("gatehouse.wasm");
    let bound = generated.join("gatehouse_bg.wasm");
    match quality {
        Quality::Dev => fs::rename(bound, &wasm)?,
        Quality::Release => optimise(&bound, &wasm)?,
    }
    Ok(Glue { script: generated.join("gatehouse.js"), wasm })
}

fn compile(quality: Quality) -> Result<PathBuf> {
    let profile = match quality {
        Quality::Dev => "dev",
        Quality::Release => "wasm-release",
    };
    let messages = output(
        cargo()
            .args(["build", "--quiet", "--package", "frontend", "--target", "wasm32-unknown-unknown"])
            .args(["--profile", profile, "--message-format", "json-render-diagnostics"]),
    )?;
    for line in messages.lines() {
        let message: serde_json::Value = serde_json::from_str(line)?;
        if message["reason"] == "compiler-artifact" && message["target"]["name"] == "frontend" {
            let files = message["filenames"].as_array().into_iter().flatten();
            let wasm = files.filter_map(|file| file.as_str()).find(|file| file.ends_with(".wasm"));
            return wasm.map(PathBuf::from).ok_or_else(|| anyhow!("frontend is not a cdylib"));
        }
    }
    Err(anyhow!("cargo named no file of frontend"))
}

fn optimise(from: &Path, to: &Path) -> Result<()> {
    run(npm_tool("wasm-opt")?
        .args(["-Oz", "--strip-debug", "--strip-producers"])
        .args(FEATURES)
        .arg(from)
        .arg("-o")
        .arg(to))
}
