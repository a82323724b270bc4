//! The other way in: through the outside provider, where one is configured.

use leptos::prelude::*;
use leptos_router::location::Url;

/// On the document's root, so that a page which the router makes without the server knows it too.
#[cfg(feature = "ssr")]
pub(crate) use crate::door::provider_name;

#[cfg(not(feature = "ssr"))]
fn provider_name() -> Option<String> {
    document().document_element()?.get_attribute("data-provider")
}

/// What went wrong before, where that is known: on the server.
fn known_problem() -> Option<String> {
    #[cfg(feature = "ssr")]
    return crate::door::provider_problem()
        .zip(provider_name())
        .map(|(problem, provider)| problem.signing_in(&provider));
    #[cfg(not(feature = "ssr"))]
    None
}

/// Says what went wrong.
#[component]
pub fn ProviderTrouble() -> impl IntoView {
    SharedValue::new(known_problem)
        .into_inner()
        .map(|problem| view! { <p class="note bad" role="alert">{problem}</p> }.into_inner().into_any())
}

/// A link, which works without script; what it starts is no page of the router's.
#[component]
pub fn ProviderButton(next: Option<String>) -> impl IntoView {
    provider_name().map(|name| {
        let next = next.map(|next| ["?next=", &Url::escape(&next)].concat()).unwrap_or_default();
        let href = ["/sign-in/provider", &next].concat();
        view! {
            <a class="button through" href=href rel="external">"Sign in with "{name}</a>
        }
        .into_inner()
        .into_any()
    })
}
