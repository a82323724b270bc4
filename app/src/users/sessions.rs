//! Where a person is signed in.

use leptos::prelude::*;

use crate::components::facts::{badge, time};
use crate::users::api::SessionRow;
use crate::users::browser::browser;

const COLUMNS: [&str; 4] = ["Browser", "Address", "Signed in", "Last seen"];

/// The sessions, a row for each.
#[component]
pub fn SessionTable(sessions: Vec<SessionRow>) -> impl IntoView {
    let head = |title| view! { <th scope="col" role="columnheader">{title}</th> }.into_inner().into_any();
    let rows = sessions.into_iter().map(|session| view! { <Row session/> }).collect_view();
    // The roles survive the style sheet's making cards of rows on a narrow screen; the elements' own do not.
    view! {
        <table class="sessions" role="table" aria-label="Sessions">
            <thead role="rowgroup">
                <tr role="row">{COLUMNS.map(head).into_iter().collect_view()}</tr>
            </thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
    }
    .into_inner()
    .into_any()
}

#[component]
fn Row(session: SessionRow) -> impl IntoView {
    let SessionRow { address, user_agent, created_at, last_seen_at, is_this_one } = session;
    let words = browser(user_agent.as_deref());
    view! {
        <tr role="row">
            <th scope="row" role="rowheader" data-label="Browser">
                <span class="badges">
                    <span title=user_agent>{words}</span>
                    {is_this_one.then(|| badge("enabled", "This one"))}
                </span>
            </th>
            <td role="cell" data-label="Address">{address.unwrap_or_else(|| "Unknown".to_owned())}</td>
            <td role="cell" data-label="Signed in">{time(created_at)}</td>
            <td role="cell" data-label="Last seen">{time(last_seen_at)}</td>
        </tr>
    }
    .into_inner()
    .into_any()
}

/// How many sessions were ended, for people.
pub fn ended(count: u64) -> String {
    match count {
        0 => "There was no other session.".to_owned(),
        1 => "1 session ended.".to_owned(),
        count => [&count.to_string(), " sessions ended."].concat(),
    }
}
