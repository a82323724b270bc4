//! The deliveries, one a row.

use domain::{DeliveryState, Status};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::facts::time;
use crate::components::hydrated::hydrated;
use crate::session::api::SignedInPerson;
use crate::webhooks::api::{DeliveryRow, repeat_delivery};
use crate::webhooks::delivery_badge::delivery_badge;
use crate::webhooks::page::asked::Asked;
use crate::webhooks::page::deliveries::ShownDeliveries;

const COLUMNS: [&str; 6] = ["Event", "Time", "State", "Attempts", "Last answer", "Next try"];

#[component]
pub fn DeliveryTable(deliveries: ShownDeliveries) -> impl IntoView {
    let is_empty = Memo::new(move |_| {
        deliveries.page.with(|page| page.as_ref().is_none_or(|page| page.deliveries.is_empty()))
    });
    view! {
        {move || if is_empty.get() {
            empty(&deliveries.asked.get_untracked())
        } else {
            view! { <Table deliveries/> }.into_any()
        }}
        {move || paging(deliveries)}
    }
    .into_any()
}

#[component]
fn Table(deliveries: ShownDeliveries) -> impl IntoView {
    let may_change = expect_context::<SignedInPerson>().role.can_change();
    let head = |title: &'static str| {
        view! { <th scope="col" role="columnheader">{title}</th> }.into_inner().into_any()
    };
    let actions = may_change.then(|| {
        view! { <th scope="col" role="columnheader"><span class="unseen">"Actions"</span></th> }
            .into_inner()
            .into_any()
    });
    let ids = move || {
        let id = |row: &DeliveryRow| row.id.clone();
        deliveries.page.with(|page| page.iter().flat_map(|page| &page.deliveries).map(id).collect::<Vec<_>>())
    };
    // The roles survive the style sheet's making cards of rows on a narrow screen; the elements' own do not.
    view! {
        <table role="table" class="delivered" aria-label="Deliveries">
            <thead role="rowgroup">
                <tr role="row">{COLUMNS.map(head).into_iter().collect_view()}{actions}</tr>
            </thead>
            <tbody role="rowgroup">
                <For each=ids key=String::clone let(id)><Row deliveries id may_change/></For>
            </tbody>
        </table>
    }
    .into_inner()
    .into_any()
}

/// A row stays the same one, with its focus, when the delivery changes.
#[component]
fn Row(deliveries: ShownDeliveries, id: String, may_change: bool) -> impl IntoView {
    let row = Memo::new(move |_| {
        let found = |page: &[DeliveryRow]| page.iter().find(|row| row.id == id).cloned();
        deliveries.page.with(|page| found(&page.as_ref()?.deliveries))
    });
    let cells = move || Some(cells(row.get()?));
    view! {
        <tr role="row">
            {cells}
            {may_change.then(|| view! { <Repeat deliveries row/> })}
        </tr>
    }
    .into_inner()
    .into_any()
}

fn cells(row: DeliveryRow) -> AnyView {
    let answer = match (row.last_status, row.last_error) {
        (Some(status), _) => ["Status ", &status.to_string()].concat(),
        (None, Some(error)) => error,
        (None, None) => "None yet".to_owned(),
    };
    let next = row.due_at.filter(|_| row.state == DeliveryState::Waiting).map(time);
    let what = row.entity_name.map(|name| view! { <p class="help">{name}</p> }.into_inner().into_any());
    view! {
        <th scope="row" role="rowheader" data-label="Event"><div><code>{row.event}</code>{what}</div></th>
        <td role="cell" data-label="Time">{time(row.created_at)}</td>
        <td role="cell" data-label="State">{delivery_badge(row.state)}</td>
        <td role="cell" data-label="Attempts">{row.attempts}</td>
        <td role="cell" data-label="Last answer">{answer}</td>
        <td role="cell" data-label="Next try">{next}</td>
    }
    .into_any()
}

#[component]
fn Repeat(deliveries: ShownDeliveries, row: Memo<Option<DeliveryRow>>) -> impl IntoView {
    let hydrated = hydrated();
    let webhook = deliveries.webhook;
    let is_disabled = move || webhook.row.with(|row| row.status == Status::Disabled);
    let label = move || row.with(|row| row.as_ref().map(|row| ["Repeat ", &row.event].concat()));
    let press = move |_| {
        let Some(delivery_id) = row.with_untracked(|row| row.as_ref().map(|row| row.id.clone())) else {
            return;
        };
        spawn_local(async move {
            match repeat_delivery(webhook.id.get_value(), delivery_id).await {
                Ok(()) => {
                    webhook.banners.success("The message is on its way again.".to_owned());
                    deliveries.read_again();
                }
                Err(error) => webhook.banners.error(error.to_string()),
            }
        });
    };
    view! {
        <td role="cell" class="tools">
            <button
                type="button"
                class="button"
                aria-label=label
                disabled=move || !hydrated.get() || is_disabled()
                on:click=press
            >
                "Repeat"
            </button>
        </td>
    }
    .into_inner()
    .into_any()
}

fn paging(deliveries: ShownDeliveries) -> AnyView {
    let Asked { state, after } = deliveries.asked.get();
    let id = deliveries.webhook.id.get_value();
    let step = |label: &'static str, after: Option<String>| {
        let href = Asked { state, after }.address(&id);
        view! { <a class="button" href=href>{label}</a> }.into_inner().into_any()
    };
    let newest = after.is_some().then(|| step("Newest", None));
    let next = deliveries.page.with(|page| page.as_ref().and_then(|page| page.next.clone()));
    let older = next.map(|next| step("Older", Some(next)));
    view! { <nav class="paging" aria-label="Pages of deliveries">{newest}{older}</nav> }
        .into_inner()
        .into_any()
}

fn empty(asked: &Asked) -> AnyView {
    let (title, text) = if asked.after.is_some() {
        ("No older deliveries", "They are kept for 30 days.")
    } else if asked.state.is_some() {
        ("No such deliveries", "None of the last 30 days has come so far.")
    } else {
        ("Nothing was sent yet", "The next change is told within seconds.")
    };
    view! {
        <div class="empty" role="status">
            <h3>{title}</h3>
            <p>{text}</p>
        </div>
    }
    .into_inner()
    .into_any()
}
