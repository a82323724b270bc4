//! Links in the document's head to the code of the page that is rendered.

/// Has the browser fetch the files of `chunk` while the module that will ask for them is still on its way. In the
/// browser there is nothing to do.
pub fn preload(chunk: &str) {
    #[cfg(feature = "ssr")]
    for file in files(chunk) {
        use leptos::prelude::*;
        use leptos_meta::Link;

        // Writing it hands it to the head and leaves nothing here.
        _ = view! { <Link rel="preload" href=file as_="fetch" type_="application/wasm" crossorigin="anonymous"/> }
            .to_html();
    }
    #[cfg(not(feature = "ssr"))]
    let _ = chunk;
}

#[cfg(feature = "ssr")]
fn files(chunk: &str) -> Vec<String> {
    use std::sync::Arc;

    use crate::assets::AssetNames;

    let names = leptos::prelude::expect_context::<Arc<AssetNames>>();
    names.chunks.get(chunk).cloned().unwrap_or_default()
}
