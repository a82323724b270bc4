//! The sign that the next page is on its way.

use leptos::prelude::*;
use std::time::Duration;

/// What comes sooner needs no sign.
const SHOWS_AFTER: Duration = Duration::from_millis(300);

/// Whether the sign is in sight; a context of the whole portal.
#[derive(Clone, Copy)]
pub struct Underway(RwSignal<bool>);

impl Underway {
    pub fn provide() {
        provide_context(Self(RwSignal::new(false)));
    }

    /// Shows the sign after a while, until the answer is dropped.
    pub fn begin() -> Wait {
        let Self(is_shown) = expect_context();
        Wait { is_shown, timer: set_timeout_with_handle(move || is_shown.set(true), SHOWS_AFTER).ok() }
    }
}

pub struct Wait {
    is_shown: RwSignal<bool>,
    timer: Option<TimeoutHandle>,
}

impl Drop for Wait {
    fn drop(&mut self) {
        if let Some(timer) = self.timer {
            timer.clear();
        }
        self.is_shown.set(false);
    }
}

/// The live region; on the page from the start, so that what appears in it is read out.
#[component]
pub fn UnderwaySign() -> impl IntoView {
    let Underway(is_shown) = expect_context();
    view! { <p class="underway" aria-live="polite">{move || is_shown.get().then_some("Loading…")}</p> }
        .into_inner()
        .into_any()
}
