//! Whether the browser's code has taken over the page.

use leptos::prelude::*;

#[derive(Clone, Copy)]
pub struct Hydrated(RwSignal<bool>);

impl Hydrated {
    pub fn provide() {
        let hydrated = RwSignal::new(false);
        provide_context(Self(hydrated));
        Effect::new(move || {
            // A frame later, when every part of the page has been matched with the server's: what depends on
            // this signal would otherwise differ from the HTML it is matched with.
            request_animation_frame(move || hydrated.set(true));
        });
    }
}

/// False on the server and in the browser's first rendering, true ever after.
pub fn hydrated() -> Signal<bool> {
    expect_context::<Hydrated>().0.into()
}
