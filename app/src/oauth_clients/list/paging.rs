//! From one page of the list to the others.

use leptos::prelude::*;

use crate::components::page_link::PageLink;
use crate::oauth_clients::api::OAuthClientPage;
use crate::oauth_clients::list::address::address;
use crate::oauth_clients::list::state::List;

/// Where the last page is, as the server function knows it.
const LAST: &str = "last";

/// The ways to the other pages, where there are any; each in its place, whether or not it leads anywhere now.
#[component]
pub fn Paging(list: List) -> impl IntoView {
    let has = move |which: fn(&OAuthClientPage) -> bool| {
        list.shown.with(|(_, answer)| answer.as_ref().is_ok_and(which))
    };
    let to = move |text: &'static str, page: fn(&OAuthClientPage) -> Option<Option<&str>>| {
        let href = Signal::derive(move || {
            list.shown.with(|(asked, answer)| {
                let page = page(answer.as_ref().ok()?)?;
                Some(address(&asked.view, page))
            })
        });
        view! { <PageLink text href/> }
    };
    view! {
        {move || has(|page| page.further.is_some()).then(|| view! {
            <p class="note partial">
                "So many clients have these words that only a part of them was looked at for this page. "
                {move || if has(|page| page.further == page.previous) {
                    "The previous page looks at those before."
                } else {
                    "The next page looks at those that follow."
                }}
            </p>
        }.into_inner().into_any())}
        {move || has(|page| page.previous.is_some() || page.next.is_some()).then(|| view! {
            <nav class="paging" aria-label="Pages of the list">
                {to("First", |page| page.previous.as_ref().map(|_| None))}
                {to("Previous", |page| page.previous.as_deref().map(Some))}
                {to("Next", |page| page.next.as_deref().map(Some))}
                {to("Last", |page| page.next.as_ref().map(|_| Some(LAST)))}
            </nav>
        }.into_inner().into_any())}
    }
    .into_any()
}
