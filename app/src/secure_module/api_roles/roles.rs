//! The roles of one API.

use leptos::prelude::*;

use crate::components::hydrated::hydrated;
use crate::secure_module::api_roles::api::{ApiRoleRow, ApiRow};
use crate::secure_module::api_roles::scopes::scope_list;
use crate::secure_module::api_roles::{Window, Windows};

const COLUMNS: [&str; 3] = ["Role", "Scopes", "Held by"];

#[component]
pub fn Roles(api: Memo<Option<ApiRow>>, windows: Windows, may_change: bool) -> impl IntoView {
    let has_roles = Memo::new(move |_| api.with(|api| api.as_ref().is_some_and(|api| !api.roles.is_empty())));
    move || {
        if has_roles.get() {
            return view! { <Table api windows may_change/> }.into_any();
        }
        view! {
            <p class="help">"No roles yet. Without one, nobody gets a token with these scopes."</p>
        }
        .into_inner()
        .into_any()
    }
}

#[component]
fn Table(api: Memo<Option<ApiRow>>, windows: Windows, may_change: bool) -> impl IntoView {
    let head = |title: &'static str| {
        view! { <th scope="col" role="columnheader">{title}</th> }.into_inner().into_any()
    };
    let actions = may_change.then(|| {
        view! { <th scope="col" role="columnheader"><span class="unseen">"Actions"</span></th> }
            .into_inner()
            .into_any()
    });
    let label = move || api.with(|api| api.as_ref().map(|api| ["Roles of ", &api.name].concat()));
    let ids = move || {
        let id = |role: &ApiRoleRow| role.id.clone();
        api.with(|api| api.iter().flat_map(|api| api.roles.iter().map(id)).collect::<Vec<_>>())
    };
    // The roles survive the style sheet's making cards of rows on a narrow screen; the elements' own do not.
    view! {
        <table role="table" class="roles" aria-label=label>
            <thead role="rowgroup">
                <tr role="row">{COLUMNS.map(head).into_iter().collect_view()}{actions}</tr>
            </thead>
            <tbody role="rowgroup">
                <For each=ids key=String::clone let(id)><Row api id windows may_change/></For>
            </tbody>
        </table>
    }
    .into_inner()
    .into_any()
}

/// A row stays the same one, with its focus, when the role changes.
#[component]
fn Row(api: Memo<Option<ApiRow>>, id: String, windows: Windows, may_change: bool) -> impl IntoView {
    let role =
        Memo::new(move |_| api.with(|api| api.as_ref()?.roles.iter().find(|role| role.id == id).cloned()));
    let cells = move || {
        let ApiRoleRow { name, scopes, holders, .. } = role.get()?;
        Some(
            view! {
                <th scope="row" role="rowheader" data-label="Role">{name}</th>
                <td role="cell" data-label="Scopes">{scope_list(&scopes)}</td>
                <td role="cell" data-label="Held by">{held_by(holders)}</td>
            }
            .into_any(),
        )
    };
    view! {
        <tr role="row">
            {cells}
            {may_change.then(|| view! { <Buttons api role windows/> })}
        </tr>
    }
    .into_inner()
    .into_any()
}

fn held_by(holders: i64) -> String {
    match holders {
        0 => "Nobody".to_owned(),
        count => count.to_string(),
    }
}

#[component]
fn Buttons(api: Memo<Option<ApiRow>>, role: Memo<Option<ApiRoleRow>>, windows: Windows) -> impl IntoView {
    let button = |text: &'static str, class: &'static str, window: fn(ApiRow, ApiRoleRow) -> Window| {
        let hydrated = hydrated();
        let label = move || {
            let (api, role) = (api.get()?, role.get()?);
            Some([text, " ", &role.name, " of ", &api.name].concat())
        };
        let press = move |_| {
            if let (Some(api), Some(role)) = (api.get_untracked(), role.get_untracked()) {
                windows.0.set(Some(window(api, role)));
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
        <td role="cell" class="tools">
            {button("Edit", "button", |api, role| Window::RoleForm(api, Some(role)))}
            {button("Delete", "button danger", Window::DeleteRole)}
        </td>
    }
    .into_inner()
    .into_any()
}
