//! Whether the browser's code has taken over the page.

use leptos::prelude::*;

/// The page's one knowledge of that. `frontend` provides it in the browser.
#[derive(Clone, Default)]
pub struct Hydrated(ArcRwSignal<bool>);

impl Hydrated {
    /// Provides it where the page is rendered and nobody will take it over here.
    pub fn provide() {
        if use_context::<Self>().is_none() {
            provide_context(Self::default());
        }
    }

    /// To be called when every part of the page has been matched with the server's: what depends on this would
    /// otherwise differ from the HTML it is matched with.
    pub fn complete(self) {
        request_animation_frame(move || self.0.set(true));
    }
}

/// False on the server and in the browser's first rendering, true ever after.
pub fn hydrated() -> Signal<bool> {
    expect_context::<Hydrated>().0.into()
}
