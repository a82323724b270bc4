//! A page that only the server can make, because it depends on how the server answers the request for it.

use leptos::prelude::*;
use leptos_router::ChooseView;

use super::lazy_page::LazyPage;
use super::missing::ask_server;
use crate::components::hydrated::hydrated;

/// Where the router is to go there, the browser goes: after a sign-in, say. The page before it stays until then.
#[derive(Clone, Copy)]
pub struct ServedPage(pub LazyPage);

impl ChooseView for ServedPage {
    async fn choose(self) -> AnyView {
        self.0.choose().await
    }

    async fn preload(&self) {
        if hydrated().get_untracked() {
            ask_server().await
        }
        self.0.preload().await;
    }
}
