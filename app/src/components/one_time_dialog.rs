//! What is shown exactly once: the window for it, and what keeps it from being lost or left behind.

use leptos::ev::{beforeunload, pagehide};
use leptos::html::Dialog;
use leptos::prelude::*;

use crate::components::banner::{BannerRegion, Banners};
use crate::components::focus::focus_heading_later;

/// Asks before the page is left, as long as something is shown that nobody can look up later.
pub fn ask_before_leaving(is_shown: impl Fn() -> bool + 'static) {
    let unload = window_event_listener(beforeunload, move |ev| {
        if is_shown() {
            ev.prevent_default();
        }
    });
    on_cleanup(move || unload.remove());
}

/// Forgets what is shown when the page is left: a page kept for the Back button is kept with its memory.
pub fn forget_when_left(forget: impl Fn() + 'static) {
    let hide = window_event_listener(pagehide, move |_| forget());
    on_cleanup(move || hide.remove());
}

/// When the banner says what was done, and where the focus goes from the window.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Afterwards {
    /// All is told in one movement, over the window; then the focus goes to the page's title.
    ToldAtOnce,
    /// The banner comes when the window is closed, and the focus goes to the page's title.
    NewPage,
    /// The banner comes when the window is closed, and the focus goes back to where it was.
    SamePage,
}

/// The window over whatever page is open, which neither Escape nor Back closes. Only pages whose code comes when they
/// are opened may refer to it.
#[component]
pub fn OneTimeDialog(
    /// Begins the ids of its parts.
    name: &'static str,
    #[prop(default = "secret")] class: &'static str,
    title: &'static str,
    /// What is to be ticked before it can be closed, if anything.
    #[prop(into)]
    stored: Option<&'static str>,
    /// What the banner says.
    done: String,
    afterwards: Afterwards,
    banners: Banners,
    /// Whether what banners say is seen over it too.
    #[prop(optional)]
    has_banners: bool,
    /// Takes away what is shown, and the window with it.
    forget: Callback<()>,
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    let is_stored = RwSignal::new(stored.is_none());
    let is_closed = StoredValue::new(false);
    let show = move || _ = dialog.get_untracked().map(|dialog| dialog.show_modal());
    provide_context(banners);
    dialog.on_load({
        let done = done.clone();
        move |_| {
            show();
            if afterwards == Afterwards::ToldAtOnce {
                request_animation_frame(move || banners.success(done));
            }
        }
    });
    let close = move |_| {
        is_closed.set_value(true);
        forget.run(());
        // Closing gives the focus back to where it was: to the button, which is on the page still.
        _ = dialog.get_untracked().map(|dialog| dialog.close());
        match afterwards {
            Afterwards::ToldAtOnce => focus_heading_later(),
            Afterwards::NewPage => {
                banners.success(done.clone());
                focus_heading_later();
            }
            Afterwards::SamePage => banners.success(done.clone()),
        }
    };
    let [title_id, stored_id] = ["-title", "-stored"].map(|part| [name, part].concat());

    view! {
        <dialog
            node_ref=dialog
            class=class
            closedby="none"
            aria-labelledby=title_id
            on:cancel=|ev: web_sys::Event| ev.prevent_default()
            on:close=move |_| {
                // Some browsers close on the second Escape whatever the page says.
                if is_closed.try_get_value() == Some(false) {
                    show();
                }
            }
        >
            <h2 id=title_id.clone() tabindex="-1" autofocus>{title}</h2>
            {children()}
            {stored.map(|stored| view! {
                <p class="check">
                    <input
                        id=stored_id.clone()
                        type="checkbox"
                        on:change=move |ev| is_stored.set(event_target_checked(&ev))
                    />
                    <label for=stored_id>{stored}</label>
                </p>
            }.into_inner().into_any())}
            <p class="actions">
                <button type="button" class="button primary" disabled=move || !is_stored.get() on:click=close>
                    "Close"
                </button>
            </p>
            {has_banners.then(|| view! { <BannerRegion/> }.into_inner().into_any())}
        </dialog>
    }
    .into_inner()
    .into_any()
}
