//! Events of the audit trail, wherever they are shown.

use domain::{AuditAction, AuditFilter, EntityKind};
use leptos::prelude::*;

use crate::audit_log::api::AuditEventRow;
use crate::audit_log::asked::{PAGE, url};
use crate::audit_log::changes::Changes;
use crate::audit_log::raw;
use crate::components::local_time::LocalTime;

#[component]
pub fn Events(
    events: Vec<AuditEventRow>,
    /// What these events were asked for by: what a link narrows further. Where they are all about one thing, that
    /// thing has no column.
    filter: AuditFilter,
) -> impl IntoView {
    let head = |title: &'static str| {
        view! { <th scope="col" role="columnheader">{title}</th> }.into_inner().into_any()
    };
    let of_many = filter.entity_id.is_none();
    let rows =
        events.into_iter().map(|event| view! { <EventRow event filter=filter.clone()/> }).collect_view();
    // The roles survive the style sheet's making cards of rows on a narrow screen; the elements' own do not.
    view! {
        <table role="table" class="events" aria-label="Events, newest first">
            <thead role="rowgroup">
                <tr role="row">
                    {["Time", "Action", "Person", "Address"].map(head).into_iter().collect_view()}
                    {of_many.then(|| head("What"))}
                    {head("Changes")}
                </tr>
            </thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
    }
    .into_inner()
    .into_any()
}

#[component]
fn EventRow(event: AuditEventRow, filter: AuditFilter) -> impl IntoView {
    let action = match AuditAction::parse(&event.action) {
        Some(action) => action.label().into_any(),
        None => raw(event.action),
    };
    let of_many = filter.entity_id.is_none();
    let one = of_many.then(|| {
        let narrowed = AuditFilter { entity_id: Some(event.entity_id), ..filter.clone() };
        let kind = match EntityKind::parse(&event.entity_kind) {
            Some(kind) => kind.label().into_any(),
            None => raw(event.entity_kind),
        };
        view! {
            <td role="cell" data-label="What">
                <span class="what">{narrowing(event.entity_name, &narrowed)}<span class="kind">{kind}</span></span>
            </td>
        }
        .into_inner()
        .into_any()
    });
    let person = if filter.actor.as_ref() == Some(&event.actor) {
        event.actor.into_any()
    } else {
        let narrowed = AuditFilter { actor: Some(event.actor.clone()), ..filter };
        narrowing(event.actor, &narrowed)
    };
    view! {
        <tr role="row">
            <td role="cell" data-label="Time"><LocalTime at=event.happened_at/></td>
            <th scope="row" role="rowheader" data-label="Action">{action}</th>
            <td role="cell" data-label="Person">{person}</td>
            <td role="cell" data-label="Address">{event.address}</td>
            {one}
            <td role="cell" data-label="Changes"><Changes changes=event.changes/></td>
        </tr>
    }
    .into_inner()
    .into_any()
}

/// A name that leads to the events of the one who has it.
fn narrowing(name: String, filter: &AuditFilter) -> AnyView {
    view! { <a href=url(PAGE, filter, None)>{name}</a> }.into_inner().into_any()
}
