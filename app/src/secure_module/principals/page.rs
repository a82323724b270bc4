//! The page of one service principal.

use domain::{ClientsChange, HolderKind};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

use super::details::edit::Edit;
use super::details::{ATTRIBUTES, CREDENTIALS, ShownPrincipal, waiting};
use super::list::PAGE;
use crate::audit_log::history::{History, Newest, newest_of};
use crate::components::failure::Failure;
use crate::components::heading::PageHeading;
use crate::components::hydrated::hydrated;
use crate::components::loaded::loaded;
use crate::components::tabs::{Chooser, Tab, Tabs};
use crate::error::PortalError;
use crate::holders::actions::{HolderActions, Target};
use crate::holders::denials::{Denials, Lately, denials_of};
use crate::holders::roles::{Held, ROLES, Roles, held_by};
use crate::oauth_clients::page::client_in_path;
use crate::secure_module::principals::api::{PrincipalDetail, principal};

const DENIALS: Tab = Tab { name: "denials", title: "Refused requests" };
const HISTORY: Tab = Tab { name: "history", title: "History" };
const TABS: [Tab; 5] = [ATTRIBUTES, CREDENTIALS, ROLES, DENIALS, HISTORY];

#[component]
pub fn Principal() -> impl IntoView {
    let client_id = client_in_path();
    let query = use_query_map();
    let detail = Resource::new(move || client_id.get(), principal);
    let asked = move |tab: Tab| {
        move || {
            let asks = query.with(|query| query.get_str("tab") == Some(tab.name));
            asks.then(|| client_id.get())
        }
    };
    provide_context::<Newest>(Resource::new(asked(HISTORY), newest_of));
    provide_context::<Lately>(Resource::new(asked(DENIALS), denials_of));
    provide_context::<Held>(Resource::new(asked(ROLES), held_by));
    loaded(detail, waiting, show)
}

fn show(detail: Result<PrincipalDetail, PortalError>, retry: Callback<()>) -> AnyView {
    match detail {
        Ok(detail) => view! { <Shown detail/> }.into_inner().into_any(),
        Err(PortalError::NotFound) => view! {
            <WayBack/>
            <div class="page-head"><PageHeading text="This principal does not exist any more"/></div>
            <div class="empty">
                <p>"Somebody may have deleted it, or its address may be mistyped."</p>
                <p><a class="button primary" href=PAGE>"Go to Principals"</a></p>
            </div>
        }
        .into_any(),
        Err(error) => view! { <WayBack/><Failure error retry/> }.into_any(),
    }
}

#[component]
fn WayBack() -> impl IntoView {
    view! { <nav class="back" aria-label="Way back"><a href=PAGE>"Principals"</a></nav> }
        .into_inner()
        .into_any()
}

#[component]
fn Shown(detail: PrincipalDetail) -> impl IntoView {
    let label = detail.row.client_name.clone();
    let shown = ShownPrincipal::new(detail);
    let newest = expect_context::<Newest>();
    let lately = expect_context::<Lately>();
    // What was done to the principal is the newest part of its history, and may have mended what it was refused for.
    Effect::new(move |before: Option<()>| {
        shown.principal.track();
        if before.is_some() {
            newest.refetch();
            lately.refetch();
        }
    });
    let query = use_query_map();
    let chosen = Memo::new(move |_| {
        let named = query.with(|query| query.get("tab"));
        let known = |tab: &&Tab| named.as_deref() == Some(tab.name);
        TABS.iter().find(known).map_or(ATTRIBUTES.name, |tab| tab.name)
    });

    view! {
        <WayBack/>
        <div class="page-head">
            <PageHeading text=shown.holder.name/>
            <Actions shown/>
        </div>
        <Tabs
            id="principal".to_owned()
            label=label
            tabs=TABS.to_vec()
            chosen
            chooser=Chooser::Address(Callback::new(|tab| ["?tab=", tab].concat()))
            show=move |tab| part(shown, tab)
        />
    }
    .into_any()
}

/// What can be done to the principal, for those whose role allows it.
#[component]
fn Actions(shown: ShownPrincipal) -> impl IntoView {
    let hydrated = hydrated();
    let navigate = use_navigate();
    let changed = Callback::new(move |change: ClientsChange| match change {
        ClientsChange::Delete => navigate(PAGE, NavigateOptions::default()),
        ClientsChange::Enable | ClientsChange::Disable => shown.holder.refresh.run(()),
    });
    let target = Memo::new(move |_| {
        shown.principal.with(|detail| Target {
            kind: HolderKind::ServicePrincipal,
            client_id: detail.row.client_id.clone(),
            client_name: detail.row.client_name.clone(),
            status: detail.row.status,
            is_in_progress: false,
        })
    });
    let is_editing = RwSignal::new(false);
    let close = Callback::new(move |()| is_editing.set(false));
    let edit = move || {
        view! {
            <button
                type="button"
                class="button"
                aria-haspopup="dialog"
                disabled=move || !hydrated.get()
                on:click=move |_| is_editing.set(true)
            >
                "Edit"
            </button>
        }
        .into_inner()
        .into_any()
    };
    view! {
        {move || view! { <HolderActions target=target.get() changed>{edit()}</HolderActions> }}
        {move || is_editing.get().then(|| view! { <Edit shown close/> })}
    }
    .into_any()
}

fn part(shown: ShownPrincipal, tab: &str) -> AnyView {
    if tab == CREDENTIALS.name {
        shown.credentials()
    } else if tab == ROLES.name {
        view! { <Roles holder=shown.holder held=expect_context()/> }.into_any()
    } else if tab == DENIALS.name {
        view! { <Denials holder=shown.holder lately=expect_context()/> }.into_any()
    } else if tab == HISTORY.name {
        let newest = expect_context();
        let entity_id = shown.principal.with_untracked(|detail| detail.entity_id.clone());
        view! { <History newest entity_id/> }.into_any()
    } else {
        shown.attributes()
    }
}
