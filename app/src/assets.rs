//! Where the files of a page are, as the server names them.

use std::collections::BTreeMap;

/// The paths of the page's files, each from the root (`/pkg/gatehouse.1f2e3d.js`). The server provides one, in
/// an [`Arc`](std::sync::Arc), as a context to everything it renders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssetNames {
    /// The module that loads and starts the page's code.
    pub js: String,
    /// The page's code.
    pub wasm: String,
    /// The one style sheet.
    pub css: String,
    /// The picture in the browser's tab.
    pub icons: String,
    /// The files of each part of the code that comes when a page is opened.
    pub chunks: BTreeMap<String, Vec<String>>,
}
