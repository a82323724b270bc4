//! What an address without a page shows.

use leptos::prelude::*;

use crate::components::heading::PageHeading;

/// The page for an address that leads nowhere; answered with 404.
#[component]
pub fn NotFound() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::door::not_found();

    view! {
        <main class="lone">
            <p class="mark">"Gatehouse"</p>
            <PageHeading text="Page not found"/>
            <p>"Nothing lives at this address. Check it for a typing mistake, or start from the list of clients."</p>
            <p><a class="button primary" href="/oauth-clients">"Go to OAuth Clients"</a></p>
        </main>
    }
    .into_inner()
    .into_any()
}
