//! The dialog that shows an API key.

use leptos::prelude::*;

use crate::api_keys::api::ShownApiKey;
use crate::api_keys::key_on_show::KeyOnShow;
use crate::components::banner::Banners;
use crate::components::copyable::Copyable;
use crate::components::local_time::LocalTime;
use crate::components::one_time_dialog::{Afterwards, OneTimeDialog};

pub(super) fn dialog(key: ShownApiKey, banners: Banners, on_show: KeyOnShow) -> AnyView {
    view! { <OpenDialog shown=key banners on_show/> }.into_any()
}

#[component]
fn OpenDialog(shown: ShownApiKey, banners: Banners, on_show: KeyOnShow) -> impl IntoView {
    let done = ["API key “", &shown.name, "” created."].concat();
    let forget = Callback::new(move |()| on_show.drop_key());
    let until = shown
        .expires_at
        .map(|at| view! { <dt>"Counts until"</dt><dd><LocalTime at/></dd> }.into_inner().into_any());
    let request =
        ["curl ", &shown.base, "/environments \\\n  --header 'Authorization: Bearer ", shown.reveal(), "'"]
            .concat();

    view! {
        <OneTimeDialog
            name="api-key"
            title="Copy the API key"
            stored=Some("I have stored the key")
            done
            afterwards=Afterwards::SamePage
            banners
            forget
        >
            <p class="note warn">
                <span class="icon icon-warning" aria-hidden="true"></span>
                "This is the only time it is shown. Whoever has it can do what the key may, so keep it where the program \
                reads it and nobody else does."
            </p>
            <dl>
                <dt>"Name"</dt>
                <dd>{shown.name.clone()}</dd>
                <dt>"Role"</dt>
                <dd>{shown.role.label()}</dd>
                {until}
                <dt>"API key"</dt>
                <dd><Copyable text=shown.reveal().to_owned() action="Copy API key"/></dd>
                <dt>"Try it"</dt>
                <dd><Copyable text=request action="Copy request" is_block=true/></dd>
            </dl>
        </OneTimeDialog>
    }
    .into_inner()
    .into_any()
}
