//! What the browser loads: takes over the page that the server rendered.

use wasm_bindgen::prelude::wasm_bindgen;

/// Makes the server-rendered page interactive.
#[wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_body(app::App);
}
