//! A short message over the top bar; at the bottom of a narrow screen, where the bar is full.

use leptos::prelude::*;
use std::time::Duration;

const SUCCESS_STAYS_FOR: Duration = Duration::from_secs(4);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Success,
    Error,
}

/// The latest message; a context of the portal.
#[derive(Clone, Copy)]
pub struct Banners(RwSignal<Option<(Kind, String)>>);

impl Banners {
    pub fn provide() {
        provide_context(Self(RwSignal::new(None)));
    }

    /// Goes away by itself, but not while someone points at it.
    pub fn success(self, text: String) {
        // The portal may be gone by the time that the secret's dialog is closed.
        self.0.try_set(Some((Kind::Success, text)));
    }

    /// Stays until dismissed.
    pub fn error(self, text: String) {
        self.0.set(Some((Kind::Error, text)));
    }

    fn dismiss(self) {
        self.0.try_set(None);
    }
}

/// The live region; on the page from the start, so that what appears in it is read out.
#[component]
pub fn BannerRegion() -> impl IntoView {
    let banners = expect_context::<Banners>();
    view! {
        <div class="banners" role="status">
            {move || banners.0.get().map(|(kind, text)| view! { <Banner kind text banners/> })}
        </div>
    }
    .into_inner()
    .into_any()
}

#[component]
fn Banner(kind: Kind, text: String, banners: Banners) -> impl IntoView {
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(timer) = timer.try_get_value().flatten() {
            timer.clear();
        }
    };
    let start = move || {
        stop();
        if kind == Kind::Success {
            timer.set_value(set_timeout_with_handle(move || banners.dismiss(), SUCCESS_STAYS_FOR).ok());
        }
    };
    start();
    on_cleanup(stop);
    let (class, icon) = match kind {
        Kind::Success => ("banner good", "icon icon-check"),
        Kind::Error => ("banner bad", "icon icon-warning"),
    };

    view! {
        <div
            class=class
            on:mouseenter=move |_| stop()
            on:mouseleave=move |_| start()
            on:focusin=move |_| stop()
            on:focusout=move |_| start()
        >
            <span class=icon aria-hidden="true"></span>
            <p>{text}</p>
            <button type="button" class="quiet" aria-label="Dismiss" on:click=move |_| banners.dismiss()>
                <span class="icon icon-close" aria-hidden="true"></span>
            </button>
        </div>
    }
    .into_inner()
    .into_any()
}
