//! The window that shows a private key.

use leptos::prelude::*;

use super::{KeyOwner, OnShow, PrivateKeyOnShow};
use crate::components::banner::Banners;
use crate::components::copyable::Copyable;
use crate::components::download::download;
use crate::components::one_time_dialog::{Afterwards, OneTimeDialog};
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
    let KeyOwner { client_name, client_id, done, is_new } = owner;
    let afterwards = if is_new { Afterwards::ToldAtOnce } else { Afterwards::SamePage };
    let forget = Callback::new(move |()| on_show.drop_key());
    let PrivateKey { kid, pem, jwk } = key;
    let pem_file = [&client_name, ".pem"].concat();
    let jwk_file = [&client_name, ".jwk.json"].concat();

    view! {
        <OneTimeDialog
            name="private-key"
            class="secret private-key"
            title="Store the private key now"
            stored="I have stored the private key"
            done
            afterwards
            banners
            has_banners=true
            forget
        >
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
        </OneTimeDialog>
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
