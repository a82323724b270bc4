//! The window that shows a private key.

use leptos::html::Dialog;
use leptos::prelude::*;

use super::download::download;
use super::{KeyOwner, OnShow, PrivateKeyOnShow};
use crate::components::banner::{BannerRegion, Banners};
use crate::components::copyable::Copyable;
use crate::components::focus::focus_heading_later;
use crate::secure_module::principals::key::PrivateKey;

const PEM_KIND: &str = "application/x-pem-file";
/// RFC 7517 §8.5.1.
const JWK_KIND: &str = "application/jwk+json";

pub(super) fn dialog(shown: OnShow, on_show: PrivateKeyOnShow) -> AnyView {
    let OnShow { key, owner, banners, dialog: _ } = shown;
    view! { <OpenDialog key owner banners on_show/> }.into_any()
}

#[component]
fn OpenDialog(
    key: PrivateKey,
    owner: KeyOwner,
    banners: Banners,
    on_show: PrivateKeyOnShow,
) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    let is_stored = RwSignal::new(false);
    let show = move || _ = dialog.get_untracked().map(|dialog| dialog.show_modal());
    let KeyOwner { client_name, client_id, done, is_new } = owner;
    // Of a new principal all is told in one movement, over this dialog.
    provide_context(banners);
    dialog.on_load({
        let done = done.clone();
        move |_| {
            show();
            if is_new {
                request_animation_frame(move || banners.success(done));
            }
        }
    });
    let PrivateKey { kid, pem, jwk } = key;
    let close = move |_| {
        on_show.drop_key();
        // Closing gives the focus back to where it was: to the button, which is on the page still.
        _ = dialog.get_untracked().map(|dialog| dialog.close());
        if is_new {
            focus_heading_later();
        } else {
            banners.success(done.clone());
        }
    };
    let pem_file = [&client_name, ".pem"].concat();
    let jwk_file = [&client_name, ".jwk.json"].concat();

    view! {
        <dialog
            node_ref=dialog
            class="secret private-key"
            closedby="none"
            aria-labelledby="private-key-title"
            on:cancel=|ev: web_sys::Event| ev.prevent_default()
            on:close=move |_| {
                // Some browsers close on the second Escape whatever the page says.
                if on_show.is_open() {
                    show();
                }
            }
        >
            <h2 id="private-key-title" tabindex="-1" autofocus>"Store the private key now"</h2>
            <p class="note warn">
                <span class="icon icon-warning" aria-hidden="true"></span>
                "This is the only time it is shown. It was made in this browser and was not sent anywhere, so nobody can \
                look it up later."
            </p>
            <dl>
                <dt>"Name"</dt>
                <dd>{client_name}</dd>
                <dt>"Client ID"</dt>
                <dd><Copyable text=client_id action="Copy client ID"/></dd>
                <dt>"Key ID (kid)"</dt>
                <dd><Copyable text=kid action="Copy key ID"/></dd>
                <dt>"Private key, PEM"</dt>
                <dd><Copyable text=pem.clone() action="Copy private key as PEM" is_block=true/></dd>
                <dd><Download file=pem_file kind=PEM_KIND text=pem/></dd>
                <dt>"Private key, JWK"</dt>
                <dd><Copyable text=jwk.clone() action="Copy private key as JWK" is_block=true/></dd>
                <dd><Download file=jwk_file kind=JWK_KIND text=jwk/></dd>
            </dl>
            <p>"The two are the same key. Keep one of them where only the system that signs can read it."</p>
            <p class="check">
                <input
                    id="private-key-stored"
                    type="checkbox"
                    on:change=move |ev| is_stored.set(event_target_checked(&ev))
                />
                <label for="private-key-stored">"I have stored the private key"</label>
            </p>
            <p class="actions">
                <button type="button" class="button primary" disabled=move || !is_stored.get() on:click=close>
                    "Close"
                </button>
            </p>
            <BannerRegion/>
        </dialog>
    }
    .into_inner()
    .into_any()
}

#[component]
fn Download(file: String, kind: &'static str, text: String) -> impl IntoView {
    let has_failed = RwSignal::new(false);
    let name = file.clone();
    let press = move |_| has_failed.set(download(&name, kind, &text).is_err());
    view! {
        <button type="button" class="button" on:click=press>"Download "{file}</button>
        <span role="status">
            {move || has_failed.get().then_some(" This browser saves no file. Copy the key instead.")}
        </span>
    }
    .into_inner()
    .into_any()
}
