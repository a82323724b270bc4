//! What is known of one thing, name by name.

use leptos::prelude::*;

use crate::components::local_time::LocalTime;

/// A name and what belongs to it, for a list of class `facts`.
pub fn fact(name: &'static str, value: AnyView) -> AnyView {
    view! { <div><dt>{name}</dt><dd>{value}</dd></div> }.into_inner().into_any()
}

pub fn badge(class: &'static str, text: &'static str) -> AnyView {
    view! { <span class=["badge ", class].concat()>{text}</span> }.into_inner().into_any()
}

pub fn time(at: i64) -> AnyView {
    view! { <LocalTime at/> }.into_any()
}
