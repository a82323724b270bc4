//! What happened to one thing, newest first.

use domain::AuditFilter;
use leptos::prelude::*;

use crate::audit_log::api::{AuditPage, audit_events, newest_events_of_client};
use crate::audit_log::asked::{PAGE, url};
use crate::audit_log::events::Events;
use crate::components::failure::Failure;
use crate::components::loaded::loaded;
use crate::error::PortalError;

/// The newest events of one thing; nothing where they are not asked for.
///
/// To be made beside what the page is about and not below it: on the server what is below is made several times over, and
/// the browser would look for the events under another number.
pub type Newest = Resource<Result<Option<AuditPage>, PortalError>>;

/// The events of the one that the audit trail knows by this key; older ones follow in place when asked for.
#[component]
pub fn History(newest: Newest, entity_id: String) -> impl IntoView {
    let whole = url(PAGE, &of(entity_id), None);
    view! {
        <div class="history">
            {loaded(newest, waiting, show)}
            <p><a href=whole>"Filter or export in the audit log"</a></p>
        </div>
    }
    .into_inner()
    .into_any()
}

fn of(entity_id: String) -> AuditFilter {
    AuditFilter { entity_id: Some(entity_id), ..AuditFilter::default() }
}

/// Reads the newest events of the client or principal that is named, if any.
pub async fn newest_of(client_id: Option<String>) -> Result<Option<AuditPage>, PortalError> {
    // In one request: on the server, what begins after another has ended may find the page gone.
    match client_id {
        Some(client_id) => newest_events_of_client(client_id).await.map(Some),
        None => Ok(None),
    }
}

/// The page that follows another.
fn following(entity_id: String, after: String) -> AnyView {
    let asked = move || (entity_id.clone(), after.clone());
    let load = |(entity_id, after)| async { audit_events(of(entity_id), Some(after)).await.map(Some) };
    loaded(Resource::new(asked, load), waiting, show)
}

fn waiting() -> AnyView {
    view! { <p class="loading" role="status">"Loading the history…"</p> }.into_inner().into_any()
}

fn show(page: Result<Option<AuditPage>, PortalError>, retry: Callback<()>) -> AnyView {
    match page {
        Ok(None) => waiting(),
        Ok(Some(page)) => view! { <Part page/> }.into_inner().into_any(),
        Err(error) => view! { <Failure error retry/> }.into_inner().into_any(),
    }
}

#[component]
fn Part(page: AuditPage) -> impl IntoView {
    let Some(entity_id) = page.events.first().map(|event| event.entity_id.clone()) else {
        return view! { <p>"Nothing has been recorded."</p> }.into_inner().into_any();
    };
    let filter = of(entity_id.clone());
    let older = page.next.map(|next| view! { <Older entity_id next/> });
    view! {
        <Events events=page.events filter/>
        {older}
    }
    .into_inner()
    .into_any()
}

/// The way to the page that follows; it leads on in the audit log where this page has no code.
#[component]
fn Older(entity_id: String, next: String) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let href = url(PAGE, &of(entity_id.clone()), Some(&next));
    move || {
        if is_open.get() {
            return following(entity_id.clone(), next.clone());
        }
        let open = move |click: leptos::ev::MouseEvent| {
            click.prevent_default();
            is_open.set(true);
        };
        view! {
            <p class="paging"><a class="button" href=href.clone() on:click=open>"Older"</a></p>
        }
        .into_inner()
        .into_any()
    }
}
