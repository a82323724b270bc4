//! What only the authorization code flow needs: where people are sent back to, and which pages may call.

use domain::RedirectUri;
use leptos::prelude::*;

use crate::components::focus::focus_later;
use crate::components::list_field::{ListField, ListWords};
use crate::oauth_clients::form::tester::Tester;
use crate::oauth_clients::form::typed::{self, Typed};

const REDIRECT_URIS: ListWords = ListWords {
    id: "redirect-uris",
    add_id: "redirect-uris-add",
    many: "Redirect URIs",
    one: "Redirect URI",
    help: "Where this server may send people, with the code, after they signed in: one to five addresses of the \
           application, exactly as it will name them, like https://myapp.com/callback. A * as the last thing after \
           a / covers every path below it (https://myapp.com/*), but an exact address is safer.",
};

const WEB_ORIGINS: ListWords = ListWords {
    id: "web-origins",
    add_id: "web-origins-add",
    many: "Web origins",
    one: "Web origin",
    help: "Needed when pages call this server from the browser (CORS), as single-page applications do. Scheme, host \
           and, where unusual, port of such a page: https://myapp.com or https://192.0.2.11:8080, with no slash at \
           the end and no *. Up to five.",
};

#[component]
pub fn RedirectUris(typed: Typed) -> impl IntoView {
    let list = typed.redirect_uris;
    view! {
        <ListField
            list
            words=REDIRECT_URIS
            problem_of=Callback::new(move |entry| typed.problem_in(list, entry, typed::REDIRECT_URIS))
        >
            <Tester typed/>
        </ListField>
    }
    .into_inner()
    .into_any()
}

#[component]
pub fn WebOrigins(typed: Typed) -> impl IntoView {
    let list = typed.web_origins;
    let said = RwSignal::new("");
    let copy = move |_| said.set(untrack(|| copy_origins(typed)));
    view! {
        <ListField
            list
            words=WEB_ORIGINS
            is_optional=true
            problem_of=Callback::new(move |entry| typed.problem_in(list, entry, typed::WEB_ORIGINS))
            beside=view! {
                <button type="button" class="button" on:click=copy>"Copy origins from redirect URIs"</button>
                <span role="status">{move || said.get()}</span>
            }
            .into_inner()
            .into_any()
        />
    }
    .into_inner()
    .into_any()
}

/// Adds the origins of the redirect URIs that are not in the list yet, and says how it went.
fn copy_origins(typed: Typed) -> &'static str {
    let list = typed.web_origins;
    let mut added = None;
    for uri in typed.redirect_uris.values() {
        let Some(origin) = RedirectUri::parse(&uri).ok().and_then(|uri| uri.origin()) else { continue };
        if list.values().contains(&origin) {
            continue;
        }
        let empty = list.shown.get_untracked().into_iter().find(|entry| entry.is_empty());
        let Some(entry) = empty.or_else(|| list.add()) else {
            return "The list is full.";
        };
        entry.set(origin);
        added = Some(entry.id);
    }
    match added {
        Some(id) => {
            focus_later(id);
            "Copied."
        }
        None => "Nothing to copy: no redirect URI has an origin that is missing here.",
    }
}
