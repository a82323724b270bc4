//! `frontend` compiled for the browser and cut into chunks, with the script that loads it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use wasm_bindgen_cli_support::Bindgen;

use super::Quality;
use super::chunks::{self, Chunks};
use crate::workspace::{cargo, npm_tool, output, run_quietly};

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

/// What comes out: a module, the script that instantiates it, and what that loads later.
pub(super) struct Glue {
    pub(super) script: PathBuf,
    pub(super) wasm: PathBuf,
    pub(super) chunks: Chunks,
}

/// Compiles `frontend` and leaves the result in `work`.
pub(super) fn build(work: &Path, quality: Quality) -> Result<Glue> {
    let compiled = compile(quality)?;
    let generated = work.join("glue");
    let (main, script) = (work.join("main.wasm"), generated.join("gatehouse.js"));
    let chunks = chunks::cut(&compiled, &main, &script)?;
    Bindgen::new()
        .input_path(main)
        .out_name("gatehouse")
        .web(true)?
        .typescript(false)
        // The chunks import what the linker exported, by the names it gave.
        .keep_lld_exports(true)
        .demangle(false)
        .keep_debug(false)
        .remove_name_section(quality == Quality::Release)
        .remove_producers_section(true)
        .generate(&generated)
        .context("wasm-bindgen failed")?;

    let wasm = work.join("gatehouse.wasm");
    let bound = generated.join("gatehouse_bg.wasm");
    fs::rename(bound, &wasm)?;
    if quality == Quality::Release {
        for module in chunks.files().iter().chain([&wasm]) {
            optimise(module)?;
        }
    }
    Ok(Glue { script, wasm, chunks })
}

fn compile(quality: Quality) -> Result<PathBuf> {
    let profile = match quality {
        Quality::Dev => "dev",
        Quality::Release => "wasm-release",
    };
    let messages = output(
        cargo()
            .args(["rustc", "--quiet", "--package", "frontend", "--target", "wasm32-unknown-unknown"])
            .args(["--profile", profile, "--message-format", "json-render-diagnostics"])
            // How the module can be cut: which function refers to which.
            .args(["--", "-Clink-args=--emit-relocs"]),
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

fn optimise(module: &Path) -> Result<()> {
    // Its warnings are about names that are stripped all the same.
    run_quietly(
        npm_tool("wasm-opt")?
            .args(["-Oz", "--strip-debug", "--strip-producers"])
            .args(FEATURES)
            .arg(module)
            .arg("-o")
            .arg(module),
    )
}
