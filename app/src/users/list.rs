//! The page *Users*: finding people, and inviting one more.

mod address;
mod find;
mod state;
mod table;
mod without_rows;

use leptos::prelude::*;

use crate::components::heading::PageHeading;
use crate::components::hydrated::hydrated;
use crate::components::loaded::loaded;
use crate::components::needs_script::NeedsScript;
use crate::session::api::SignedInPerson;
use crate::users::api::users;
use crate::users::invite::Invite;
use crate::users::sign_in_rules::SignInRulesSection;
pub use address::PAGE;
use address::asked;
use find::{Find, found};
use state::{List, Sight};
use table::{More, Table};
pub use table::{last_signed_in, means, second_factor};
use without_rows::{Blank, skeleton};

// A plain form's answer would be a redirect, and the link in it lost.
const WHY_SCRIPT: &str = "Inviting people needs JavaScript, because their one-time link is shown exactly once. Switch it on \
                          and reload the page.";

/// Whether the window over the page is open.
#[derive(Clone, Copy)]
struct Inviting(RwSignal<bool>);

#[component]
pub fn Users() -> impl IntoView {
    let asked = asked().get_untracked();
    provide_context(asked.clone());
    let may_invite = expect_context::<SignedInPerson>().role.can_change();
    let inviting = Inviting(RwSignal::new(false));
    provide_context(inviting);
    // Only the first: what follows it must leave the page as it stands, with its focus.
    let first = Resource::new(|| (), move |()| users(asked.clone(), None));

    view! {
        <div class="page-head">
            <PageHeading text="Users"/>
            {may_invite.then(|| view! { <InviteButton inviting/> })}
        </div>
        {may_invite.then(|| view! { <NeedsScript why=WHY_SCRIPT/> })}
        {loaded(first, skeleton, |page, _| view! { <Found list=List::new(page)/> }.into_inner().into_any())}
        <SignInRulesSection/>
    }
    .into_inner()
    .into_any()
}

#[component]
fn InviteButton(inviting: Inviting) -> impl IntoView {
    let hydrated = hydrated();
    view! {
        <button
            type="button"
            class="button primary"
            aria-haspopup="dialog"
            disabled=move || !hydrated.get()
            on:click=move |_| inviting.0.set(true)
        >
            <span class="icon icon-plus" aria-hidden="true"></span>
            "Invite"
        </button>
    }
    .into_inner()
    .into_any()
}

#[component]
fn Found(list: List) -> impl IntoView {
    list.follow();
    let sight = Memo::new(move |_| list.sight());
    let Inviting(is_inviting) = expect_context();
    let invited = Callback::new(move |()| list.load());
    let close = Callback::new(move |()| is_inviting.set(false));

    view! {
        <div class="clients-head">
            <Find list/>
            <div class="bar"><p role="status">{move || found(list)}</p></div>
        </div>
        <div class="clients-body" aria-busy=move || list.is_busy.get().then_some("true")>
            {move || match sight.get() {
                Sight::Rows => view! { <Table list/> <More list/> }.into_any(),
                sight => view! { <Blank list sight/> }.into_inner().into_any(),
            }}
        </div>
        {move || is_inviting.get().then(|| view! { <Invite close invited/> })}
    }
    .into_any()
}
