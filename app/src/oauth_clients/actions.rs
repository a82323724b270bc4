//! What can be done to OAuth clients beside what can be done to principals too: editing and copying.

use domain::ClientsChange;
use leptos::prelude::*;

use crate::components::menu::{Choice, MenuItem};
use crate::holders::actions::{HolderActions, Target, WHY_NOT, holder_menu_items};

fn edit_address(target: &Target) -> String {
    ["/oauth-clients/", &target.client_id, "/edit"].concat()
}

/// Where the add form is filled from these clients, one after the other.
pub fn copy_address(targets: &[Target]) -> String {
    let ids: Vec<&str> = targets.iter().map(|target| target.client_id.as_str()).collect();
    ["/oauth-clients/new?copy=", &ids.join(",")].concat()
}

/// What a client's menu offers.
pub fn menu_items(target: &Target, change: Callback<(Target, ClientsChange)>) -> Vec<MenuItem> {
    let item = |label, choice| MenuItem { label, choice, is_dangerous: false };
    let edit = target.unless_in_progress(Choice::Link(edit_address(target)));
    let mut items =
        vec![item("Edit", edit), item("Copy", Choice::Link(copy_address(std::slice::from_ref(target))))];
    items.extend(holder_menu_items(target, change));
    items
}

/// What can be done to a client, for those whose role allows it; see [`HolderActions`].
#[component]
pub fn ClientActions(target: Target, #[prop(into)] changed: Callback<ClientsChange>) -> impl IntoView {
    let is_in_progress = target.is_in_progress;
    let why_not = is_in_progress.then_some(WHY_NOT);
    let is_off = is_in_progress.then_some("true");
    let edit = (!is_in_progress).then(|| edit_address(&target));
    let copy = copy_address(std::slice::from_ref(&target));
    view! {
        <HolderActions target changed>
            <a
                class="button"
                href=edit
                role=is_off.map(|_| "link")
                tabindex=is_off.map(|_| "0")
                aria-disabled=is_off
                aria-describedby=why_not
            >
                "Edit"
            </a>
            <a class="button" href=copy>"Copy"</a>
        </HolderActions>
    }
    .into_any()
}
