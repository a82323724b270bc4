//! The people, a row for each.

use leptos::prelude::*;

use crate::components::facts::{badge, time};
use crate::components::hydrated::hydrated;
use crate::components::trouble::Trouble;
use crate::users::api::{SignInMeans, UserRow};
use crate::users::list::address::page_of;
use crate::users::list::state::List;

const COLUMNS: [&str; 6] = ["E-mail", "Role", "Status", "Signs in with", "Second factor", "Last signed in"];

// The roles survive the style sheet's making cards of rows on a narrow screen; the elements' own do not.
#[component]
pub fn Table(list: List) -> impl IntoView {
    let head = |title| view! { <th scope="col" role="columnheader">{title}</th> }.into_inner().into_any();
    let rows = move || list.with_rows(<[_]>::to_vec);
    view! {
        <table class="people" role="table" aria-label="Users">
            <thead role="rowgroup">
                <tr role="row">{COLUMNS.map(head).into_iter().collect_view()}</tr>
            </thead>
            <tbody role="rowgroup">
                <For each=rows key=UserRow::clone let(row)>
                    <Row row/>
                </For>
            </tbody>
        </table>
    }
    .into_inner()
    .into_any()
}

#[component]
fn Row(row: UserRow) -> impl IntoView {
    let page = page_of(&row.id);
    view! {
        <tr role="row">
            <th scope="row" role="rowheader" data-label="E-mail"><a href=page>{row.email}</a></th>
            <td role="cell" data-label="Role">{row.role.label()}</td>
            <td role="cell" data-label="Status">{badge(row.status.as_str(), row.status.label())}</td>
            <td role="cell" data-label="Signs in with">{means(row.means)}</td>
            <td role="cell" data-label="Second factor">{second_factor(row.has_second_factor)}</td>
            <td role="cell" data-label="Last signed in">{last_signed_in(row.last_signed_in_at)}</td>
        </tr>
    }
    .into_inner()
    .into_any()
}

/// How a person signs in.
pub fn means(means: SignInMeans) -> AnyView {
    match means {
        SignInMeans::Invited => badge("progress", means.label()),
        SignInMeans::Password | SignInMeans::PasswordOrProvider | SignInMeans::Provider => {
            means.label().into_any()
        }
    }
}

pub fn second_factor(is_there: bool) -> AnyView {
    if is_there { "Set up".into_any() } else { "None".into_any() }
}

pub fn last_signed_in(at: Option<i64>) -> AnyView {
    at.map_or_else(|| "Never".into_any(), time)
}

/// The way to those that follow, where there are any.
#[component]
pub fn More(list: List) -> impl IntoView {
    let hydrated = hydrated();
    view! {
        {move || list.no_more.get().map(|error| view! {
            <div class="note bad" role="alert"><Trouble error/></div>
        }.into_inner().into_any())}
        {move || list.has_more().then(|| view! {
            <p class="paging">
                <button
                    type="button"
                    class="button"
                    disabled=move || !hydrated.get()
                    aria-disabled=move || list.is_busy.get().then_some("true")
                    on:click=move |_| list.load_more()
                >
                    "Show more"
                </button>
            </p>
        }.into_inner().into_any())}
    }
    .into_any()
}
