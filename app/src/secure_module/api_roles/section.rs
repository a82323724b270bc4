//! The APIs, each with its scopes and its roles.

use leptos::prelude::*;

use crate::components::hydrated::hydrated;
use crate::secure_module::api_roles::api::ApiRow;
use crate::secure_module::api_roles::roles::Roles;
use crate::secure_module::api_roles::scopes::scope_list;
use crate::secure_module::api_roles::{Window, Windows};
use crate::secure_module::listed::Listed;
use crate::session::api::SignedInPerson;

const ADD_ROLE: &str = "Add role";
const BUILT_IN: &str =
    "The API of Gatehouse itself. It came with it and stays as it is; its roles can be assigned like others.";

pub fn show(listed: Listed<ApiRow>) -> AnyView {
    // Gatehouse's own is always there.
    let is_empty =
        Memo::new(move |_| listed.rows.with(|rows| rows.iter().flatten().all(|api| api.is_built_in)));
    let windows = expect_context::<Windows>();
    let may_change = expect_context::<SignedInPerson>().role.can_change();
    let ids = move || {
        listed.rows.with(|rows| {
            let (own, others): (Vec<_>, Vec<_>) = rows.iter().flatten().partition(|api| api.is_built_in);
            others.into_iter().chain(own).map(|api| api.id.clone()).collect::<Vec<_>>()
        })
    };
    view! {
        {move || is_empty.get().then(|| empty(may_change))}
        <For each=ids key=String::clone let(id)><Api listed id windows may_change/></For>
    }
    .into_any()
}

/// One API. It stays the same one, with its focus, when the API changes.
#[component]
fn Api(listed: Listed<ApiRow>, id: String, windows: Windows, may_change: bool) -> impl IntoView {
    let heading_id = ["api-", &id].concat();
    let labelled_by = heading_id.clone();
    let api = Memo::new(move |_| listed.find(|api| api.id == id));
    let name = move || api.with(|api| api.as_ref().map(|api| api.name.clone()));
    let scopes = move || api.with(|api| api.as_ref().map(|api| scope_list(&api.scopes)));
    let is_built_in = api.with_untracked(|api| api.as_ref().is_some_and(|api| api.is_built_in));
    let may_change = may_change && !is_built_in;
    let whose = is_built_in.then(|| view! { <p class="help">{BUILT_IN}</p> }.into_inner().into_any());
    view! {
        <section class="api" aria-labelledby=labelled_by>
            <div class="part-head">
                <h2 id=heading_id>{name}</h2>
                {may_change.then(|| view! { <Buttons api windows/> })}
            </div>
            {whose}
            <h3 class="unseen">"Scopes"</h3>
            {scopes}
            <h3 class="unseen">"Roles"</h3>
            <Roles api windows may_change/>
        </section>
    }
    .into_inner()
    .into_any()
}

#[component]
fn Buttons(api: Memo<Option<ApiRow>>, windows: Windows) -> impl IntoView {
    let button = |text: &'static str, class: &'static str, window: fn(ApiRow) -> Window| {
        let hydrated = hydrated();
        let label = move || {
            let between = if text == ADD_ROLE { " to " } else { " " };
            api.with(|api| api.as_ref().map(|api| [text, between, &api.name].concat()))
        };
        let press = move |_| {
            if let Some(api) = api.get_untracked() {
                windows.0.set(Some(window(api)));
            }
        };
        view! {
            <button type="button" class=class aria-label=label disabled=move || !hydrated.get() on:click=press>
                {text}
            </button>
        }
        .into_inner()
        .into_any()
    };
    view! {
        <div class="actions">
            {button(ADD_ROLE, "button", |api| Window::RoleForm(api, None))}
            {button("Edit", "button", |api| Window::ApiForm(Some(api)))}
            {button("Delete", "button danger", Window::DeleteApi)}
        </div>
    }
    .into_inner()
    .into_any()
}

fn empty(may_change: bool) -> AnyView {
    let next = if may_change {
        "Press Add API for each API that takes tokens of this server, then add its roles."
    } else {
        "Those that an administrator adds are listed here."
    };
    view! {
        <div class="empty">
            <h2>"No APIs yet"</h2>
            <p>
                "An API is what applications call with a token of this server. Its scopes, such as "
                <code>"invoices.read"</code>", say what can be allowed there."
            </p>
            <p>
                "A role, such as Reader, is a set of these scopes. OAuth clients and service principals are given \
                roles, and their tokens carry the scopes."
            </p>
            <p>{next}</p>
        </div>
    }
    .into_inner()
    .into_any()
}
