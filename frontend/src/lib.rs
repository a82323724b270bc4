//! What the browser loads: takes over the page that the server rendered.

use app::{App, Hydrated};
use leptos::mount::hydrate_from_async;
use leptos::prelude::provide_context;
use leptos::tachys::dom::body;
use wasm_bindgen::prelude::wasm_bindgen;

/// Makes the server-rendered page interactive as soon as the code for it is there, and returns when it is.
#[wasm_bindgen]
pub async fn hydrate() {
    let hydrated = Hydrated::default();
    let context = hydrated.clone();
    let app = move || {
        provide_context(context);
        App()
    };
    hydrate_from_async(body(), app).await.forget();
    hydrated.complete();
}
