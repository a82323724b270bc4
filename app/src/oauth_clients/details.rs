//! Everything there is to see of one client.

mod attributes;

use domain::{ClientType, HolderKind};
use leptos::context::Provider;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::banner::Banners;
use crate::components::failure::Failure;
use crate::components::loaded::loaded;
use crate::components::tabs::{Chooser, Tab, Tabs};
use crate::error::PortalError;
use crate::holders::ShownHolder;
use crate::holders::credentials::Credentials;
use crate::oauth_clients::api::{OAuthClientDetail, oauth_client};
pub use attributes::Attributes;

pub const ATTRIBUTES: Tab = Tab { name: "attributes", title: "OAuth Client Attributes" };
pub const CREDENTIALS: Tab = Tab { name: "credentials", title: "Credentials" };

/// A client on the page, which follows what is done to it.
#[derive(Clone, Copy)]
pub struct ShownClient {
    pub client: RwSignal<OAuthClientDetail>,
    pub holder: ShownHolder,
}

impl ShownClient {
    /// Needs the portal's contexts.
    pub fn new(client: OAuthClientDetail, refreshed: Option<Callback<()>>) -> Self {
        let banners = expect_context::<Banners>();
        let client_id = StoredValue::new(client.client_id.clone());
        let client = RwSignal::new(client);
        let refresh = Callback::new(move |()| {
            read_again(client, client_id.get_value(), banners);
            if let Some(refreshed) = refreshed {
                refreshed.run(());
            }
        });
        let holder = ShownHolder {
            kind: HolderKind::OAuthClient,
            client_id,
            name: Signal::derive(move || client.with(|client| client.client_name.clone())),
            secrets: Signal::derive(move || client.with(|client| client.secrets.clone())),
            refresh,
        };
        Self { client, holder }
    }

    /// The tabs that the client has, before any others.
    pub fn tabs(self) -> Vec<Tab> {
        match self.client.with(|client| client.client_type) {
            ClientType::Confidential => vec![ATTRIBUTES, CREDENTIALS],
            ClientType::Public => vec![ATTRIBUTES],
        }
    }

    /// What one of them shows.
    pub fn show(self, tab: &str) -> AnyView {
        if tab == CREDENTIALS.name {
            view! { <Credentials holder=self.holder/> }.into_inner().into_any()
        } else {
            view! { <Attributes shown=self/> }.into_inner().into_any()
        }
    }
}

/// Reads the client again. Not by its resource: that would take down the view, and what is open in it, first.
fn read_again(client: RwSignal<OAuthClientDetail>, client_id: String, banners: Banners) {
    spawn_local(async move {
        match oauth_client(client_id).await {
            Ok(read) => _ = client.try_set(read),
            Err(error) => banners.error(error.to_string()),
        }
    });
}

/// What outlives a client's being read again.
#[derive(Clone, Copy)]
struct Place {
    chosen: RwSignal<&'static str>,
    changed: Option<Callback<()>>,
}

/// A client's two tabs, where it does not have a page to itself.
#[component]
pub fn ClientDetails(
    client_id: String,
    /// Runs when something was done to the client.
    #[prop(optional, into)]
    changed: Option<Callback<()>>,
) -> impl IntoView {
    let place = Place { chosen: RwSignal::new(ATTRIBUTES.name), changed };
    let client = Resource::new(move || client_id.clone(), oauth_client);
    view! {
        <Provider value=place>
            {loaded(client, waiting, show)}
        </Provider>
    }
    .into_any()
}

/// The shape of the client until it has come.
pub fn waiting() -> AnyView {
    view! {
        <div class="skeleton" role="status">
            <span class="unseen">"Loading the client…"</span>
            {[(); 4].into_iter().map(|()| view! { <div></div> }.into_inner().into_any()).collect_view()}
        </div>
    }
    .into_inner()
    .into_any()
}

fn show(client: Result<OAuthClientDetail, PortalError>, retry: Callback<()>) -> AnyView {
    match client {
        Ok(client) => view! { <InPlace client/> }.into_inner().into_any(),
        Err(PortalError::NotFound) => {
            view! { <p class="note bad" role="alert">"This client does not exist any more."</p> }
                .into_inner()
                .into_any()
        }
        Err(error) => view! { <Failure error retry/> }.into_inner().into_any(),
    }
}

#[component]
fn InPlace(client: OAuthClientDetail) -> impl IntoView {
    let Place { chosen, changed } = expect_context();
    let id = ["client-", &client.client_id].concat();
    let label = client.client_name.clone();
    let shown = ShownClient::new(client, changed);
    let tabs = Memo::new(move |_| shown.tabs());
    move || {
        let tabs = tabs.get();
        // The Credentials are gone when somebody made the client Public meanwhile.
        if tabs.iter().all(|tab| tab.name != chosen.get_untracked()) {
            chosen.set(ATTRIBUTES.name);
        }
        view! {
            <Tabs
                id=id.clone()
                label=label.clone()
                tabs
                chosen
                chooser=Chooser::Press(Callback::new(move |name| chosen.set(name)))
                show=move |name| shown.show(name)
            />
        }
        .into_any()
    }
}
