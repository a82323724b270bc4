//! The page of one OAuth client, so that a colleague can be sent its address.

use domain::{ClientsChange, HolderKind};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map, use_query_map};

use crate::audit_log::history::{History, Newest, newest_of};
use crate::components::failure::Failure;
use crate::components::heading::PageHeading;
use crate::components::loaded::loaded;
use crate::components::tabs::{Chooser, Tab, Tabs};
use crate::error::PortalError;
use crate::holders::actions::Target;
use crate::holders::denials::{Denials, Lately, denials_of};
use crate::holders::roles::{Held, ROLES, Roles, held_by};
use crate::oauth_clients::actions::ClientActions;
use crate::oauth_clients::api::{OAuthClientDetail, oauth_client};
use crate::oauth_clients::details::{ATTRIBUTES, ShownClient, waiting};

const DENIALS: Tab = Tab { name: "denials", title: "Refused requests" };
const HISTORY: Tab = Tab { name: "history", title: "History" };

/// The client that the address names.
pub fn client_in_path() -> Memo<String> {
    let path = use_params_map();
    Memo::new(move |_| path.with(|path| path.get("client_id").unwrap_or_default()))
}

#[component]
pub fn OAuthClient() -> impl IntoView {
    let client_id = client_in_path();
    let query = use_query_map();
    let client = Resource::new(move || client_id.get(), oauth_client);
    let asked = move |tab: Tab| {
        move || {
            let asks = query.with(|query| query.get_str("tab") == Some(tab.name));
            asks.then(|| client_id.get())
        }
    };
    provide_context::<Newest>(Resource::new(asked(HISTORY), newest_of));
    provide_context::<Lately>(Resource::new(asked(DENIALS), denials_of));
    provide_context::<Held>(Resource::new(asked(ROLES), held_by));
    loaded(client, waiting, show)
}

fn show(client: Result<OAuthClientDetail, PortalError>, retry: Callback<()>) -> AnyView {
    match client {
        Ok(client) => view! { <Client client/> }.into_inner().into_any(),
        Err(error) => view! { <NoClient error retry/> }.into_inner().into_any(),
    }
}

/// What a page shows that is about a client which cannot be shown.
#[component]
pub fn NoClient(error: PortalError, retry: Callback<()>) -> impl IntoView {
    if error != PortalError::NotFound {
        return view! { <WayBack/><Failure error retry/> }.into_any();
    }
    view! {
        <WayBack/>
        <div class="page-head"><PageHeading text="This client does not exist any more"/></div>
        <div class="empty">
            <p>"Somebody may have deleted it, or its address may be mistyped."</p>
            <p><a class="button primary" href="/oauth-clients">"Go to OAuth Clients"</a></p>
        </div>
    }
    .into_any()
}

/// The way back: to the list, and to the client whose form this is.
#[component]
pub fn WayBack(
    /// Its client ID and its name.
    #[prop(optional, into)]
    client: Option<(String, String)>,
) -> impl IntoView {
    view! {
        <nav class="back" aria-label="Way back">
            <a href="/oauth-clients">"OAuth Clients"</a>
            {client.map(|(client_id, name)| view! {
                <a class="clamp" href=["/oauth-clients/", &client_id].concat()>{name}</a>
            }.into_inner().into_any())}
        </nav>
    }
    .into_inner()
    .into_any()
}

#[component]
fn Client(client: OAuthClientDetail) -> impl IntoView {
    let label = client.client_name.clone();
    let shown = ShownClient::new(client, None);
    let newest = expect_context::<Newest>();
    let lately = expect_context::<Lately>();
    // What was done to the client is the newest part of its history, and may have mended what it was refused for.
    Effect::new(move |before: Option<()>| {
        shown.client.track();
        if before.is_some() {
            newest.refetch();
            lately.refetch();
        }
    });
    let navigate = use_navigate();
    let changed = Callback::new(move |change: ClientsChange| match change {
        ClientsChange::Delete => navigate("/oauth-clients", NavigateOptions::default()),
        ClientsChange::Enable | ClientsChange::Disable => shown.holder.refresh.run(()),
    });
    let target = Memo::new(move |_| {
        shown.client.with(|client| Target {
            kind: HolderKind::OAuthClient,
            client_id: client.client_id.clone(),
            client_name: client.client_name.clone(),
            status: client.status,
            is_in_progress: client.is_in_progress,
        })
    });
    let query = use_query_map();
    let tabs = Memo::new(move |_| [shown.tabs(), vec![ROLES, DENIALS, HISTORY]].concat());
    let chosen = Memo::new(move |_| {
        let named = query.with(|query| query.get("tab"));
        let known = |tab: &&Tab| named.as_deref() == Some(tab.name);
        tabs.with(|tabs| tabs.iter().find(known).map_or(ATTRIBUTES.name, |tab| tab.name))
    });

    view! {
        <WayBack/>
        <div class="page-head">
            <PageHeading text=shown.holder.name/>
            {move || view! { <ClientActions target=target.get() changed/> }}
        </div>
        {move || view! {
            <Tabs
                id="client".to_owned()
                label=label.clone()
                tabs=tabs.get()
                chosen
                chooser=Chooser::Address(Callback::new(|tab| ["?tab=", tab].concat()))
                show=move |tab| part(shown, tab)
            />
        }}
    }
    .into_any()
}

fn part(shown: ShownClient, tab: &str) -> AnyView {
    if tab == ROLES.name {
        view! { <Roles holder=shown.holder held=expect_context()/> }.into_any()
    } else if tab == DENIALS.name {
        view! { <Denials holder=shown.holder lately=expect_context()/> }.into_any()
    } else if tab == HISTORY.name {
        let newest = expect_context();
        let entity_id = shown.client.with_untracked(|client| client.entity_id.clone());
        view! { <History newest entity_id/> }.into_any()
    } else {
        shown.show(tab)
    }
}
