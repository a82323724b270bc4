//! The page *Audit log*: every event, newest first.

use domain::AuditFilter;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;

use crate::audit_log::api::{AuditPage, audit_events};
use crate::audit_log::asked::{Asked, CSV, PAGE, asked, url};
use crate::audit_log::events::Events;
use crate::audit_log::filters::Filters;
use crate::components::failure::Failure;
use crate::components::heading::PageHeading;
use crate::components::loaded::loaded;
use crate::error::PortalError;

#[component]
pub fn AuditLog() -> impl IntoView {
    let query = use_query_map();
    let events = Resource::new(move || query.with(|query| asked(query).ok()), load);

    view! {
        <div class="page-head">
            <PageHeading text="Audit log"/>
            {move || query.with(|query| asked(query).ok()).map(export)}
        </div>
        <Filters/>
        {loaded(events, skeleton, show)}
    }
    .into_inner()
    .into_any()
}

/// The router would take a plain link for one to a page of its own.
fn export(asked: Asked) -> AnyView {
    let href = url(CSV, &asked.filter, None);
    view! { <a class="button" href=href rel="external" download="">"Export CSV"</a> }.into_inner().into_any()
}

async fn load(asked: Option<Asked>) -> Result<Option<AuditPage>, PortalError> {
    match asked {
        Some(Asked { filter, after }) => audit_events(filter, after).await.map(Some),
        None => {
            #[cfg(feature = "ssr")]
            crate::status::set_status(http::StatusCode::BAD_REQUEST);
            Err(PortalError::Malformed)
        }
    }
}

/// The shape of the table until there is one.
fn skeleton() -> AnyView {
    view! {
        <div class="skeleton" role="status">
            <span class="unseen">"Loading the events…"</span>
            {[(); 6].into_iter().map(|()| view! { <div></div> }.into_inner().into_any()).collect_view()}
        </div>
    }
    .into_inner()
    .into_any()
}

fn show(page: Result<Option<AuditPage>, PortalError>, retry: Callback<()>) -> AnyView {
    let query: Memo<ParamsMap> = use_query_map();
    match (page, untrack(|| query.with(asked))) {
        (Ok(Some(page)), Ok(asked)) => view! { <Page page asked/> }.into_inner().into_any(),
        (Err(PortalError::Malformed), Err(why)) => unreadable(why, PAGE.to_owned(), "Whole audit log"),
        (Err(PortalError::Malformed), Ok(asked)) => {
            unreadable("This place in the log does not exist.", url(PAGE, &asked.filter, None), "Newest")
        }
        (Err(error), Ok(_) | Err(_)) => view! { <Failure error retry/> }.into_inner().into_any(),
        // What is on its way is for an address that has been left since.
        (Ok(_), Ok(_) | Err(_)) => skeleton(),
    }
}

/// What an address shows that this server never made: trying it again would not help.
fn unreadable(why: &'static str, way_out: String, label: &'static str) -> AnyView {
    view! {
        <div class="note bad" role="alert">
            <p>{why}</p>
            <a class="button" href=way_out>{label}</a>
        </div>
    }
    .into_inner()
    .into_any()
}

#[component]
fn Page(page: AuditPage, asked: Asked) -> impl IntoView {
    let Asked { filter, after } = asked;
    let one = filter.entity_id.is_some().then(|| {
        let name = page.events.first().map(|event| event.entity_name.clone());
        one_only(name, &filter)
    });
    let newest = after.is_some().then(|| step("Newest", url(PAGE, &filter, None)));
    let older = page.next.map(|next| step("Older", url(PAGE, &filter, Some(&next))));
    let events = if page.events.is_empty() {
        nothing_found(after.is_some(), filter)
    } else {
        view! { <Events events=page.events filter/> }.into_any()
    };
    view! {
        {one}
        {events}
        <nav class="paging" aria-label="Pages of the audit log">{newest}{older}</nav>
    }
    .into_inner()
    .into_any()
}

fn step(label: &'static str, href: String) -> AnyView {
    view! { <a class="button" href=href>{label}</a> }.into_inner().into_any()
}

/// Says that the events are about one thing, which no field of the form shows.
fn one_only(name: Option<String>, filter: &AuditFilter) -> AnyView {
    let all = url(PAGE, &AuditFilter { entity_id: None, ..filter.clone() }, None);
    let name = name.map_or_else(
        || "one thing".into_any(),
        |name| view! { <strong>{name}</strong> }.into_inner().into_any(),
    );
    view! {
        <p class="one-only">
            <span>"Only events of "{name}</span>
            <a class="button" href=all>"Show those of all"</a>
        </p>
    }
    .into_inner()
    .into_any()
}

fn nothing_found(is_later_page: bool, filter: AuditFilter) -> AnyView {
    let (title, text) = if is_later_page {
        ("No older events", "This is the end of the log.")
    } else if filter == AuditFilter::default() {
        ("Nothing recorded yet", "Every change, sign-in and sign-out will be listed here.")
    } else {
        ("No events found", "Person and name are looked for exactly as they are written in the log.")
    };
    view! {
        <div class="empty" role="status">
            <h2>{title}</h2>
            <p>{text}</p>
        </div>
    }
    .into_inner()
    .into_any()
}
