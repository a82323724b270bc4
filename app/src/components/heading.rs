//! A page's title: in the page, in the tab, and where reading starts after a navigation.

use leptos::html::H1;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::components::hydrated::hydrated;

#[component]
pub fn PageHeading(text: &'static str) -> impl IntoView {
    let heading = NodeRef::<H1>::new();
    // On the first page the browser has set the focus itself.
    if hydrated().get_untracked() {
        heading.on_load(|heading| _ = heading.focus());
    }

    view! {
        <Title text=[text, " – Gatehouse"].concat()/>
        <h1 tabindex="-1" node_ref=heading>{text}</h1>
    }
}
