//! The question before something typed is lost.

use leptos::ev::{beforeunload, click, popstate};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, MouseEvent};

const QUESTION: &str = "Leave without saving? What you typed will be lost.";

/// A form on the page.
#[derive(Clone, Copy)]
struct Watched {
    is_changed: Callback<(), bool>,
    /// The form's own address.
    address: Callback<(), String>,
}

/// Asks before a page with something typed is left, by whatever way.
#[derive(Clone, Copy)]
pub struct Unsaved(StoredValue<Option<Watched>>);

impl Unsaved {
    /// Is to come before the router, which follows a link or the Back button as soon as it hears of it.
    pub fn provide() {
        let unsaved = Self(StoredValue::new(None));
        provide_context(unsaved);
        let listeners = [
            window_event_listener(beforeunload, move |ev| {
                if unsaved.changed().is_some() {
                    ev.prevent_default();
                }
            }),
            window_event_listener(click, move |ev| {
                if leads_away(&ev) && unsaved.changed().is_some() && !is_leave_meant() {
                    ev.prevent_default();
                }
            }),
            window_event_listener(popstate, move |ev| {
                if let Some(form) = unsaved.changed()
                    && !is_leave_meant()
                {
                    ev.stop_immediate_propagation();
                    // The address has changed already.
                    if let (Ok(history), Some(address)) = (window().history(), form.address.try_run(())) {
                        _ = history.push_state_with_url(&JsValue::NULL, "", Some(&address));
                    }
                }
            }),
        ];
        on_cleanup(move || listeners.into_iter().for_each(|listener| listener.remove()));
    }

    /// Watches a form as long as it is on the page. Needs the router's context.
    pub fn watch(self, is_changed: Callback<(), bool>) {
        let location = use_location();
        let address = Callback::new(move |()| {
            let (path, search) = (location.pathname.get_untracked(), location.search.get_untracked());
            if search.is_empty() { path } else { [&path, "?", &search].concat() }
        });
        self.0.set_value(Some(Watched { is_changed, address }));
    }

    /// The form, where leaving it would lose something. What belongs to one that has gone does not run any more.
    fn changed(self) -> Option<Watched> {
        let form = self.0.try_get_value().flatten()?;
        form.is_changed.try_run(()).unwrap_or(false).then_some(form)
    }
}

/// Whether a click follows a link that the router takes to another page in place of this one.
fn leads_away(ev: &MouseEvent) -> bool {
    let is_plain = ev.button() == 0 && !(ev.ctrl_key() || ev.meta_key() || ev.shift_key() || ev.alt_key());
    if ev.default_prevented() || !is_plain {
        return false;
    }
    let target = ev.target().and_then(|target| target.dyn_into::<Element>().ok());
    let link = target
        .and_then(|target| target.closest("a[href]:not([target], [download], [rel~=external])").ok())
        .flatten();
    let address = link.and_then(|link| link.get_attribute("href"));
    address.is_some_and(|address| address.starts_with(['/', '?']))
}

fn is_leave_meant() -> bool {
    window().confirm_with_message(QUESTION).unwrap_or(true)
}
