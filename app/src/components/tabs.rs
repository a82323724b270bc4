//! Parts of one thing, of which one is in sight.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// One part.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Tab {
    /// Its name in an address.
    pub name: &'static str,
    pub title: &'static str,
}

/// What a tab is chosen by.
#[derive(Clone, Copy)]
pub enum Chooser {
    /// Links, so that the choice is part of the address and works without script.
    Address(Callback<&'static str, String>),
    /// Buttons.
    Press(Callback<&'static str>),
}

/// A row of tabs over the part that is chosen. The arrow keys, Home and End go from one to the other.
#[component]
pub fn Tabs(
    /// Begins the `id`s, of which a page may have no two alike.
    id: String,
    /// What the parts are of.
    #[prop(into)]
    label: String,
    tabs: Vec<Tab>,
    #[prop(into)] chosen: Signal<&'static str>,
    chooser: Chooser,
    /// Makes the part that is in sight.
    #[prop(into)]
    show: Callback<&'static str, AnyView>,
) -> impl IntoView {
    let panel_id = [id.as_str(), "-panel"].concat();
    let ids: Vec<String> = tabs.iter().map(|tab| [id.as_str(), "-", tab.name].concat()).collect();
    let chosen_id = move || [id.as_str(), "-", chosen.get()].concat();
    let items = tabs.into_iter().zip(ids.clone()).map(|(tab, id)| {
        let panel_id = panel_id.clone();
        view! { <TabItem tab id panel_id chosen chooser/> }
    });
    let items = items.collect_view();
    let go = move |key: leptos::ev::KeyboardEvent| {
        let present = chosen_place(&ids);
        let last = ids.len() - 1;
        let next = match key.key().as_str() {
            "ArrowRight" => {
                if present == last {
                    0
                } else {
                    present + 1
                }
            }
            "ArrowLeft" => present.checked_sub(1).unwrap_or(last),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        key.prevent_default();
        let next = document().get_element_by_id(&ids[next]);
        if let Some(next) = next.and_then(|next| next.dyn_into::<HtmlElement>().ok()) {
            _ = next.focus();
            next.click();
        }
    };

    view! {
        <div class="tabs" role="tablist" aria-label=label on:keydown=go>{items}</div>
        <div class="panel" role="tabpanel" id=panel_id tabindex="0" aria-labelledby=chosen_id>
            {move || show.run(chosen.get())}
        </div>
    }
    .into_any()
}

/// Which of the tabs has the focus.
fn chosen_place(ids: &[String]) -> usize {
    let focused = document().active_element().map(|element| element.id());
    ids.iter().position(|id| focused.as_ref() == Some(id)).unwrap_or(0)
}

#[component]
fn TabItem(
    tab: Tab,
    id: String,
    panel_id: String,
    chosen: Signal<&'static str>,
    chooser: Chooser,
) -> impl IntoView {
    let is_chosen = move || chosen.get() == tab.name;
    let selected = move || if is_chosen() { "true" } else { "false" };
    let tabindex = move || if is_chosen() { "0" } else { "-1" };
    match chooser {
        Chooser::Address(address) => view! {
            // Going through the tabs is not going through pages: Back leaves the client.
            <a
                role="tab"
                id=id
                href=move || address.run(tab.name)
                data-noscroll=""
                prop:replace=true
                aria-controls=panel_id
                aria-selected=selected
                tabindex=tabindex
            >
                {tab.title}
            </a>
        }
        .into_inner()
        .into_any(),
        Chooser::Press(choose) => view! {
            <button
                type="button"
                role="tab"
                id=id
                aria-controls=panel_id
                aria-selected=selected
                tabindex=tabindex
                on:click=move |_| choose.run(tab.name)
            >
                {tab.title}
            </button>
        }
        .into_inner()
        .into_any(),
    }
}
