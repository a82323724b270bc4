//! What the page calls its files.

use std::collections::BTreeMap;

use app::assets::AssetNames;
use rust_embed::Embed;
use serde::Deserialize;

use super::Site;

/// Where `xtask` writes down the fingerprinted names.
pub(super) const MANIFEST: &str = "manifest.json";

/// What `xtask` writes: names without the slash.
#[derive(Deserialize)]
struct Manifest {
    js: String,
    wasm: String,
    css: String,
    icons: String,
    chunks: BTreeMap<String, Vec<String>>,
}

/// The paths of the page's files, each beginning with a slash. Read it once: a release build cannot change its mind.
pub fn names() -> AssetNames {
    // A build by cargo-leptos brings its own files, and those of an earlier build by xtask may lie beside them.
    match option_env!("LEPTOS_OUTPUT_NAME") {
        Some(_) => as_cargo_leptos_names_them(),
        None => from_manifest::<Site>().unwrap_or_else(as_cargo_leptos_names_them),
    }
}

fn as_cargo_leptos_names_them() -> AssetNames {
    AssetNames {
        js: "/pkg/gatehouse.js".to_owned(),
        wasm: "/pkg/gatehouse.wasm".to_owned(),
        css: "/pkg/gatehouse.css".to_owned(),
        icons: "/icons.svg".to_owned(),
        // The module finds them by itself.
        chunks: BTreeMap::new(),
    }
}

fn from_manifest<Files: Embed>() -> Option<AssetNames> {
    let manifest = Files::get(MANIFEST)?;
    let Manifest { js, wasm, css, icons, chunks } = serde_json::from_slice(&manifest.data).ok()?;
    let path = |name| format!("/{name}");
    let paths = |names: Vec<String>| names.into_iter().map(path).collect();
    Some(AssetNames {
        js: path(js),
        wasm: path(wasm),
        css: path(css),
        icons: path(icons),
        chunks: chunks.into_iter().map(|(chunk, names)| (chunk, paths(names))).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::Fixture;
    use super::*;

    #[test]
    fn the_manifest_gives_the_fingerprinted_names() {
        let names = from_manifest::<Fixture>().unwrap();
        assert_eq!(names.js, "/pkg/page.0123456789abcdef.js");
        assert_eq!(names.wasm, "/pkg/page.00112233445566ff.wasm");
        assert_eq!(names.css, "/pkg/page.fedcba9876543210.css");
        assert_eq!(names.icons, "/pkg/icons.0a0b0c0d0e0f0a0b.svg");
        assert_eq!(
            names.chunks["form"],
            ["/pkg/chunk_1.0000000000000001.wasm", "/pkg/form.0000000000000002.wasm"]
        );
    }
}
