//! The document as a file: YAML, of which JSON is a part. What is read is bounded, and nothing in it stands for anything else.

use anyhow::{Context as _, bail};
use serde_saphyr::options::DuplicateKeyPolicy;
use service::Configuration;

/// Bytes of a file.
const LIMIT: usize = 1024 * 1024;
const DEPTH: usize = 16;
/// Values and names in a file: each takes at least two bytes.
const NODES: usize = LIMIT / 2;

/// Reads a document.
pub(super) fn read(text: &str) -> anyhow::Result<Configuration> {
    if text.len() > LIMIT {
        bail!("the file is longer than 1 MiB");
    }
    let options = serde_saphyr::options! {
        // A few bytes of YAML can stand for very much (CWE-776).
        budget: serde_saphyr::budget! {
            max_aliases: 0,
            max_anchors: 0,
            max_depth: DEPTH,
            flow_nesting_limit: DEPTH,
            max_documents: 1,
            max_nodes: NODES,
            max_events: 2 * NODES,
        },
        duplicate_keys: DuplicateKeyPolicy::Error,
        // A file may hold by mistake what nobody is to read.
        with_snippet: false,
    };
    serde_saphyr::from_str_with_options(text, options).context("the file cannot be read")
}

/// Writes a document.
pub(super) fn write(document: &Configuration) -> anyhow::Result<String> {
    serde_saphyr::to_string(document).context("the document cannot be written")
}
