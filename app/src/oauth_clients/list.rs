//! The page *OAuth Clients*: finding clients, looking at them, and doing something to one or several.

mod address;
mod find;
mod paging;
mod row;
mod selection;
mod state;
mod table;
mod without_rows;

use leptos::prelude::*;

use crate::components::heading::PageHeading;
use crate::components::loaded::loaded;
use crate::holders::actions::DeleteQuestion;
use crate::session::api::SignedInPerson;
use address::asked;
use find::Find;
use paging::Paging;
use selection::Bar;
use state::{List, Sight, fetch};
use table::Table;
use without_rows::{Blank, skeleton};

#[component]
pub fn OAuthClients() -> impl IntoView {
    let asked = asked().get_untracked();
    provide_context(asked.clone());
    // Only the first: what follows it must leave the page as it stands, with its focus.
    let first = Resource::new(|| (), move |()| fetch(asked.clone()));

    view! {
        <div class="page-head">
            <PageHeading text="OAuth Clients"/>
            <AddLink/>
        </div>
        {loaded(first, skeleton, |page, _| view! { <Clients list=List::new(page)/> }.into_inner().into_any())}
    }
    .into_inner()
    .into_any()
}

/// The way to the add form, for those whose role allows it.
#[component]
fn AddLink() -> impl IntoView {
    expect_context::<SignedInPerson>().role.can_change().then(|| {
        view! {
            <a class="button primary" href="/oauth-clients/new">
                <span class="icon icon-plus" aria-hidden="true"></span>
                "Add OAuth Client"
            </a>
        }
        .into_inner()
        .into_any()
    })
}

#[component]
fn Clients(list: List) -> impl IntoView {
    list.follow_the_address();
    let sight = Memo::new(move |_| list.sight());
    let is_empty = move || sight.with(|sight| *sight == Sight::Empty);

    view! {
        <div class="clients-head" hidden=is_empty>
            <Find list/>
            <Bar list/>
        </div>
        <div class="clients-body" aria-busy=move || list.is_busy.get().then_some("true")>
            {move || match sight.get() {
                Sight::Rows => view! { <Table list/> <Paging list/> }.into_any(),
                sight => view! { <Blank list sight/> }.into_inner().into_any(),
            }}
        </div>
        {move || list.to_delete.get().map(|targets| view! {
            <DeleteQuestion
                targets
                close=move |()| list.to_delete.set(None)
                done=move |_| list.load()
            />
        }.into_inner().into_any())}
    }
    .into_inner()
    .into_any()
}
