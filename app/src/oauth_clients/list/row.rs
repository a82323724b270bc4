//! One client of the list.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::chunks::client_details;
use crate::components::copyable::Copyable;
use crate::components::hydrated::hydrated;
use crate::components::local_time::LocalTime;
use crate::components::menu::Menu;
use crate::holders::actions::Target;
use crate::oauth_clients::actions::menu_items;
use crate::oauth_clients::api::OAuthClientRow;
use crate::oauth_clients::list::state::List;

/// What a press on is for something else than to open the row.
const USED_OTHERWISE: &str = "a, button, input, label, select, [role=menu]";

/// A row, and what it opens to. It stays the same row, with its focus, when the client changes.
#[component]
pub fn ClientRow(list: List, client_id: String, may_change: bool) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let id = StoredValue::new(client_id);
    let row = Memo::new(move |_| {
        list.with_rows(|rows| rows.iter().find(|row| id.with_value(|id| row.client_id == *id)).cloned())
    });
    let status = Memo::new(move |_| row.with(|row| row.as_ref().map(|row| (row.status, row.is_in_progress))));
    let is_chosen = move || list.chosen.with(|chosen| id.with_value(|id| chosen.contains(id)));
    let press = move |click: leptos::ev::MouseEvent| {
        if is_free(&click) {
            is_open.update(|is_open| *is_open = !*is_open);
        }
    };

    view! {
        <tbody role="rowgroup" class:chosen=is_chosen class:open=move || is_open.get()>
            <tr role="row" on:click=press>
                {move || row.get().map(|row| cells(list, row, is_open, may_change))}
            </tr>
            {move || is_open.get().then(|| {
                // What is changed here and not in the details has to be read again.
                status.track();
                view! {
                    <tr class="opened" role="row" id=opened_id(&id.get_value())>
                        <td role="cell" colspan=if may_change { "10" } else { "8" }>
                            {client_details(id.get_value(), Callback::new(move |()| list.load()))}
                        </td>
                    </tr>
                }
                .into_inner()
                .into_any()
            })}
        </tbody>
    }
    .into_inner()
    .into_any()
}

/// The `id` of what a row opens to.
fn opened_id(client_id: &str) -> String {
    ["opened-", client_id].concat()
}

fn cells(list: List, row: OAuthClientRow, is_open: RwSignal<bool>, may_change: bool) -> AnyView {
    let hydrated = hydrated();
    let target = Target::from(&row);
    let of = |what: &str| [what, &row.client_name].concat();
    let (copy, details) = (of("Copy client ID of "), of("Details of "));
    let page = ["/oauth-clients/", &row.client_id].concat();
    let opened = opened_id(&row.client_id);
    // A long one is cut short by the style sheet.
    let (whole_name, whole_id) = (row.client_name.clone(), row.client_id.clone());
    view! {
        {may_change.then(|| view! { <Choose list target=target.clone()/> })}
        <td class="tool open" role="cell">
            <button
                type="button"
                class="quiet"
                aria-label=details
                aria-expanded=move || if is_open.get() { "true" } else { "false" }
                aria-controls=move || is_open.get().then(|| opened.clone())
                disabled=move || !hydrated.get()
                on:click=move |_| is_open.update(|is_open| *is_open = !*is_open)
            >
                <span class="icon icon-open" aria-hidden="true"></span>
            </button>
        </td>
        <td role="cell" data-label="Status">
            <span class="badges">
                <span class=["badge ", row.status.as_str()].concat()>{row.status.label()}</span>
                {row.is_in_progress.then(|| view! {
                    <span class="badge progress">"In progress"</span>
                }.into_inner().into_any())}
            </span>
        </td>
        <th scope="row" role="rowheader" data-label="Name" title=whole_name>
            <a class="clamp" href=page>{row.client_name}</a>
        </th>
        <td role="cell" data-label="Client ID" title=whole_id>
            <Copyable text=row.client_id action=copy/>
        </td>
        <td role="cell" data-label="Client type">{row.client_type.label()}</td>
        <td role="cell" data-label="Grant type">{row.grant_type.label()}</td>
        <td role="cell" data-label="Created"><LocalTime at=row.created_at/></td>
        <td role="cell" data-label="Last modified">{row.updated_at.map(|at| view! { <LocalTime at/> })}</td>
        {may_change.then(|| view! { <Actions list target/> })}
    }
    .into_any()
}

#[component]
fn Choose(list: List, target: Target) -> impl IntoView {
    let hydrated = hydrated();
    let name = ["Select ", &target.client_name].concat();
    let id = StoredValue::new(target.client_id);
    let is_chosen = move || list.chosen.with(|chosen| id.with_value(|id| chosen.contains(id)));
    let choose = move |_| {
        list.chosen.update(|chosen| {
            let id = id.get_value();
            match chosen.iter().position(|other| *other == id) {
                Some(place) => _ = chosen.remove(place),
                None => chosen.push(id),
            }
        });
    };
    view! {
        <td class="tool choose" role="cell">
            <input
                type="checkbox"
                autocomplete="off"
                aria-label=name
                disabled=move || !hydrated.get()
                prop:checked=is_chosen
                on:change=choose
            />
        </td>
    }
    .into_inner()
    .into_any()
}

#[component]
fn Actions(list: List, target: Target) -> impl IntoView {
    let name = ["Actions for ", &target.client_name].concat();
    let items = menu_items(&target, Callback::new(move |(target, change)| list.change(vec![target], change)));
    view! { <td class="tool menu" role="cell"><Menu name items/></td> }.into_inner().into_any()
}

/// Whether a press is on the row itself, and not the end of selecting text.
fn is_free(click: &leptos::ev::MouseEvent) -> bool {
    let pressed = click.target().and_then(|target| target.dyn_into::<Element>().ok());
    let is_used = pressed.is_none_or(|element| !matches!(element.closest(USED_OTHERWISE), Ok(None)));
    let selects = window().get_selection().ok().flatten().is_some_and(|selection| !selection.is_collapsed());
    !is_used && !selects
}
