//! The choice of what a person may do.

use domain::Role;
use leptos::prelude::*;

use crate::components::radio_card::RadioCard;

/// The roles, each with what it means.
#[component]
pub fn RoleChoice(role: RwSignal<Role>) -> impl IntoView {
    let card = |of: Role| {
        let (id, help) = explained(of);
        let choose = move |()| role.set(of);
        let chosen = Signal::derive(move || role.get() == of);
        view! { <RadioCard id group="role" title=of.label() help chosen choose/> }
    };
    view! {
        <fieldset class="cards">
            <legend>"Role"</legend>
            {Role::ALL.map(card).into_iter().collect_view()}
        </fieldset>
    }
    .into_inner()
    .into_any()
}

fn explained(role: Role) -> (&'static str, &'static str) {
    match role {
        Role::Administrator => ("role-administrator", "Reads and changes everything, people included."),
        Role::Auditor => ("role-auditor", "Reads everything and changes nothing."),
        Role::Member => {
            ("role-member", "Signs in to applications. Of the portal they see only their own account.")
        }
    }
}
