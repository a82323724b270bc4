//! The one sight of a webhook's secret.

use leptos::prelude::*;

use crate::components::banner::Banners;
use crate::components::one_time_dialog::{ask_before_leaving, forget_when_left};
use crate::webhooks::api::ShownSecret;
use crate::webhooks::secret_dialog::dialog;

/// How a webhook came by its secret.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    Added,
    Generated,
}

#[derive(Clone)]
struct OnShow {
    secret: ShownSecret,
    occasion: Occasion,
    banners: Banners,
    /// By address, so that its code comes with the pages that make secrets.
    dialog: fn(ShownSecret, Occasion, Banners, SigningSecretOnShow) -> AnyView,
}

/// The only place in the browser that holds a webhook's secret, from the server's answer until the dialog is closed.
/// Never the value of an action or a resource, which would be written into the page.
#[derive(Clone, Copy)]
pub struct SigningSecretOnShow(RwSignal<Option<OnShow>>);

impl SigningSecretOnShow {
    pub fn provide() {
        provide_context(Self(RwSignal::new(None)));
    }

    /// Opens the dialog.
    pub fn show(self, secret: ShownSecret, occasion: Occasion, banners: Banners) {
        self.0.set(Some(OnShow { secret, occasion, banners, dialog }));
    }

    pub fn drop_secret(self) {
        self.0.set(None);
    }
}

/// Nothing, or the dialog over whatever page is open.
#[component]
pub fn SigningSecretDialog() -> impl IntoView {
    let on_show = expect_context::<SigningSecretOnShow>();
    ask_before_leaving(move || on_show.0.with_untracked(Option::is_some));
    forget_when_left(move || on_show.drop_secret());

    view! {
        {move || on_show.0.get().map(|shown| (shown.dialog)(shown.secret, shown.occasion, shown.banners, on_show))}
    }
    .into_any()
}
