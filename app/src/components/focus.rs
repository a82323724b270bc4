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
