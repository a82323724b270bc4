//! The audit trail: who did what, when, from where.

pub mod api;
mod asked;
mod changes;
mod events;
mod filters;
pub mod history;
pub mod page;

use leptos::prelude::*;

/// A name that a newer server has written and that is not known here.
fn raw(name: String) -> AnyView {
    view! { <code>{name}</code> }.into_inner().into_any()
}
