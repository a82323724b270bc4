//! The one sight of a client secret.

mod occasion;

use domain::HolderKind;
use leptos::prelude::*;

use crate::components::banner::Banners;
use crate::components::copyable::Copyable;
use crate::components::one_time_dialog::{Afterwards, OneTimeDialog, ask_before_leaving, forget_when_left};
use crate::holders::api::{SavedHolder, ShownSecret};
pub use crate::holders::secret_dialog::occasion::{Occasion, OldSecrets};

/// The programs for a client that signs people in and keeps a secret.
const GUIDE: &str = "/identity-provider?client=authorization_code#guide";

/// A secret that is to be shown, on what occasion, and where to say that it was.
#[derive(Clone)]
struct OnShow {
    saved: SavedHolder,
    occasion: Occasion,
    banners: Banners,
    /// By address, so that its code comes with the pages that show secrets.
    dialog: fn(Self, ShownSecret, SecretOnShow) -> AnyView,
}

/// The only place in the browser that holds a secret, from the server's answer until the dialog is closed.
/// Never the value of an action or a resource, which would be written into the page.
#[derive(Clone, Copy)]
pub struct SecretOnShow(RwSignal<Option<OnShow>>);

impl SecretOnShow {
    pub fn provide() {
        provide_context(Self(RwSignal::new(None)));
    }

    /// Opens the dialog, where there is a secret at all. But for a new principal, the banner waits until the dialog is
    /// closed.
    pub fn show(self, saved: impl Into<SavedHolder>, occasion: Occasion, banners: Banners) {
        let saved = saved.into();
        if saved.secret.is_some() {
            self.0.set(Some(OnShow { saved, occasion, banners, dialog }));
        } else {
            banners.success(occasion.done(&saved));
        }
    }

    fn drop_secret(self) {
        self.0.set(None);
    }
}

/// Nothing, or the dialog over whatever page is open.
#[component]
pub fn SecretDialog() -> impl IntoView {
    let on_show = expect_context::<SecretOnShow>();
    ask_before_leaving(move || on_show.0.with_untracked(Option::is_some));
    forget_when_left(move || on_show.drop_secret());

    view! {
        {move || on_show.0.get().and_then(|mut shown| {
            let secret = shown.saved.secret.take()?;
            Some((shown.dialog)(shown, secret, on_show))
        })}
    }
    .into_any()
}

fn dialog(shown: OnShow, secret: ShownSecret, on_show: SecretOnShow) -> AnyView {
    let OnShow { saved, occasion, banners, dialog: _ } = shown;
    view! { <OpenDialog saved secret occasion on_show banners/> }.into_any()
}

#[component]
fn OpenDialog(
    saved: SavedHolder,
    secret: ShownSecret,
    occasion: Occasion,
    on_show: SecretOnShow,
    banners: Banners,
) -> impl IntoView {
    let done = occasion.done(&saved);
    let afterwards = match occasion {
        Occasion::Added if saved.kind == HolderKind::ServicePrincipal => Afterwards::ToldAtOnce,
        Occasion::Added | Occasion::Edited => Afterwards::NewPage,
        Occasion::Generated(_) => Afterwards::SamePage,
    };
    let forget = Callback::new(move |()| on_show.drop_secret());
    let asks_by_itself = saved.asks_by_itself;
    let request = asks_by_itself.then(|| token_request(&saved, &secret));

    view! {
        <OneTimeDialog
            name="secret"
            title="Store the client secret now"
            stored="I have stored the secret"
            done
            afterwards
            banners
            has_banners=true
            forget
        >
            {occasion.lead().map(|lead| view! { <p>{lead}</p> }.into_inner().into_any())}
            <p class="note warn">
                <span class="icon icon-warning" aria-hidden="true"></span>
                "This is the only time it is shown. Only a digest of it is kept here, so nobody can look it up later."
            </p>
            <dl>
                <dt>"Name"</dt>
                <dd>{saved.name}</dd>
                <dt>"Client ID"</dt>
                <dd><Copyable text=saved.client_id action="Copy client ID"/></dd>
                <dt>"Client secret"</dt>
                <dd><Copyable text=secret.reveal().to_owned() action="Copy client secret"/></dd>
                {request.map(|request| view! {
                    <dt>"Try it: ask for a token"</dt>
                    <dd class="request"><Copyable text=request action="Copy token request"/></dd>
                }.into_inner().into_any())}
            </dl>
            {(!asks_by_itself).then(|| view! {
                <p>
                    "Configure the application with these two values. "
                    <a href=GUIDE target="_blank" rel="external noopener">"How it gets a token (in a new tab)"</a>
                </p>
            }.into_inner().into_any())}
        </OneTimeDialog>
    }
    .into_inner()
    .into_any()
}

/// Ready for a shell: no part can hold a quote.
fn token_request(saved: &SavedHolder, secret: &ShownSecret) -> String {
    let SavedHolder { client_id, token_endpoint, .. } = saved;
    let secret = secret.reveal();
    ["curl --user '", client_id, ":", secret, "' --data grant_type=client_credentials '", token_endpoint, "'"]
        .concat()
}
