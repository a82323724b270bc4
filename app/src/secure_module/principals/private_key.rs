//! The one sight of a private key that was made in the browser.

mod dialog;

use leptos::prelude::*;

use crate::components::banner::Banners;
use crate::components::one_time_dialog::{ask_before_leaving, forget_when_left};
use crate::secure_module::principals::api::SavedPrincipal;
use crate::secure_module::principals::key::add::KeyTarget;
use crate::secure_module::principals::key::{KeyPair, PrivateKey};

const NOT_SHOWN: &str = " But this browser does not give its private key away. Retire the key, and add one that was made elsewhere.";

/// Whose key it is, and what was done.
#[derive(Clone, PartialEq, Eq)]
pub struct KeyOwner {
    pub client_name: String,
    pub client_id: String,
    /// What the banner says once the window is closed.
    pub done: String,
    /// Whether closing it leads to another part of the page than where it was opened.
    pub is_new: bool,
}

impl KeyOwner {
    /// Of a principal that was added.
    pub fn of_new(saved: &SavedPrincipal) -> Self {
        Self {
            client_name: saved.client_name.clone(),
            client_id: saved.client_id.clone(),
            done: ["Service principal “", &saved.client_name, "” added."].concat(),
            is_new: true,
        }
    }

    /// Of a principal that got one more key.
    pub fn of_next(target: &KeyTarget) -> Self {
        Self {
            client_name: target.client_name.clone(),
            client_id: target.client_id.clone(),
            done: ["New key of “", &target.client_name, "” added."].concat(),
            is_new: false,
        }
    }
}

#[derive(Clone)]
struct OnShow {
    key: PrivateKey,
    owner: KeyOwner,
    banners: Banners,
    /// By address, so that its code comes with what makes keys.
    dialog: fn(Self, PrivateKeyOnShow) -> AnyView,
}

/// The only place that holds a private key as text, from the moment that the server has its public half until the window
/// is closed. No part of any request is ever made from it.
#[derive(Clone, Copy)]
pub struct PrivateKeyOnShow(RwSignal<Option<OnShow>>);

impl PrivateKeyOnShow {
    pub fn provide() {
        provide_context(Self(RwSignal::new(None)));
    }

    /// Opens the window, now that the server has the public half of the pair. But for a new principal, the banner waits
    /// until the window is closed.
    pub async fn show(self, pair: &KeyPair, owner: KeyOwner, banners: Banners) {
        match pair.private_key().await {
            Ok(key) => self.0.set(Some(OnShow { key, owner, banners, dialog: dialog::dialog })),
            Err(_) => banners.error([&owner.done, NOT_SHOWN].concat()),
        }
    }

    fn drop_key(self) {
        self.0.set(None);
    }
}

/// Nothing, or the window over whatever page is open.
#[component]
pub fn PrivateKeyDialog() -> impl IntoView {
    let on_show = expect_context::<PrivateKeyOnShow>();
    ask_before_leaving(move || on_show.0.with_untracked(Option::is_some));
    forget_when_left(move || on_show.drop_key());

    view! { {move || on_show.0.get().map(|shown| (shown.dialog)(shown, on_show))} }.into_any()
}
