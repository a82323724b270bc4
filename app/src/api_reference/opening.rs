//! Parts of the page that are closed until somebody opens them, or the address names them.

use leptos::html::Details;
use leptos::prelude::*;

use crate::components::hydrated::hydrated;

/// The name that the address gives after its `#`.
#[derive(Clone, Copy)]
pub struct Named(Memo<String>);

impl Named {
    pub fn provide(hash: Memo<String>) {
        provide_context(Self(Memo::new(move |_| hash.with(|hash| hash.trim_start_matches('#').to_owned()))));
    }
}

/// Opens the part of this name, and brings it into sight, when the address names it.
pub fn open_when_named(details: NodeRef<Details>, id: String) {
    let (hydrated, Named(named)) = (hydrated(), expect_context());
    Effect::new(move |_| {
        if hydrated.get()
            && named.with(|named| *named == id)
            && let Some(details) = details.get()
        {
            details.set_open(true);
            details.scroll_into_view();
        }
    });
}
