//! A button that opens a short list of things to do.

use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::html::{Button, Div};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Node};

use crate::components::hydrated::hydrated;

/// What an entry of a menu does.
#[derive(Clone)]
pub enum Choice {
    /// Leads somewhere, in a new tab too.
    Link(String),
    Press(Callback<()>),
    /// Cannot be done now, and why.
    Unavailable(&'static str),
}

#[derive(Clone)]
pub struct MenuItem {
    pub label: &'static str,
    pub choice: Choice,
    /// Whether it takes something away for good.
    pub is_dangerous: bool,
}

/// The button, and the menu while it is open. The arrow keys, Home, End and first letters go from entry to entry; Escape
/// closes it and gives the focus back.
#[component]
pub fn Menu(
    /// The button's name: "Actions for Billing".
    name: String,
    items: Vec<MenuItem>,
) -> impl IntoView {
    let hydrated = hydrated();
    let button = NodeRef::<Button>::new();
    let list = NodeRef::<Div>::new();
    let is_open = RwSignal::new(false);
    let label = name.clone();
    let first = StoredValue::new((|_| 0) as fn(usize) -> usize);
    let open_at = move |place: fn(usize) -> usize| {
        first.set_value(place);
        is_open.set(true);
    };
    let close = Callback::new(move |()| {
        is_open.set(false);
        if let Some(button) = button.get_untracked() {
            _ = button.focus();
        }
    });
    let toggle = move |_| if is_open.get_untracked() { close.run(()) } else { open_at(|_| 0) };
    let press_key = move |key: KeyboardEvent| {
        match key.key().as_str() {
            "ArrowDown" => open_at(|_| 0),
            "ArrowUp" => open_at(|count| count.saturating_sub(1)),
            _ => return,
        }
        key.prevent_default();
    };
    let leave = move |ev: FocusEvent| {
        let to = ev.related_target().and_then(|to| to.dyn_into::<Node>().ok());
        let stays =
            list.try_get_untracked().flatten().is_some_and(|list| to.is_some() && list.contains(to.as_ref()));
        if !stays {
            is_open.try_set(false);
        }
    };

    view! {
        <span class="menu-of">
            // The focus stays in an open menu when its button is pressed: else it would close, and the press open it again.
            <button
                node_ref=button
                type="button"
                class="quiet"
                aria-label=name
                aria-haspopup="menu"
                aria-expanded=move || if is_open.get() { "true" } else { "false" }
                disabled=move || !hydrated.get()
                on:mousedown=|press| press.prevent_default()
                on:click=toggle
                on:keydown=press_key
            >
                <span class="icon icon-more" aria-hidden="true"></span>
            </button>
            {move || is_open.get().then(|| {
                // Before the browser's next event, so that no key is lost on the way.
                Effect::new(move |_| {
                    if list.get().is_some() {
                        focus_entry(list, first.get_value());
                    }
                });
                view! {
                    <div
                        node_ref=list
                        class="menu-list"
                        role="menu"
                        aria-label=label.clone()
                        on:keydown=move |key| walk(&key, list, close)
                        on:focusout=leave
                    >
                        {items.clone().into_iter().map(|item| view! { <Entry item close/> }).collect_view()}
                    </div>
                }
                .into_inner()
                .into_any()
            })}
        </span>
    }
    .into_inner()
    .into_any()
}

#[component]
fn Entry(item: MenuItem, close: Callback<()>) -> impl IntoView {
    let MenuItem { label, choice, is_dangerous } = item;
    let class = if is_dangerous { "danger" } else { "" };
    match choice {
        Choice::Link(href) => view! {
            <a role="menuitem" tabindex="-1" class=class href=href on:click=move |_| close.run(())>{label}</a>
        }
        .into_inner()
        .into_any(),
        Choice::Press(press) => {
            let choose = move |_| {
                close.run(());
                press.run(());
            };
            view! {
                <button type="button" role="menuitem" tabindex="-1" class=class on:click=choose>{label}</button>
            }
            .into_inner()
            .into_any()
        }
        Choice::Unavailable(why) => view! {
            <button type="button" role="menuitem" tabindex="-1" aria-disabled="true">
                {label}" "<small>{why}</small>
            </button>
        }
        .into_inner()
        .into_any(),
    }
}

/// The keys of an open menu.
fn walk(key: &KeyboardEvent, list: NodeRef<Div>, close: Callback<()>) {
    let entries = entries(list);
    let focused = document().active_element();
    let present = entries.iter().position(|entry| Some(entry.as_ref()) == focused.as_ref());
    let after = present.map_or(0, |place| place + 1);
    let name = key.key();
    let next = match name.as_str() {
        "ArrowDown" => after % entries.len().max(1),
        "ArrowUp" => present.filter(|place| *place > 0).unwrap_or(entries.len()).saturating_sub(1),
        "Home" => 0,
        "End" => entries.len().saturating_sub(1),
        "Escape" => {
            key.prevent_default();
            close.run(());
            return;
        }
        // The browser goes on from the button.
        "Tab" => {
            close.run(());
            return;
        }
        "Enter" | " " => {
            key.prevent_default();
            if let Some(entry) = present.and_then(|place| entries.get(place)) {
                entry.click();
            }
            return;
        }
        letter => {
            let begins = |entry: &HtmlElement| {
                letter.chars().count() == 1
                    && entry.text_content().is_some_and(|text| text.to_lowercase().starts_with(letter))
            };
            let places = (after..entries.len()).chain(0..after);
            let Some(place) = places.into_iter().find(|place| entries.get(*place).is_some_and(begins)) else {
                return;
            };
            place
        }
    };
    key.prevent_default();
    focus_entry(list, move |_| next);
}

fn entries(list: NodeRef<Div>) -> Vec<HtmlElement> {
    let entries = list.try_get_untracked().flatten().map(|list| list.children());
    let entry = |place| entries.as_ref()?.item(place)?.dyn_into().ok();
    (0..).map_while(entry).collect()
}

fn focus_entry(list: NodeRef<Div>, place: impl FnOnce(usize) -> usize) {
    let entries = entries(list);
    if let Some(entry) = entries.get(place(entries.len())) {
        _ = entry.focus();
    }
}
