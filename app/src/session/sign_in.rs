//! The sign-in page; works without script.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use crate::components::focus::focus_later;
use crate::components::heading::PageHeading;
use crate::components::loaded::{loaded, nothing};
use crate::components::password_input::PasswordInput;
use crate::components::posted_error::posted_error;
use crate::error::PortalError;
use crate::session::api::{self, is_setup_open, sign_in};
use crate::session::next;
use crate::session::provider_button::{ProviderButton, ProviderTrouble};

const PROBLEM: &str = "sign-in-problem";

/// The application that has the person sign in, where that is known: on the server.
fn known_application() -> Option<String> {
    #[cfg(feature = "ssr")]
    return crate::door::sign_in_for();
    #[cfg(not(feature = "ssr"))]
    None
}

#[component]
pub fn SignIn() -> impl IntoView {
    let application = SharedValue::new(known_application).into_inner();
    view! {
        <main class="lone">
            <p class="mark">"Gatehouse"</p>
            <PageHeading text="Sign in"/>
            {application.map(|name| view! {
                <p class="application">"to continue to "<strong>{name}</strong></p>
            }.into_inner().into_any())}
            <SetupHint/>
            <ProviderTrouble/>
            <SignInForm/>
            <ProviderButton next=next::asked(&use_location().search.get_untracked())/>
        </main>
    }
    .into_inner()
    .into_any()
}

/// Posts by itself without script; with it the page stays, and with the page what was typed.
#[component]
fn SignInForm() -> impl IntoView {
    let next = next::asked(&use_location().search.get_untracked());
    let failure = RwSignal::new(posted_error(api::SignIn::PATH));
    let busy = RwSignal::new(false);
    // Of other troubles neither field is the cause.
    let is_wrong = Signal::derive(move || failure.get() == Some(PortalError::WrongCredentials));
    Effect::new(move || {
        if failure.with(Option::is_some) {
            focus_later(PROBLEM);
        }
    });
    let submit = submit(next.clone(), busy, failure);

    view! {
        <form action=api::SignIn::PATH method="post" on:submit=submit>
            {move || failure.get().map(|error| view! {
                <p id=PROBLEM class="note bad" role="alert" tabindex="-1">{error.to_string()}</p>
            }.into_inner().into_any())}
            {next.map(|next| view! { <input type="hidden" name="next" value=next/> }.into_inner().into_any())}
            <div class="field">
                <label for="email">"E-mail"</label>
                <input
                    id="email"
                    name="email"
                    type="email"
                    autocomplete="username"
                    autocapitalize="none"
                    spellcheck="false"
                    required
                    aria-describedby=PROBLEM
                    aria-invalid=move || is_wrong.get().then_some("true")
                />
            </div>
            <div class="field">
                <label for="password">"Password"</label>
                <PasswordInput
                    id="password"
                    autocomplete="current-password"
                    described_by=PROBLEM.to_owned()
                    invalid=is_wrong
                    on_input=|_| ()
                    on_blur=|()| ()
                />
            </div>
            <button type="submit" class="button primary" disabled=move || busy.get()>
                {move || if busy.get() { "Signing in…" } else { "Sign in" }}
            </button>
        </form>
    }
    .into_inner()
    .into_any()
}

fn submit(
    next: Option<String>,
    busy: RwSignal<bool>,
    failure: RwSignal<Option<PortalError>>,
) -> impl Fn(SubmitEvent) {
    move |ev| {
        ev.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        let (email, password, next) = (typed_into("email"), typed_into("password"), next.clone());
        spawn_local(async move {
            // On success the server also says where to go, and the router goes there.
            if let Err(error) = sign_in(email, password, next).await {
                busy.try_set(false);
                failure.try_set(Some(error));
            }
        });
    }
}

/// Read from the page, where it may stand since before there was any code to watch it being typed.
pub fn typed_into(id: &str) -> String {
    let input = document().get_element_by_id(id).and_then(|input| input.dyn_into::<HtmlInputElement>().ok());
    input.map(|input| input.value()).unwrap_or_default()
}

/// Where to find the one-time link, as long as nobody can sign in.
#[component]
fn SetupHint() -> impl IntoView {
    loaded(setup_resource(), nothing, |is_open, _| {
        matches!(is_open, Ok(true))
            .then(|| {
                view! {
                    <p class="note">
                        "There is no account yet. Gatehouse printed a one-time link when it started: \
                        look in its terminal or log and open the link to create the first administrator."
                    </p>
                }
            })
            .into_any()
    })
}

/// Whether the first administrator is still to be made.
pub fn setup_resource() -> Resource<Result<bool, PortalError>> {
    Resource::new(|| (), |()| is_setup_open())
}
