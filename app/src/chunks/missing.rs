//! What becomes of a page whose code does not come: the network is gone, or a newer server has other files.

use std::future::pending;

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::components::hydrated::hydrated;

/// The empty address is that of the page itself.
const NOTICE: &str = "<div class=\"note bad\" role=\"alert\"><p>A part of this page could not be loaded, so its buttons \
                      and forms do not work.</p><a class=\"button\" href=\"\">Reload the page</a></div>";

/// Leaves for the same address by the browser's own way, which asks the server anew; where the server has just sent the
/// page, says that it does not work. Never comes back: the router must not go on.
pub async fn page_missing<T>() -> T {
    if hydrated().get_untracked() {
        ask_server().await
    } else if let Some(page) = document().query_selector("main").ok().flatten() {
        _ = page.insert_adjacent_html("afterbegin", NOTICE);
    }
    pending().await
}

/// Leaves for the address that the router goes to, by the browser's own way. Never comes back.
pub async fn ask_server<T>() -> T {
    let to = use_location();
    let (path, search, hash) =
        (to.pathname.get_untracked(), to.search.get_untracked(), to.hash.get_untracked());
    let query = if search.is_empty() { "" } else { "?" };
    _ = location().assign(&[&path, query, &search, &hash].concat());
    pending().await
}

/// In place of a part of a page.
#[component]
pub fn PartMissing() -> impl IntoView {
    view! {
        <div class="note bad" role="alert">
            <p>"This part of the page could not be loaded. Check the connection, then reload the page."</p>
            <button type="button" class="button" on:click=|_| _ = location().reload()>"Reload the page"</button>
        </div>
    }
    .into_inner()
    .into_any()
}
