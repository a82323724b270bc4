//! Tries an address against the redirect URIs in the form, by the same rules as the server.

use domain::{RedirectUri, match_redirect_uri};
use leptos::prelude::*;

use crate::oauth_clients::form::typed::{REDIRECT_URIS, Typed};

#[component]
pub fn Tester(typed: Typed) -> impl IntoView {
    let requested = RwSignal::new(String::new());
    let verdict = move || {
        let requested = requested.get();
        if requested.is_empty() { None } else { Some(verdict(typed, &requested)) }
    };
    view! {
        <div class="field tester">
            <label for="redirect-test">"Test an address"</label>
            <input
                id="redirect-test"
                type="text"
                inputmode="url"
                class="code"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                aria-describedby="redirect-test-verdict"
                prop:value=move || requested.get()
                on:input=move |ev| requested.set(event_target_value(&ev))
            />
            <div id="redirect-test-verdict" role="status">
                {move || verdict().map(|verdict| match verdict {
                    Ok(registered) => view! {
                        <p class="verdict good">
                            <span class="icon icon-check" aria-hidden="true"></span>
                            "Would match "<code>{registered}</code>
                        </p>
                    }
                    .into_inner()
                    .into_any(),
                    Err(why) => view! { <p class="verdict bad">{why}</p> }.into_inner().into_any(),
                })}
            </div>
            <p class="help">"Paste the redirect_uri that the application sends. Nothing is saved."</p>
        </div>
    }
    .into_inner()
    .into_any()
}

/// Which registered address matches, or what is said where none does. Entries with problems do not count.
fn verdict(typed: Typed, requested: &str) -> Result<String, String> {
    let list = typed.redirect_uris;
    let filled = list.filled();
    let mut registered = Vec::new();
    for &entry in &filled {
        if typed.problem_in(list, entry, REDIRECT_URIS).is_none() {
            registered.extend(RedirectUri::parse(&entry.value.get()));
        }
    }
    let left_out = if registered.len() < filled.len() { " Entries with problems were left out." } else { "" };
    if registered.is_empty() && !filled.is_empty() {
        return Err("Put the redirect URIs above right first.".to_owned());
    }
    match_redirect_uri(&registered, requested, typed.client_type.get())
        .map(|uri| uri.to_string())
        .map_err(|mismatch| ["Would not match. ", &mismatch.to_string(), left_out].concat())
}
