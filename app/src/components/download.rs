//! A text that the browser saves as a file, without any request.

use js_sys::Array;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// Longer than any browser takes to begin.
const ADDRESS_LASTS_FOR: Duration = Duration::from_secs(10);

/// Offers the text as a file.
///
/// # Errors
/// Whatever the browser says.
pub fn download(name: &str, kind: &str, text: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    // As long as the address lives, the browser holds the text.
    set_timeout(move || _ = Url::revoke_object_url(&address), ADDRESS_LASTS_FOR);
    Ok(())
}
