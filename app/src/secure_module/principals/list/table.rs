//! The principals of one page, a row for each.

use leptos::prelude::*;

use crate::components::copyable::Copyable;
use crate::components::facts::badge;
use crate::components::local_time::LocalTime;
use crate::components::page_link::PageLink;
use crate::secure_module::principals::api::{PrincipalPage, PrincipalRow};
use crate::secure_module::principals::list::address::{PAGE, address};
use crate::secure_module::principals::list::state::List;

const COLUMNS: [&str; 6] = ["Name", "Client ID", "Security type", "Environment", "Status", "Created"];

/// The address of a principal's page.
pub fn page_of(client_id: &str) -> String {
    [PAGE, "/", client_id].concat()
}

// The roles survive the style sheet's making cards of rows on a narrow screen; the elements' own do not.
#[component]
pub fn Table(list: List) -> impl IntoView {
    let head = |title| view! { <th scope="col" role="columnheader">{title}</th> }.into_inner().into_any();
    let rows = move || list.with_rows(<[_]>::to_vec);
    view! {
        <table class="principals" role="table" aria-label="Principals">
            <thead role="rowgroup">
                <tr role="row">{COLUMNS.map(head).into_iter().collect_view()}</tr>
            </thead>
            <tbody role="rowgroup">
                <For each=rows key=PrincipalRow::clone let(row)>
                    <Row row/>
                </For>
            </tbody>
        </table>
    }
    .into_inner()
    .into_any()
}

#[component]
fn Row(row: PrincipalRow) -> impl IntoView {
    let copy = |what: &str| ["Copy ", what, " of ", &row.client_name].concat();
    let (copy_name, copy_id) = (copy("name"), copy("client ID"));
    let (copy_type, copy_environment) = (copy("security type"), copy("environment"));
    let (whole_name, whole_id) = (row.client_name.clone(), row.client_id.clone());
    let page = page_of(&row.client_id);
    view! {
        <tr role="row">
            <th scope="row" role="rowheader" data-label="Name" title=whole_name>
                <Copyable text=row.client_name action=copy_name href=page/>
            </th>
            <td role="cell" data-label="Client ID" class="id" title=whole_id>
                <Copyable text=row.client_id action=copy_id/>
            </td>
            <td role="cell" data-label="Security type">
                <Copyable text=row.security_type.label().to_owned() action=copy_type/>
            </td>
            <td role="cell" data-label="Environment">
                <Copyable text=row.environment action=copy_environment/>
            </td>
            <td role="cell" data-label="Status">{badge(row.status.as_str(), row.status.label())}</td>
            <td role="cell" data-label="Created"><LocalTime at=row.created_at/></td>
        </tr>
    }
    .into_inner()
    .into_any()
}

/// The ways to the other pages, where there are any; each in its place, whether or not it leads anywhere now.
#[component]
pub fn Paging(list: List) -> impl IntoView {
    let to = move |text: &'static str, page: fn(&PrincipalPage) -> Option<Option<&str>>| {
        let href = Signal::derive(move || {
            list.shown.with(|(asked, answer)| {
                let page = page(answer.as_ref().ok()?)?;
                Some(address(&asked.view, page))
            })
        });
        view! { <PageLink text href/> }
    };
    let has_others = move || {
        list.shown.with(|(_, answer)| {
            answer.as_ref().is_ok_and(|page| page.previous.is_some() || page.next.is_some())
        })
    };
    view! {
        {move || has_others().then(|| view! {
            <nav class="paging" aria-label="Pages of the list">
                {to("First", |page| page.previous.as_ref().map(|_| None))}
                {to("Previous", |page| page.previous.as_deref().map(Some))}
                {to("Next", |page| page.next.as_deref().map(Some))}
            </nav>
        }.into_inner().into_any())}
    }
    .into_any()
}
