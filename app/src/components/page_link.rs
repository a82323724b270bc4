//! From one page of a list to another.

use leptos::prelude::*;

use crate::components::focus::focus_heading_later;

/// A way to another page, where there is one. Reading goes on at the top of it.
#[component]
pub fn PageLink(text: &'static str, #[prop(into)] href: Signal<Option<String>>) -> impl IntoView {
    let is_off = move || href.with(Option::is_none);
    view! {
        <a
            class="button"
            role=move || is_off().then_some("link")
            aria-disabled=move || is_off().then_some("true")
            href=move || href.get()
            on:click=|_| focus_heading_later()
        >
            {text}
        </a>
    }
    .into_inner()
    .into_any()
}
