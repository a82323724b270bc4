//! The API keys, one a row.

use domain::ApiKeyState;
use leptos::prelude::*;

use crate::api_keys::api::ApiKeyRow;
use crate::api_keys::{Window, Windows};
use crate::components::facts::{badge, time};
use crate::components::hydrated::hydrated;
use crate::holders::secrets::last_used;
use crate::secure_module::listed::Listed;
use crate::session::api::SignedInPerson;

const COLUMNS: [&str; 7] = ["Name", "Role", "Begins with", "Created", "Expires", "Last used", "State"];

pub fn show(listed: Listed<ApiKeyRow>) -> AnyView {
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
fn Table(listed: Listed<ApiKeyRow>, windows: Windows, may_change: bool) -> impl IntoView {
    let head = |title: &'static str| {
        view! { <th scope="col" role="columnheader">{title}</th> }.into_inner().into_any()
    };
    let actions = may_change.then(|| {
        view! { <th scope="col" role="columnheader"><span class="unseen">"Actions"</span></th> }
            .into_inner()
            .into_any()
    });
    let ids = move || {
        let id = |row: &ApiKeyRow| row.id.clone();
        listed.rows.with(|rows| rows.iter().flatten().map(id).collect::<Vec<_>>())
    };
    // The roles survive the style sheet's making cards of rows on a narrow screen; the elements' own do not.
    view! {
        <table role="table" class="environments" aria-label="API keys">
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

/// A row stays the same one, with its focus, when the key changes.
#[component]
fn Row(listed: Listed<ApiKeyRow>, id: String, windows: Windows, may_change: bool) -> impl IntoView {
    let row = Memo::new(move |_| listed.find(|row| row.id == id));
    let cells = move || {
        let ApiKeyRow {
            name, role, prefix, state, created_at, created_by, expires_at, last_used: used, ..
        } = row.get()?;
        let begins = [&prefix, "…"].concat();
        let expires = expires_at.map_or_else(|| "Never".into_any(), time);
        Some(
            view! {
                <th scope="row" role="rowheader" data-label="Name">{name}</th>
                <td role="cell" data-label="Role">{role.label()}</td>
                <td role="cell" data-label="Begins with"><code>{begins}</code></td>
                <td role="cell" data-label="Created"><span>{time(created_at)}" by "{created_by}</span></td>
                <td role="cell" data-label="Expires">{expires}</td>
                <td role="cell" data-label="Last used"><span>{last_used(used)}</span></td>
                <td role="cell" data-label="State">{badge(class(state), state.label())}</td>
            }
            .into_any(),
        )
    };
    view! {
        <tr role="row">
            {cells}
            {may_change.then(|| view! { <Actions row windows/> })}
        </tr>
    }
    .into_inner()
    .into_any()
}

fn class(state: ApiKeyState) -> &'static str {
    match state {
        ApiKeyState::Valid => "enabled",
        ApiKeyState::Expired | ApiKeyState::Revoked => "disabled",
    }
}

#[component]
fn Actions(row: Memo<Option<ApiKeyRow>>, windows: Windows) -> impl IntoView {
    let hydrated = hydrated();
    let label = move || row.with(|row| row.as_ref().map(|row| ["Revoke ", &row.name].concat()));
    let press = move |_| {
        if let Some(row) = row.get_untracked() {
            windows.0.set(Some(Window::Revoke(row)));
        }
    };
    // One that has expired can still be revoked: so its name is free again.
    let is_revoked =
        Memo::new(move |_| row.with(|row| row.as_ref().is_none_or(|row| row.state == ApiKeyState::Revoked)));
    view! {
        <td role="cell" class="tools">
            {move || (!is_revoked.get()).then(|| view! {
                <button
                    type="button"
                    class="button danger"
                    aria-label=label
                    disabled=move || !hydrated.get()
                    on:click=press
                >
                    "Revoke"
                </button>
            }.into_inner().into_any())}
        </td>
    }
    .into_inner()
    .into_any()
}

fn empty(may_change: bool) -> AnyView {
    let next = if may_change {
        "Press Create API key for each program that is to come to the API."
    } else {
        "Those that an administrator makes are listed here."
    };
    view! {
        <div class="empty">
            <h2>"No API keys yet"</h2>
            <p>
                "The API is at "<code>"/api/v1"</code>". A program sends its key with each request, as "
                <code>"Authorization: Bearer ghk_…"</code>"."
            </p>
            <p>{next}</p>
        </div>
    }
    .into_inner()
    .into_any()
}
