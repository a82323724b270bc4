//! Whether the person may come through the outside provider too.

pub mod api;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;

use crate::account::provider::api::{ProviderLink, disconnect_provider, own_provider};
use crate::components::banner::Banners;
use crate::components::failure::Failure;
use crate::components::hydrated::hydrated;
use crate::components::loaded::{loaded, nothing};
use crate::components::password_input::PasswordInput;
use crate::error::PortalError;
use crate::session::api::SignedInPerson;
use crate::session::provider_problem::ProviderProblem;

const PROBLEM: &str = "provider-problem";

/// Nothing where no provider is configured.
#[component]
pub fn ProviderSection() -> impl IntoView {
    let link = Resource::new(|| (), |()| own_provider());
    loaded(link, nothing, |link, retry| match link {
        Ok(Some(link)) => view! { <Section link retry/> }.into_inner().into_any(),
        Ok(None) => nothing(),
        Err(error) => view! { <Failure error retry/> }.into_inner().into_any(),
    })
}

#[component]
fn Section(
    link: ProviderLink,
    /// Reads the link again.
    retry: Callback<()>,
) -> impl IntoView {
    let ProviderLink { name, is_linked, has_password } = link;
    let problem = use_query_map().get_untracked().get_str("problem").and_then(ProviderProblem::parse);
    let is_wrong = problem == Some(ProviderProblem::WrongPassword);
    let problem = problem.map(|problem| problem.connecting(&name));
    let (state, action) = match (is_linked, has_password) {
        (true, true) => (
            format!("You may sign in with {name} or with your password."),
            view! { <Disconnect name=name.clone() retry/> }.into_inner().into_any(),
        ),
        (true, false) => (format!("You sign in with {name} only, which also says your role."), nothing()),
        (false, _) => (
            "Not connected: you sign in with your password.".to_owned(),
            view! { <Connect name=name.clone() is_wrong/> }.into_inner().into_any(),
        ),
    };
    view! {
        <section class="part" aria-labelledby="provider">
            <h2 id="provider">"Sign in with "{name}</h2>
            {problem.map(|problem| view! {
                <p id=PROBLEM class="note bad" role="alert">{problem}</p>
            }.into_inner().into_any())}
            <p>{state}</p>
            {action}
        </section>
    }
    .into_inner()
    .into_any()
}

/// A plain form: what follows is the provider's page.
#[component]
fn Connect(
    name: String,
    /// Whether the password was not right the last time.
    is_wrong: bool,
) -> impl IntoView {
    let email = expect_context::<SignedInPerson>().email;
    view! {
        <form class="plain narrow" action="/account/provider/connect" method="post">
            // For who keeps the password: whose it is.
            <input type="email" autocomplete="username" hidden readonly value=email/>
            <div class="field">
                <label for="connect-password">"Your password"</label>
                <PasswordInput
                    id="connect-password"
                    autocomplete="current-password"
                    described_by=PROBLEM.to_owned()
                    invalid=Signal::stored(is_wrong)
                    on_input=|_| ()
                    on_blur=|()| ()
                />
            </div>
            <p class="actions"><button type="submit" class="button">"Connect "{name}</button></p>
        </form>
    }
    .into_inner()
    .into_any()
}

#[component]
fn Disconnect(name: String, retry: Callback<()>) -> impl IntoView {
    let banners = expect_context::<Banners>();
    let hydrated = hydrated();
    let busy = RwSignal::new(false);
    let label = format!("Disconnect {name}");
    let disconnect = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let name = name.clone();
        spawn_local(async move {
            let answer = disconnect_provider().await;
            busy.try_set(false);
            match answer {
                Ok(()) => banners.success(format!("{name} is disconnected.")),
                // In another window, and what was done there is about to be on the page.
                Err(PortalError::NotFound) => {}
                Err(error) => banners.error(error.to_string()),
            }
            retry.try_run(());
        });
    };
    view! {
        <p>
            <button
                type="button"
                class="button"
                disabled=move || !hydrated.get()
                aria-disabled=move || busy.get().then_some("true")
                on:click=disconnect
            >
                {label}
            </button>
        </p>
    }
    .into_inner()
    .into_any()
}
