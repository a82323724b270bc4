//! Proves that the page is free of crates that belong to the server or weigh too much to send.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};

use crate::workspace::{cargo, output};

/// What may be nowhere in the page's tree.
const OF_THE_SERVER: [&str; 9] =
    ["aws-lc-rs", "axum", "hyper", "leptos_axum", "service", "sqlx", "store", "tokio", "tower"];

/// What our own crates may not call. Leptos depends on them for its server side, and the linker leaves out what
/// nobody calls; one call from us would bring 72 kB (`url`) or 279 kB (`regex`) into the page.
const TOO_HEAVY: [&str; 2] = ["regex", "url"];

/// Fails if an unwanted crate is compiled into the page, and says how it came there.
pub(crate) fn check() -> Result<()> {
    let page = tree(&["-p", "frontend"])?;
    let found = named_in(&page, &OF_THE_SERVER);
    for name in &found {
        eprintln!("{}", tree_of(&["-p", "frontend", "--invert", name])?);
    }
    ensure!(found.is_empty(), "compiled into the page, where it must not be: {}", join(&found));

    for ours in ["app", "domain", "frontend"] {
        let direct = tree(&["-p", ours, "--depth", "1"])?;
        let found = named_in(&direct, &TOO_HEAVY);
        ensure!(found.is_empty(), "too heavy for the page, but {ours} depends on it: {}", join(&found));
    }
    Ok(())
}

fn tree(arguments: &[&str]) -> Result<String> {
    tree_of(&[arguments, &["--prefix", "none", "--format", "{p}"]].concat())
}

fn tree_of(arguments: &[&str]) -> Result<String> {
    let normal = ["tree", "--target", "wasm32-unknown-unknown", "-e", "normal"];
    output(cargo().args(normal).args(arguments))
}

fn named_in<'a>(tree: &'a str, unwanted: &[&str]) -> BTreeSet<&'a str> {
    tree.lines().filter_map(|line| line.split(' ').next()).filter(|name| unwanted.contains(name)).collect()
}

fn join(names: &BTreeSet<&str>) -> String {
    names.iter().copied().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_of_the_server_is_found_by_its_whole_name() {
        let tree = "frontend v0.1.0 (/src)\nsqlx v0.9.0\nserver_fn v0.8.13\ntokio v1.54.0\nsqlx v0.9.0 (*)\n";
        assert_eq!(join(&named_in(tree, &OF_THE_SERVER)), "sqlx, tokio");
    }

    #[test]
    fn a_crate_with_a_similar_name_is_not_meant() {
        assert_eq!(join(&named_in("regex-lite v0.1.0\nform_urlencoded v1.2.2\n", &TOO_HEAVY)), "");
    }
}
