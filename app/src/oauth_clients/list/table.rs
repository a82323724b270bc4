//! The clients of one page, a row for each.

use domain::ClientColumn;
use leptos::prelude::*;

use crate::components::hydrated::hydrated;
use crate::oauth_clients::list::address::{address, next_order};
use crate::oauth_clients::list::row::ClientRow;
use crate::oauth_clients::list::state::List;
use crate::session::api::SignedInPerson;

/// The `id` of the box that chooses every row.
pub const CHOOSE_ALL: &str = "choose-all";

// The roles survive the style sheet's making cards of rows on a narrow screen; the elements' own do not.
#[component]
pub fn Table(list: List) -> impl IntoView {
    let may_change = expect_context::<SignedInPerson>().role.can_change();
    let ids = move || list.with_rows(|rows| rows.iter().map(|row| row.client_id.clone()).collect::<Vec<_>>());
    view! {
        <table class="clients" role="table" aria-label="OAuth clients">
            <thead role="rowgroup">
                <tr role="row">
                    {may_change.then(|| view! { <ChooseAll list/> })}
                    <th class="tool" scope="col" role="columnheader"><span class="unseen">"Details"</span></th>
                    {ClientColumn::ALL.map(|column| view! { <Head list column/> }).into_iter().collect_view()}
                    {may_change.then(|| view! {
                        <th class="tool" scope="col" role="columnheader"><span class="unseen">"Actions"</span></th>
                    }.into_inner().into_any())}
                </tr>
            </thead>
            <For each=ids key=String::clone let(client_id)>
                <ClientRow list client_id may_change/>
            </For>
        </table>
    }
    .into_inner()
    .into_any()
}

#[component]
fn ChooseAll(list: List) -> impl IntoView {
    let hydrated = hydrated();
    let count = move || list.chosen.with(Vec::len);
    let has_all = move || list.with_rows(<[_]>::len) == count();
    let has_some = move || count() > 0 && !has_all();
    let choose = move |ev| {
        let all = list.with_rows(|rows| rows.iter().map(|row| row.client_id.clone()).collect());
        list.chosen.set(if event_target_checked(&ev) { all } else { Vec::new() });
    };
    view! {
        <th class="tool choose" scope="col" role="columnheader">
            <label>
                <input
                    id=CHOOSE_ALL
                    type="checkbox"
                    autocomplete="off"
                    aria-label="Select all on this page"
                    disabled=move || !hydrated.get()
                    prop:checked=has_all
                    prop:indeterminate=has_some
                    on:change=move |ev| untrack(|| choose(ev))
                />
                <span aria-hidden="true">"Select all on this page"</span>
            </label>
        </th>
    }
    .into_inner()
    .into_any()
}

/// A column's head: a link to the same clients in its order.
#[component]
fn Head(list: List, column: ClientColumn) -> impl IntoView {
    let order = Memo::new(move |_| list.asked.with(|asked| asked.view.sort));
    let present = move || Some(order.get()).filter(|order| order.column == column);
    let sort = move || present().map(|order| if order.is_descending { "descending" } else { "ascending" });
    let arrow = move || match present() {
        Some(order) if order.is_descending => "arrow icon icon-down",
        Some(_) => "arrow icon icon-up",
        None => "arrow",
    };
    let href = move || {
        list.asked.with(|asked| {
            let mut view = asked.view.clone();
            view.sort = next_order(view.sort, column);
            address(&view, None)
        })
    };
    view! {
        <th scope="col" role="columnheader" aria-sort=sort>
            <a href=href data-noscroll="">{column.label()}<span class=arrow aria-hidden="true"></span></a>
        </th>
    }
    .into_inner()
    .into_any()
}
