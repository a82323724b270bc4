//! The page *Principals*: finding principals, and registering one more.

mod address;
mod find;
mod state;
mod table;
mod without_rows;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use crate::chunks::add_principal;
use crate::components::heading::PageHeading;
use crate::components::hydrated::hydrated;
use crate::components::loaded::loaded;
use crate::components::needs_script::NeedsScript;
use crate::session::api::SignedInPerson;
pub use address::PAGE;
use address::{Asked, asked};
use find::{Find, found};
use state::{List, Sight, fetch};
use table::{Paging, Table};
use without_rows::{Blank, skeleton};

// A plain form's answer would be a redirect, and the secret in it lost.
const WHY_SCRIPT: &str = "Adding a principal needs JavaScript, because its secret or its private key is shown exactly once. \
                          Switch it on and reload the page.";

/// Whether the window over the page is open.
#[derive(Clone, Copy)]
struct Adding(RwSignal<bool>);

#[component]
pub fn Principals() -> impl IntoView {
    let asked = asked().get_untracked();
    provide_context(asked.clone());
    let may_add = expect_context::<SignedInPerson>().role.can_change();
    let adding = Adding(RwSignal::new(false));
    provide_context(adding);
    // Only the first: what follows it must leave the page as it stands, with its focus.
    let first = Resource::new(|| (), move |()| fetch(asked.clone()));

    view! {
        <div class="page-head">
            <PageHeading text="Principals"/>
            {may_add.then(|| view! { <AddButton adding/> })}
        </div>
        {may_add.then(|| view! { <NeedsScript why=WHY_SCRIPT/> })}
        {loaded(first, skeleton, |page, _| view! { <Found list=List::new(page)/> }.into_inner().into_any())}
    }
    .into_inner()
    .into_any()
}

#[component]
fn AddButton(adding: Adding) -> impl IntoView {
    let hydrated = hydrated();
    view! {
        <button
            type="button"
            class="button primary"
            aria-haspopup="dialog"
            disabled=move || !hydrated.get()
            on:click=move |_| adding.0.set(true)
        >
            <span class="icon icon-plus" aria-hidden="true"></span>
            "Add New"
        </button>
    }
    .into_inner()
    .into_any()
}

#[component]
fn Found(list: List) -> impl IntoView {
    list.follow_the_address();
    let sight = Memo::new(move |_| list.sight());
    let is_empty = move || sight.with(|sight| *sight == Sight::Empty);
    let Adding(is_adding) = expect_context();
    let navigate = use_navigate();
    // The new one is to be seen, whatever was searched for before.
    let added = Callback::new(move |()| {
        if list.asked.with_untracked(|asked| *asked == Asked::default()) {
            list.load();
        } else {
            navigate(PAGE, NavigateOptions::default());
        }
    });
    let close = Callback::new(move |()| is_adding.set(false));

    view! {
        <div class="clients-head" hidden=is_empty>
            <Find list/>
            <div class="bar"><p role="status">{move || found(list)}</p></div>
        </div>
        <div class="clients-body" aria-busy=move || list.is_busy.get().then_some("true")>
            {move || match sight.get() {
                Sight::Rows => view! { <Table list/> <Paging list/> }.into_any(),
                sight => view! { <Blank list sight/> }.into_inner().into_any(),
            }}
        </div>
        {move || is_adding.get().then(|| add_principal(list.environments.get_untracked(), close, added))}
    }
    .into_any()
}
