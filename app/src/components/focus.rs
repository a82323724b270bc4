//! Where the keyboard goes next.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Moves the focus to the element with this id, once what changed in this turn is on the page.
pub fn focus_later(id: &'static str) {
    request_animation_frame(move || focus(document().get_element_by_id(id)));
}

/// Moves the focus to the page's title.
pub fn focus_heading_later() {
    request_animation_frame(|| focus(document().query_selector("h1").ok().flatten()));
}

/// Follows a link within the page, which the router would only scroll to.
pub fn follow(id: &'static str) -> impl Fn(leptos::ev::MouseEvent) + Copy {
    move |click| {
        click.prevent_default();
        focus(document().get_element_by_id(id));
    }
}

fn focus(element: Option<Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        _ = element.focus();
    }
}

/// To be called before what is on the page is moved or replaced: gives the focus back to what loses it thereby, and else to
/// the page's title.
pub fn keep_focus_later() {
    let before = document().active_element();
    request_animation_frame(move || keep_focus(before));
}

fn keep_focus(before: Option<Element>) {
    let document = document();
    let body = document.body().map(Element::from);
    if before.is_none() || before == body || document.active_element() != body {
        return;
    }
    match before
        .filter(|before| before.is_connected())
        .and_then(|before| before.dyn_into::<HtmlElement>().ok())
    {
        Some(before) => _ = before.focus(),
        None => focus_heading_later(),
    }
}
