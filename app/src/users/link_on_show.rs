//! The one sight of a person's one-time link.

use leptos::prelude::*;

use crate::components::banner::Banners;
use crate::components::one_time_dialog::{ask_before_leaving, forget_when_left};
use crate::users::api::ShownLink;
use crate::users::link_dialog::dialog;

#[derive(Clone)]
struct OnShow {
    link: ShownLink,
    banners: Banners,
    /// By address, so that its code comes with the pages that make links.
    dialog: fn(ShownLink, Banners, LinkOnShow) -> AnyView,
}

/// The only place in the browser that holds a link, from the server's answer until the dialog is closed.
/// Never the value of an action or a resource, which would be written into the page.
#[derive(Clone, Copy)]
pub struct LinkOnShow(RwSignal<Option<OnShow>>);

impl LinkOnShow {
    pub fn provide() {
        provide_context(Self(RwSignal::new(None)));
    }

    /// Opens the dialog.
    pub fn show(self, link: ShownLink, banners: Banners) {
        self.0.set(Some(OnShow { link, banners, dialog }));
    }

    pub fn drop_link(self) {
        self.0.set(None);
    }
}

/// Nothing, or the dialog over whatever page is open.
#[component]
pub fn LinkDialog() -> impl IntoView {
    let on_show = expect_context::<LinkOnShow>();
    ask_before_leaving(move || on_show.0.with_untracked(Option::is_some));
    forget_when_left(move || on_show.drop_link());

    view! { {move || on_show.0.get().map(|shown| (shown.dialog)(shown.link, shown.banners, on_show))} }
        .into_any()
}
