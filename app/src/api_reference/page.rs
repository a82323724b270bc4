//! The page *API Reference*.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::api_reference::api::{ApiReference, OperationGroup, read_api_reference};
use crate::api_reference::entry::OperationEntry;
use crate::api_reference::find::{Find, Wanted};
use crate::api_reference::opening::Named;
use crate::api_reference::requests::TagsSeen;
use crate::api_reference::shapes::{Problems, Shapes};
use crate::components::copyable::Copyable;
use crate::components::failure::Failure;
use crate::components::heading::PageHeading;
use crate::components::loaded::loaded;
use crate::components::needs_script::NeedsScript;
use crate::error::PortalError;

const DOCUMENT: &str = "/api/v1/openapi.json";
const WHY_SCRIPT: &str =
    "Searching, and trying operations, needs JavaScript. Switch it on and reload the page.";

#[component]
pub fn ApiReferencePage() -> impl IntoView {
    TagsSeen::provide();
    let reference = Resource::new(|| (), |()| read_api_reference());
    view! {
        <PageHeading text="API Reference"/>
        <NeedsScript why=WHY_SCRIPT/>
        {loaded(reference, waiting, show)}
    }
    .into_inner()
    .into_any()
}

fn waiting() -> AnyView {
    view! { <p class="loading" role="status">"Loading the operations…"</p> }.into_inner().into_any()
}

fn show(reference: Result<ApiReference, PortalError>, retry: Callback<()>) -> AnyView {
    match reference {
        Ok(reference) => view! { <Reference reference/> }.into_any(),
        Err(error) => view! { <Failure error retry/> }.into_inner().into_any(),
    }
}

#[component]
fn Reference(reference: ApiReference) -> impl IntoView {
    Named::provide(use_location().hash);
    provide_context(Issuer(StoredValue::new(reference.issuer.clone())));
    let wanted = Wanted::new(&reference.groups);
    let base = [&reference.issuer, "/api/v1"].concat();
    let group = |group| view! { <Group group wanted/> }.into_any();

    view! {
        <p class="lead">
            "What the portal does, for programs: REST and JSON. A program sends an API key, or an access token with the \
             scope gatehouse.read or gatehouse.admin, as " <code>"Authorization: Bearer"</code> "."
        </p>
        <dl class="facts">
            <div>
                <dt>"Base address"</dt>
                <dd><Copyable text=base action="Copy the base address"/></dd>
            </div>
            <div>
                <dt>"OpenAPI 3.1"</dt>
                // By the browser and not by the portal's router, which has no such page.
                <dd><a href=DOCUMENT rel="external">{DOCUMENT}</a></dd>
            </div>
        </dl>
        <Find wanted/>
        {reference.groups.into_iter().map(group).collect_view()}
        <Problems problems=reference.problems/>
        <Shapes shapes=reference.shapes/>
    }
    .into_any()
}

/// What all addresses begin with.
#[derive(Clone, Copy)]
pub struct Issuer(pub StoredValue<String>);

#[component]
fn Group(group: OperationGroup, wanted: Wanted) -> impl IntoView {
    let id = ["group-", &anchor(&group.name)].concat();
    let ids: Vec<String> = group.operations.iter().map(|operation| operation.id.clone()).collect();
    let is_hidden = move || ids.iter().all(|id| !wanted.has(id));
    let entry = |operation| view! { <OperationEntry operation wanted/> }.into_any();
    view! {
        <section class="operations" aria-labelledby=id.clone() hidden=is_hidden>
            <div class="part-head"><h2 id=id.clone()>{group.name}</h2></div>
            {group.operations.into_iter().map(entry).collect_view()}
        </section>
    }
    .into_any()
}

/// A text as the name of a place on the page.
pub fn anchor(text: &str) -> String {
    text.to_ascii_lowercase().replace(|other: char| !other.is_ascii_alphanumeric(), "-")
}
