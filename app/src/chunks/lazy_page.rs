//! A page that the router waits for.

use std::pin::Pin;

use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;
use leptos_router::ChooseView;

use super::missing::page_missing;
use super::preload::preload;
use crate::components::hydrated::hydrated;
use crate::components::underway::Underway;

type Later<T> = Pin<Box<dyn Future<Output = Result<T, SplitLoaderError>>>>;

/// A page whose code comes when it is opened. The page before it stays until then, with a sign where that takes long.
#[derive(Clone, Copy)]
pub struct LazyPage {
    /// The name by which the manifest knows the files.
    pub chunk: &'static str,
    pub load: fn() -> Later<()>,
    pub view: fn() -> Later<AnyView>,
}

impl ChooseView for LazyPage {
    async fn choose(self) -> AnyView {
        match (self.view)().await {
            Ok(view) => view,
            Err(_) => page_missing().await,
        }
    }

    async fn preload(&self) {
        preload(self.chunk);
        let _wait = hydrated().get_untracked().then(Underway::begin);
        if (self.load)().await.is_err() {
            page_missing().await
        }
    }
}
