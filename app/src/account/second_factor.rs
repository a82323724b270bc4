//! The person's own second factor.

pub mod api;
mod with_code;

use leptos::prelude::*;

use crate::account::second_factor::api::{SecondFactorState, own_second_factor};
use crate::account::second_factor::with_code::{MakeCodes, Remove};
use crate::components::facts::badge;
use crate::components::failure::Failure;
use crate::components::hydrated::hydrated;
use crate::components::loaded::loaded;
use crate::error::PortalError;
use crate::session::second_factor::set_up::{Place, SetUp};

/// What the section shows beside how the person stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Nothing,
    SetUp,
    MakeCodes,
    Remove,
}

/// What the parts of the section share.
#[derive(Clone, Copy)]
struct Section {
    open: RwSignal<Open>,
    changes: RwSignal<u32>,
}

impl Section {
    /// Reads how the person stands again.
    fn changed(self) {
        self.open.try_set(Open::Nothing);
        self.changes.try_update(|changes| *changes += 1);
    }
}

#[component]
pub fn SecondFactorSection() -> impl IntoView {
    let section = Section { open: RwSignal::new(Open::Nothing), changes: RwSignal::new(0) };
    provide_context(section);
    let state = Resource::new(move || section.changes.get(), |_| own_second_factor());
    view! {
        <section class="part" aria-labelledby="second-factor">
            <h2 id="second-factor" tabindex="-1">"Second factor"</h2>
            <p class="help">
                "A code from an app on your phone, asked for after the password: who has your password alone stays out."
            </p>
            {loaded(state, waiting, show)}
        </section>
    }
    .into_inner()
    .into_any()
}

fn waiting() -> AnyView {
    view! { <p class="loading" role="status">"Loading…"</p> }.into_inner().into_any()
}

fn show(state: Result<SecondFactorState, PortalError>, retry: Callback<()>) -> AnyView {
    match state {
        Ok(state) if state.is_set_up => view! { <Standing state/> }.into_inner().into_any(),
        Ok(state) => view! { <Missing is_required=state.is_required/> }.into_inner().into_any(),
        Err(error) => view! { <Failure error retry/> }.into_inner().into_any(),
    }
}

#[component]
fn Missing(is_required: bool) -> impl IntoView {
    let hydrated = hydrated();
    let section: Section = expect_context();
    let done = Callback::new(move |()| section.changed());
    move || match section.open.get() {
        Open::SetUp => {
            view! { <div class="narrow"><SetUp place=Place::Account { done }/></div> }.into_inner().into_any()
        }
        Open::Nothing | Open::MakeCodes | Open::Remove => view! {
            <p>
                "Not set up."
                {is_required.then_some(" One is required of everybody who signs in with a password.")}
            </p>
            <p class="actions">
                <button
                    type="button"
                    class="button"
                    disabled=move || !hydrated.get()
                    on:click=move |_| section.open.set(Open::SetUp)
                >
                    "Set up"
                </button>
            </p>
        }
        .into_any(),
    }
}

#[component]
fn Standing(state: SecondFactorState) -> impl IntoView {
    let hydrated = hydrated();
    let section: Section = expect_context();
    let SecondFactorState { recovery_codes_left, is_required, .. } = state;
    let button = move |label: &'static str, opens: Open| {
        view! {
            <button
                type="button"
                class="button"
                disabled=move || !hydrated.get()
                on:click=move |_| section.open.set(opens)
            >
                {label}
            </button>
        }
        .into_inner()
        .into_any()
    };
    view! {
        <p>
            {badge("enabled", "Set up")}
            {[" ", &left(recovery_codes_left)].concat()}
        </p>
        {move || match section.open.get() {
            Open::MakeCodes => view! { <MakeCodes/> }.into_inner().into_any(),
            Open::Remove => view! { <Remove/> }.into_inner().into_any(),
            Open::Nothing | Open::SetUp => view! {
                <p class="actions">
                    {button("New recovery codes", Open::MakeCodes)}
                    {(!is_required).then(|| button("Remove", Open::Remove))}
                </p>
                {is_required.then(|| view! {
                    <p class="help">
                        "One is required of everybody. With a new phone, ask an administrator to remove this one: you set up another when you sign in."
                    </p>
                }.into_inner().into_any())}
            }.into_inner().into_any(),
        }}
    }
    .into_inner()
    .into_any()
}

fn left(count: i64) -> String {
    match count {
        0 => "No recovery code is left.".to_owned(),
        1 => "One recovery code is left.".to_owned(),
        count => [&count.to_string(), " recovery codes are left."].concat(),
    }
}
