//! The one sight of a new client's secret.

use domain::GrantType;
use leptos::ev::{beforeunload, pagehide};
use leptos::html::Dialog;
use leptos::prelude::*;

use crate::components::banner::Banners;
use crate::components::copyable::Copyable;
use crate::components::focus::focus_heading_later;
use crate::oauth_clients::api::{RegisteredOAuthClient, ShownSecret};

/// The only place in the browser that holds a secret, from the server's answer until the dialog is closed.
/// Never the value of an action or a resource, which would be written into the page.
#[derive(Clone, Copy)]
pub struct SecretOnShow(RwSignal<Option<(RegisteredOAuthClient, Banners)>>);

impl SecretOnShow {
    pub fn provide() {
        provide_context(Self(RwSignal::new(None)));
    }

    /// Opens the dialog, where the client has a secret at all. The banner waits until nothing lies over it.
    pub fn show(self, registered: RegisteredOAuthClient, banners: Banners) {
        if registered.client_secret.is_some() {
            self.0.set(Some((registered, banners)));
        } else {
            banners.success(added(&registered));
        }
    }

    fn drop_secret(self) {
        self.0.set(None);
    }
}

fn added(registered: &RegisteredOAuthClient) -> String {
    ["OAuth client “", &registered.client_name, "” added."].concat()
}

/// Nothing, or the dialog over whatever page is open.
#[component]
pub fn SecretDialog() -> impl IntoView {
    let on_show = expect_context::<SecretOnShow>();
    let unload = window_event_listener(beforeunload, move |ev| {
        if on_show.0.with_untracked(Option::is_some) {
            ev.prevent_default();
        }
    });
    // A page kept for the Back button is kept with its memory.
    let hide = window_event_listener(pagehide, move |_| on_show.drop_secret());
    on_cleanup(move || {
        unload.remove();
        hide.remove();
    });

    view! {
        {move || on_show.0.get().and_then(|(mut client, banners)| {
            let secret = client.client_secret.take()?;
            Some(view! { <OpenDialog client secret on_show banners/> })
        })}
    }
    .into_any()
}

#[component]
fn OpenDialog(
    client: RegisteredOAuthClient,
    secret: ShownSecret,
    on_show: SecretOnShow,
    banners: Banners,
) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    let is_stored = RwSignal::new(false);
    let show = move || _ = dialog.get_untracked().map(|dialog| dialog.show_modal());
    dialog.on_load(move |_| show());
    let added = added(&client);
    let close = move |_| {
        on_show.drop_secret();
        banners.success(added.clone());
        focus_heading_later();
    };
    let asks_by_itself = client.grant_type == GrantType::ClientCredentials;
    let request = asks_by_itself.then(|| token_request(&client, &secret));

    view! {
        <dialog
            node_ref=dialog
            class="secret"
            closedby="none"
            aria-labelledby="secret-title"
            on:cancel=|ev: web_sys::Event| ev.prevent_default()
            on:close=move |_| {
                // Some browsers close on the second Escape whatever the page says.
                if on_show.0.with_untracked(Option::is_some) {
                    show();
                }
            }
        >
            <h2 id="secret-title" tabindex="-1" autofocus>"Store the client secret now"</h2>
            <p class="note warn">
                <span class="icon icon-warning" aria-hidden="true"></span>
                "This is the only time it is shown. Only a digest of it is kept here, so nobody can look it up later."
            </p>
            <dl>
                <dt>"Name"</dt>
                <dd>{client.client_name}</dd>
                <dt>"Client ID"</dt>
                <dd><Copyable text=client.client_id action="Copy client ID"/></dd>
                <dt>"Client secret"</dt>
                <dd><Copyable text=secret.reveal().to_owned() action="Copy client secret"/></dd>
                {request.map(|request| view! {
                    <dt>"Try it: ask for a token"</dt>
                    <dd class="request"><Copyable text=request action="Copy token request"/></dd>
                }.into_inner().into_any())}
            </dl>
            {(!asks_by_itself).then(|| view! {
                <p>"Configure the application with these two values."</p>
            }.into_inner().into_any())}
            <p class="check">
                <input
                    id="secret-stored"
                    type="checkbox"
                    on:change=move |ev| is_stored.set(event_target_checked(&ev))
                />
                <label for="secret-stored">"I have stored the secret"</label>
            </p>
            <p class="actions">
                <button type="button" class="button primary" disabled=move || !is_stored.get() on:click=close>
                    "Close"
                </button>
            </p>
        </dialog>
    }
    .into_inner()
    .into_any()
}

/// Ready for a shell: no part can hold a quote.
fn token_request(client: &RegisteredOAuthClient, secret: &ShownSecret) -> String {
    let RegisteredOAuthClient { client_id, token_endpoint, .. } = client;
    let secret = secret.reveal();
    ["curl --user '", client_id, ":", secret, "' --data grant_type=client_credentials '", token_endpoint, "'"]
        .concat()
}
