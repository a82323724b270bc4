//! The form of an OAuth client: what is typed, what is wrong with it, and its way to the server.

mod authorization_code;
mod identity;
mod kind;
mod pkce;
mod summary;
mod tester;
mod typed;

use domain::{ClientType, GrantType, OAuthClientDraft};
use leptos::ev::beforeunload;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use crate::components::banner::Banners;
use crate::components::focus::focus_later;
use crate::components::hydrated::hydrated;
use crate::components::needs_script::NeedsScript;
use crate::error::PortalError;
use crate::oauth_clients::api::register_oauth_client;
use crate::oauth_clients::secret_dialog::SecretOnShow;
use authorization_code::{RedirectUris, WebOrigins};
use identity::{Description, Identity};
use kind::{ClientTypes, GrantTypes};
use pkce::Pkce;
use summary::{SUMMARY, Summary};
use typed::Typed;

// A plain form's answer would be a redirect, and the secret in it lost.
const WHY_SCRIPT: &str = "Adding a client needs JavaScript, because its secret is shown exactly once. Switch it on and \
                          reload the page.";

#[component]
pub fn ClientForm() -> impl IntoView {
    let hydrated = hydrated();
    let typed = Typed::new();
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<PortalError>);
    let save = save(typed, busy, failure);
    warn_before_losing(typed);

    view! {
        <NeedsScript why=WHY_SCRIPT/>
        <form
            class="client"
            novalidate
            aria-label="OAuth client"
            on:submit=move |ev| {
                ev.prevent_default();
                save.run(());
            }
        >
            <fieldset class="plain" disabled=move || !hydrated.get()>
                <Summary typed failure/>
                <Identity typed/>
                <ClientTypes typed/>
                <GrantTypes typed/>
                {move || (typed.grant_type() == GrantType::AuthorizationCode).then(|| view! { <RedirectUris typed/> })}
                {move || (typed.grant_type() == GrantType::AuthorizationCode).then(|| view! { <WebOrigins typed/> })}
                {move || (typed.client_type.get() == ClientType::Public).then(|| view! { <Pkce typed/> })}
                <Description typed/>
                <p class="actions end">
                    <a class="button" href="/oauth-clients">"Cancel"</a>
                    <button type="submit" class="button primary" aria-disabled=move || busy.get().then_some("true")>
                        {move || if busy.get() { "Saving…" } else { "Save" }}
                    </button>
                </p>
            </fieldset>
        </form>
    }
    .into_inner()
    .into_any()
}

/// What the Save button does. Not an `Action`: that would keep the answer, and the secret in it.
fn save(typed: Typed, busy: RwSignal<bool>, failure: RwSignal<Option<PortalError>>) -> Callback<()> {
    let banners = expect_context::<Banners>();
    let secret = expect_context::<SecretOnShow>();
    let navigate = use_navigate();
    Callback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        failure.set(None);
        typed.submitted.set(true);
        if untrack(|| typed.has_problems()) {
            focus_later(SUMMARY);
            return;
        }
        busy.set(true);
        let draft = untrack(|| typed.draft());
        let navigate = navigate.clone();
        spawn_local(async move {
            let answer = register_oauth_client(draft).await;
            busy.try_set(false);
            match answer {
                Ok(registered) => {
                    navigate("/oauth-clients", NavigateOptions::default());
                    secret.show(registered, banners);
                }
                Err(error) => {
                    typed.refuse(error.problems());
                    failure.try_set(Some(error));
                    focus_later(SUMMARY);
                }
            }
        });
    })
}

/// Has the browser ask before it leaves a form with something in it.
fn warn_before_losing(typed: Typed) {
    let listener = window_event_listener(beforeunload, move |ev| {
        if untrack(|| typed.draft()) != OAuthClientDraft::default() {
            ev.prevent_default();
        }
    });
    on_cleanup(move || listener.remove());
}
