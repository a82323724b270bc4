//! The webhooks, one a row.

use leptos::prelude::*;

use crate::components::facts::{badge, time};
use crate::secure_module::listed::Listed;
use crate::webhooks::api::{LastAttempt, WebhookRow};
use crate::webhooks::delivery_badge::delivery_badge;
use crate::webhooks::{address, told_of};

const COLUMNS: [&str; 4] = ["URL", "Events", "Status", "Last delivery"];

#[component]
pub fn Table(listed: Listed<WebhookRow>) -> impl IntoView {
    let head = |title: &'static str| {
        view! { <th scope="col" role="columnheader">{title}</th> }.into_inner().into_any()
    };
    let rows = move || listed.rows.with(|rows| rows.iter().flatten().map(row).collect_view());
    // The roles survive the style sheet's making cards of rows on a narrow screen; the elements' own do not.
    view! {
        <table role="table" class="webhooks" aria-label="Webhooks">
            <thead role="rowgroup">
                <tr role="row">{COLUMNS.map(head).into_iter().collect_view()}</tr>
            </thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
    }
    .into_inner()
    .into_any()
}

fn row(row: &WebhookRow) -> AnyView {
    let WebhookRow { id, url, description, events, status, last, .. } = row.clone();
    let note = (!description.is_empty())
        .then(|| view! { <p class="help">{description}</p> }.into_inner().into_any());
    view! {
        <tr role="row">
            <th scope="row" role="rowheader" data-label="URL"><div><a href=address(&id)>{url}</a>{note}</div></th>
            <td role="cell" data-label="Events">{told_of(&events)}</td>
            <td role="cell" data-label="Status">{badge(status.as_str(), status.label())}</td>
            <td role="cell" data-label="Last delivery">{last_attempt(last)}</td>
        </tr>
    }
    .into_inner()
    .into_any()
}

fn last_attempt(last: Option<LastAttempt>) -> AnyView {
    match last {
        Some(LastAttempt { state, at }) => {
            view! { <span class="badges">{delivery_badge(state)}{time(at)}</span> }.into_inner().into_any()
        }
        None => "None yet".into_any(),
    }
}
