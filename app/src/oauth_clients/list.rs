//! The page *OAuth Clients*: every client, newest first.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::location::Url;
use leptos_router::params::ParamsMap;

use crate::components::copyable::Copyable;
use crate::components::failure::Failure;
use crate::components::focus::focus_heading_later;
use crate::components::heading::PageHeading;
use crate::components::loaded::loaded;
use crate::components::local_time::LocalTime;
use crate::error::PortalError;
use crate::oauth_clients::api::{OAuthClientPage, OAuthClientRow, oauth_clients};
use crate::session::api::SignedInPerson;

#[component]
pub fn OAuthClients() -> impl IntoView {
    let query = use_query_map();
    let clients = Resource::new(move || after(query), oauth_clients);
    Effect::new(move |before: Option<Option<String>>| {
        let after = after(query);
        if before.is_some_and(|before| before != after) {
            focus_heading_later();
        }
        after
    });

    view! {
        <div class="page-head">
            <PageHeading text="OAuth Clients"/>
            <AddLink/>
        </div>
        {loaded(clients, skeleton, |page, retry| match page {
            Ok(page) => view! { <Clients page/> }.into_inner().into_any(),
            Err(PortalError::Malformed) => view! { <NoSuchPlace/> }.into_inner().into_any(),
            Err(error) => view! { <Failure error retry/> }.into_inner().into_any(),
        })}
    }
    .into_inner()
    .into_any()
}

/// What an address shows that this server never made: trying it again would not help.
#[component]
fn NoSuchPlace() -> impl IntoView {
    view! {
        <div class="note bad" role="alert">
            <p>"This place in the list no longer exists."</p>
            <a class="button" href="/oauth-clients">"Newest"</a>
        </div>
    }
    .into_inner()
    .into_any()
}

/// Where the page of the list begins; nowhere in particular for the newest.
fn after(query: Memo<ParamsMap>) -> Option<String> {
    query.with(|query| query.get("after"))
}

/// The way to the add form, for those whose role allows it.
#[component]
fn AddLink() -> impl IntoView {
    expect_context::<SignedInPerson>().role.can_change().then(|| {
        view! {
            <a class="button primary" href="/oauth-clients/new">
                <span class="icon icon-plus" aria-hidden="true"></span>
                "Add OAuth Client"
            </a>
        }
        .into_inner()
        .into_any()
    })
}

#[component]
fn Empty() -> impl IntoView {
    let may_add = expect_context::<SignedInPerson>().role.can_change();
    view! {
        <div class="empty">
            <h2>"No OAuth clients yet"</h2>
            <p>
                "An OAuth client is an application that may ask this server for access tokens: a back-end service, \
                a web application, a mobile app or a command-line tool."
            </p>
            {if may_add {
                view! {
                    <p>
                        "Press "<strong>"Add OAuth Client"</strong>" for each application. You get a client ID and, \
                        if the application can keep one, a secret to configure it with."
                    </p>
                }
                .into_inner()
                .into_any()
            } else {
                view! { <p>"Those that an administrator adds are listed here."</p> }.into_inner().into_any()
            }}
        </div>
    }
    .into_inner()
    .into_any()
}

/// The shape of the table until there is one.
fn skeleton() -> AnyView {
    view! {
        <div class="skeleton" role="status">
            <span class="unseen">"Loading the OAuth clients…"</span>
            {[(); 6].into_iter().map(|()| view! { <div></div> }.into_inner().into_any()).collect_view()}
        </div>
    }
    .into_inner()
    .into_any()
}

#[component]
fn Clients(page: OAuthClientPage) -> impl IntoView {
    let is_first = untrack(|| after(use_query_map())).is_none();
    if is_first && page.rows.is_empty() {
        return Empty().into_any();
    }
    // A column of blanks would only take room.
    let shows_changes = page.rows.iter().any(|row| row.updated_at.is_some());
    let older = page.next.map(|next| ["/oauth-clients?after=", &Url::escape(&next)].concat());
    let head = |title: &'static str| {
        view! { <th scope="col" role="columnheader">{title}</th> }.into_inner().into_any()
    };
    if page.rows.is_empty() {
        return view! {
            <p>"No older clients."</p>
            <nav class="paging" aria-label="Pages of the list">
                <a class="button" href="/oauth-clients">"Newest"</a>
            </nav>
        }
        .into_inner()
        .into_any();
    }
    // The roles survive the style sheet's making cards of rows on a narrow screen; the elements' own do not.
    view! {
        <table role="table" aria-label="OAuth clients, newest first">
            <thead role="rowgroup">
                <tr role="row">
                    {["Status", "Name", "Client ID", "Client type", "Grant type", "Created"].map(head).into_iter().collect_view()}
                    {shows_changes.then(|| head("Last modified"))}
                </tr>
            </thead>
            <tbody role="rowgroup">
                {page.rows.into_iter().map(|row| view! { <ClientRow row shows_changes/> }).collect_view()}
            </tbody>
        </table>
        <nav class="paging" aria-label="Pages of the list">
            {(!is_first).then(|| view! { <a class="button" href="/oauth-clients">"Newest"</a> }.into_inner().into_any())}
            {older.map(|older| view! { <a class="button" href=older>"Older"</a> }.into_inner().into_any())}
        </nav>
    }
    .into_inner()
    .into_any()
}

#[component]
fn ClientRow(row: OAuthClientRow, shows_changes: bool) -> impl IntoView {
    let copy = ["Copy client ID of ", &row.client_name].concat();
    // A long one is cut short by the style sheet.
    let (whole_name, whole_id) = (row.client_name.clone(), row.client_id.clone());
    view! {
        <tr role="row">
            <td role="cell" data-label="Status">
                <span class=["badge ", row.status.as_str()].concat()>{row.status.label()}</span>
            </td>
            <th scope="row" role="rowheader" data-label="Name" title=whole_name>
                <span class="clamp">{row.client_name}</span>
            </th>
            <td role="cell" data-label="Client ID" title=whole_id>
                <Copyable text=row.client_id action=copy/>
            </td>
            <td role="cell" data-label="Client type">{row.client_type.label()}</td>
            <td role="cell" data-label="Grant type">{row.grant_type.label()}</td>
            <td role="cell" data-label="Created"><LocalTime at=row.created_at/></td>
            {shows_changes.then(|| view! {
                <td role="cell" data-label="Last modified">{row.updated_at.map(|at| view! { <LocalTime at/> })}</td>
            }.into_inner().into_any())}
        </tr>
    }
    .into_inner()
    .into_any()
}
