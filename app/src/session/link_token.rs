//! The one-time part of a link.

use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// The token after the `#` of the link, which no request carries; once read it is gone from the address.
pub fn token_of_the_link() -> RwSignal<Option<String>> {
    let token = RwSignal::new(None::<String>);
    let read = move || {
        let location = window().location();
        let hash = location.hash().unwrap_or_default();
        if let Some(found) = hash.strip_prefix('#').filter(|found| !found.is_empty()) {
            token.set(Some(found.to_owned()));
            if let (Ok(history), Ok(path)) = (window().history(), location.pathname()) {
                _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&path));
            }
        }
    };
    Effect::new(read);
    // A second link pasted over the first changes the hash and loads nothing.
    let listener = window_event_listener_untyped("hashchange", move |_| read());
    on_cleanup(move || listener.remove());
    token
}
