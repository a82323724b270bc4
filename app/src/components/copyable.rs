//! A value to be copied as it stands.

use gloo_timers::future::TimeoutFuture;
use js_sys::futures::JsFuture;
use leptos::html::Code;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::hydrated::hydrated;

/// Milliseconds.
const COPIED_SHOWS_FOR: u32 = 2_000;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    None,
    Copied,
    /// The browser lets nothing be copied, so the text is selected for the person to do it.
    Selected,
}

/// The value in a fixed-width face, beside a button that copies it and says so.
#[component]
pub fn Copyable(
    /// Put on the page as text only, never as an attribute: it may be a secret.
    text: String,
    /// The button's name: "Copy client ID".
    action: &'static str,
) -> impl IntoView {
    let hydrated = hydrated();
    let shown = NodeRef::<Code>::new();
    let outcome = RwSignal::new(Outcome::None);
    let copied = move || outcome.get() == Outcome::Copied;
    let copy = move |_| {
        let Some(element) = shown.get_untracked() else { return };
        // Without a secure context there is no clipboard at all, whatever the bindings say.
        if !window().is_secure_context() {
            select(&element);
            outcome.set(Outcome::Selected);
            return;
        }
        spawn_local(async move {
            let text = element.text_content().unwrap_or_default();
            let written = JsFuture::from(window().navigator().clipboard().write_text(&text)).await;
            if written.is_ok() {
                outcome.try_set(Outcome::Copied);
                TimeoutFuture::new(COPIED_SHOWS_FOR).await;
                outcome.try_set(Outcome::None);
            } else {
                select(&element);
                outcome.try_set(Outcome::Selected);
            }
        });
    };

    view! {
        <span class="copyable">
            <code node_ref=shown>{text}</code>
            <button
                type="button"
                class="quiet"
                aria-label=action
                title=action
                disabled=move || !hydrated.get()
                on:click=copy
            >
                <span
                    class=move || if copied() { "icon icon-check" } else { "icon icon-copy" }
                    aria-hidden="true"
                ></span>
            </button>
            <span class="said" role="status">
                {move || match outcome.get() {
                    Outcome::None => "",
                    Outcome::Copied => "Copied!",
                    Outcome::Selected => "Selected. Press Ctrl+C to copy.",
                }}
            </span>
        </span>
    }
    .into_inner()
    .into_any()
}

fn select(element: &web_sys::Element) {
    if let Ok(Some(selection)) = window().get_selection() {
        _ = selection.select_all_children(element);
    }
}
