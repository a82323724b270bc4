//! A value to be copied as it stands.

use js_sys::futures::JsFuture;
use leptos::html::Code;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

use crate::components::hydrated::hydrated;

const COPIED_SHOWS_FOR: Duration = Duration::from_secs(2);

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
    /// The button's name: "Copy client ID of Billing".
    #[prop(into)]
    action: String,
    /// Whether it has many lines, which keep their width and scroll.
    #[prop(optional)]
    is_block: bool,
    /// Where the value leads, if anywhere.
    #[prop(optional, into)]
    href: Option<String>,
) -> impl IntoView {
    let hydrated = hydrated();
    let shown = NodeRef::<Code>::new();
    let outcome = RwSignal::new(Outcome::None);
    // Runs from the latest click: an earlier one's end must not cut the word short.
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let say = move |what: Outcome| {
        if let Some(timer) = timer.try_get_value().flatten() {
            timer.clear();
        }
        outcome.try_set(what);
        if what == Outcome::Copied {
            let hide = move || _ = outcome.try_set(Outcome::None);
            timer.try_set_value(set_timeout_with_handle(hide, COPIED_SHOWS_FOR).ok());
        }
    };
    let copied = move || outcome.get() == Outcome::Copied;
    let said = move || match outcome.get() {
        Outcome::None => None,
        Outcome::Copied => Some("Copied!"),
        Outcome::Selected => Some("Selected: copy it with your keyboard or menu."),
    };
    let copy = move |_| {
        let Some(element) = shown.get_untracked() else { return };
        // Without a secure context there is no clipboard at all, whatever the bindings say.
        if !window().is_secure_context() {
            select(&element);
            say(Outcome::Selected);
            return;
        }
        spawn_local(async move {
            let text = element.text_content().unwrap_or_default();
            let written = JsFuture::from(window().navigator().clipboard().write_text(&text)).await;
            if written.is_ok() {
                say(Outcome::Copied);
            } else {
                select(&element);
                say(Outcome::Selected);
            }
        });
    };

    view! {
        <span class=if is_block { "copyable block" } else { "copyable" }>
            // What scrolls must be within reach of the keyboard.
            <code node_ref=shown tabindex=is_block.then_some("0")>
                {match href {
                    Some(href) => view! { <a href=href>{text}</a> }.into_inner().into_any(),
                    None => text.into_any(),
                }}
            </code>
            <button
                type="button"
                class="quiet"
                aria-label=action.clone()
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
                {move || said().map(|said| view! { <span>{said}</span> })}
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
