//! The one sight of an API key.

use leptos::prelude::*;

use crate::api_keys::api::ShownApiKey;
use crate::api_keys::dialog::dialog;
use crate::components::banner::Banners;
use crate::components::one_time_dialog::{ask_before_leaving, forget_when_left};

#[derive(Clone)]
struct OnShow {
    key: ShownApiKey,
    banners: Banners,
    /// By address, so that its code comes with the page that makes keys.
    dialog: fn(ShownApiKey, Banners, KeyOnShow) -> AnyView,
}

/// The only place in the browser that holds an API key, from the server's answer until the dialog is closed.
/// Never the value of an action or a resource, which would be written into the page.
#[derive(Clone, Copy)]
pub struct KeyOnShow(RwSignal<Option<OnShow>>);

impl KeyOnShow {
    pub fn provide() {
        provide_context(Self(RwSignal::new(None)));
    }

    /// Opens the dialog.
    pub fn show(self, key: ShownApiKey, banners: Banners) {
        self.0.set(Some(OnShow { key, banners, dialog }));
    }

    pub fn drop_key(self) {
        self.0.set(None);
    }
}

/// Nothing, or the dialog over whatever page is open.
#[component]
pub fn KeyDialog() -> impl IntoView {
    let on_show = expect_context::<KeyOnShow>();
    ask_before_leaving(move || on_show.0.with_untracked(Option::is_some));
    forget_when_left(move || on_show.drop_key());

    view! { {move || on_show.0.get().map(|shown| (shown.dialog)(shown.key, shown.banners, on_show))} }
        .into_any()
}
