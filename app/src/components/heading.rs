//! A page's title: in the page, in the tab, and where reading starts after a navigation.

use leptos::html::H1;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::components::focus::focus_heading_later;
use crate::components::hydrated::hydrated;

#[component]
pub fn PageHeading(#[prop(into)] text: Signal<String>) -> impl IntoView {
    let heading = NodeRef::<H1>::new();
    // On the first page the browser has set the focus itself.
    if hydrated().get_untracked() {
        // Not at once: what comes with a resource is made before it is put on the page.
        heading.on_load(|_| focus_heading_later());
    }

    // The server writes the head of the document when the page's own signals may be gone.
    let first = text.get_untracked();
    let title = move || [text.try_get().as_ref().unwrap_or(&first), " – Gatehouse"].concat();

    view! {
        <Title text=title/>
        <h1 tabindex="-1" node_ref=heading>{move || text.get()}</h1>
    }
    .into_any()
}
