//! The environments, one a row.

use leptos::prelude::*;

use crate::components::copyable::Copyable;
use crate::components::facts::time;
use crate::components::hydrated::hydrated;
use crate::secure_module::environments::api::EnvironmentRow;
use crate::secure_module::environments::{Window, Windows};
use crate::secure_module::listed::Listed;
use crate::session::api::SignedInPerson;

const COLUMNS: [&str; 4] = ["Name", "Audience", "Principals", "Created"];

/// Where the principals of an environment are listed.
pub fn principals_address(environment: &str) -> String {
    // A name has only characters that stand in an address as they are.
    ["/secure-module/principals?environment=", environment].concat()
}

pub fn show(listed: Listed<EnvironmentRow>) -> AnyView {
    let is_empty = Memo::new(move |_| listed.is_empty());
    let windows = expect_context::<Windows>();
    let may_change = expect_context::<SignedInPerson>().role.can_change();
    let table = move || {
        if is_empty.get() {
            return empty(may_change);
        }
        view! { <Table listed windows may_change/> }.into_any()
    };
    table.into_any()
}

#[component]
fn Table(listed: Listed<EnvironmentRow>, windows: Windows, may_change: bool) -> impl IntoView {
    let head = |title: &'static str| {
        view! { <th scope="col" role="columnheader">{title}</th> }.into_inner().into_any()
    };
    let actions = may_change.then(|| {
        view! { <th scope="col" role="columnheader"><span class="unseen">"Actions"</span></th> }
            .into_inner()
            .into_any()
    });
    let ids = move || {
        let id = |row: &EnvironmentRow| row.id.clone();
        listed.rows.with(|rows| rows.iter().flatten().map(id).collect::<Vec<_>>())
    };
    // The roles survive the style sheet's making cards of rows on a narrow screen; the elements' own do not.
    view! {
        <table role="table" class="environments" aria-label="Environments">
            <thead role="rowgroup">
                <tr role="row">{COLUMNS.map(head).into_iter().collect_view()}{actions}</tr>
            </thead>
            <tbody role="rowgroup">
                <For each=ids key=String::clone let(id)><Row listed id windows may_change/></For>
            </tbody>
        </table>
    }
    .into_inner()
    .into_any()
}

/// A row stays the same one, with its focus, when the environment changes.
#[component]
fn Row(listed: Listed<EnvironmentRow>, id: String, windows: Windows, may_change: bool) -> impl IntoView {
    let row = Memo::new(move |_| listed.find(|row| row.id == id));
    let cells =
        move || {
            let EnvironmentRow { name, audience, principals, created_at, .. } = row.get()?;
            let copy = ["Copy audience of ", &name].concat();
            let count = match principals {
                1 => "1 principal".to_owned(),
                count => [&count.to_string(), " principals"].concat(),
            };
            let listed_at = principals_address(&name);
            let label = [&count, " in ", &name].concat();
            Some(view! {
            <th scope="row" role="rowheader" data-label="Name">{name}</th>
            <td role="cell" data-label="Audience"><Copyable text=audience action=copy/></td>
            <td role="cell" data-label="Principals"><a href=listed_at aria-label=label>{count}</a></td>
            <td role="cell" data-label="Created">{time(created_at)}</td>
        }
        .into_any())
        };
    view! {
        <tr role="row">
            {cells}
            {may_change.then(|| view! { <Buttons row windows/> })}
        </tr>
    }
    .into_inner()
    .into_any()
}

#[component]
fn Buttons(row: Memo<Option<EnvironmentRow>>, windows: Windows) -> impl IntoView {
    let hydrated = hydrated();
    let named = move |what: &'static str| {
        move || row.with(|row| row.as_ref().map(|row| [what, " ", &row.name].concat()))
    };
    let press = move |window: fn(EnvironmentRow) -> Window| {
        move |_| {
            if let Some(row) = row.get_untracked() {
                windows.0.set(Some(window(row)));
            }
        }
    };
    view! {
        <td role="cell" class="tools">
            <button
                type="button"
                class="button"
                aria-label=named("Edit")
                disabled=move || !hydrated.get()
                on:click=press(|row| Window::Form(Some(row)))
            >
                "Edit"
            </button>
            <button
                type="button"
                class="button danger"
                aria-label=named("Delete")
                disabled=move || !hydrated.get()
                on:click=press(Window::Delete)
            >
                "Delete"
            </button>
        </td>
    }
    .into_inner()
    .into_any()
}

fn empty(may_change: bool) -> AnyView {
    let next = if may_change {
        "Press Add Environment before you add the first principal."
    } else {
        "Those that an administrator adds are listed here."
    };
    view! {
        <div class="empty">
            <h2>"No environments"</h2>
            <p>"An environment is a place where principals live, such as development or production."</p>
            <p>{next}</p>
        </div>
    }
    .into_inner()
    .into_any()
}
