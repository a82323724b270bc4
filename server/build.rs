//! Has the server compiled again when the page changed: a release build contains the page's files.

use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // A debug build reads the files from the disk.
    if std::env::var_os("PROFILE").is_some_and(|profile| profile == "release") {
        println!("cargo::rerun-if-changed=../target/site");
        if !Path::new("../target/site/manifest.json").exists() {
            println!(
                "cargo::warning=the page is missing from this build: run `cargo run -p xtask -- site` first"
            );
        }
    }
}
