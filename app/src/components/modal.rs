//! A question or a small form over the page.

use leptos::html::Dialog;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlElement};

/// Over the page as long as it is part of it, which nothing else can be used meanwhile. Escape and its Close button run
/// `close`, which is to take it away. The focus goes to its title, or to what carries `autofocus`, and then back to
/// where it was.
#[component]
pub fn Modal(#[prop(into)] title: String, close: Callback<()>, children: Children) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    dialog.on_load(|dialog| {
        if dialog.is_connected() {
            open(&dialog);
        } else {
            // What comes with code of its own is made before it is put on the page.
            request_animation_frame(move || open(&dialog));
        }
    });
    on_cleanup(move || {
        // Only closing gives the focus back.
        if let Some(dialog) = dialog.try_get_untracked().flatten() {
            dialog.close();
        }
    });
    let is_closed = move || dialog.try_get_untracked().flatten().is_some_and(|dialog| !dialog.open());

    view! {
        <dialog
            node_ref=dialog
            class="modal"
            aria-labelledby="modal-title"
            on:cancel=move |ev: web_sys::Event| {
                ev.prevent_default();
                close.run(());
            }
            on:close=move |_| {
                // Some browsers close on the second Escape whatever the page says.
                if is_closed() {
                    close.run(());
                }
            }
        >
            <div class="title">
                <h2 id="modal-title" tabindex="-1">{title}</h2>
                <button type="button" class="quiet" aria-label="Close" on:click=move |_| close.run(())>
                    <span class="icon icon-close" aria-hidden="true"></span>
                </button>
            </div>
            {children()}
        </dialog>
    }
    .into_inner()
    .into_any()
}

fn open(dialog: &HtmlDialogElement) {
    _ = dialog.show_modal();
    if let Ok(None) = dialog.query_selector("[autofocus]")
        && let Ok(Some(title)) = dialog.query_selector("h2")
        && let Ok(title) = title.dyn_into::<HtmlElement>()
    {
        _ = title.focus();
    }
}
