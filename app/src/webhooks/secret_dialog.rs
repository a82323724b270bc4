//! The dialog that shows a webhook's secret.

use leptos::prelude::*;

use crate::components::banner::Banners;
use crate::components::copyable::Copyable;
use crate::components::one_time_dialog::{Afterwards, OneTimeDialog};
use crate::webhooks::api::ShownSecret;
use crate::webhooks::secret_on_show::{Occasion, SigningSecretOnShow};

pub(super) fn dialog(
    secret: ShownSecret,
    occasion: Occasion,
    banners: Banners,
    on_show: SigningSecretOnShow,
) -> AnyView {
    view! { <OpenDialog secret occasion banners on_show/> }.into_any()
}

#[component]
fn OpenDialog(
    secret: ShownSecret,
    occasion: Occasion,
    banners: Banners,
    on_show: SigningSecretOnShow,
) -> impl IntoView {
    let forget = Callback::new(move |()| on_show.drop_secret());
    let host = secret.host.clone();
    let done = match occasion {
        Occasion::Added => ["“", &host, "” is told of changes from now on."].concat(),
        Occasion::Generated => ["“", &host, "” has a new secret."].concat(),
    };
    let overlap = (occasion == Occasion::Generated).then(|| {
        view! { <p>"For a day messages are signed with the secret before as well, so that none is refused meanwhile."</p> }
            .into_inner()
            .into_any()
    });
    view! {
        <OneTimeDialog
            name="signing-secret"
            title="Store the signing secret now"
            stored="I have stored the secret"
            done
            afterwards=Afterwards::SamePage
            banners
            has_banners=true
            forget
        >
            <p class="note warn">
                <span class="icon icon-warning" aria-hidden="true"></span>
                "This is the only time it is shown. Nobody can look it up later."
            </p>
            <dl>
                <dt>"Webhook"</dt>
                <dd>{host}</dd>
                <dt>"Signing secret"</dt>
                <dd><Copyable text=secret.reveal().to_owned() action="Copy signing secret"/></dd>
            </dl>
            <p>
                "With it the other end verifies that a message comes from here, as Standard Webhooks describes. There are \
                libraries for that in most languages."
            </p>
            {overlap}
        </OneTimeDialog>
    }
    .into_inner()
    .into_any()
}
