//! The questions before an API or a role is deleted.

use leptos::prelude::*;

use crate::secure_module::api_roles::api::{ApiRoleRow, ApiRow, delete_api, delete_api_role};
use crate::secure_module::delete_window::DeleteWindow;
use crate::secure_module::listed::{After, Later};

#[component]
pub fn ApiDeletion(api: ApiRow, after: After, close: Callback<()>) -> impl IntoView {
    let ApiRow { id, name, scopes, roles, .. } = api;
    // A holder has at most one role of an API.
    let holders = roles.iter().map(|role| role.holders).sum::<i64>();
    let lost =
        ["It takes ", &counted(scopes.len(), "scope"), " and ", &counted(roles.len(), "role"), " with it."];
    let lost = lost.concat();
    let why_not = Callback::new(|count| in_use(count, "one of its roles"));
    let delete = Callback::new(move |()| -> Later<()> { Box::pin(delete_api(id.clone())) });
    view! {
        <DeleteWindow name in_use=holders why_not delete after close>
            <p>{lost.clone()}" Nobody holds one of the roles. This cannot be undone."</p>
        </DeleteWindow>
    }
    .into_any()
}

#[component]
pub fn RoleDeletion(api: ApiRow, role: ApiRoleRow, after: After, close: Callback<()>) -> impl IntoView {
    let ApiRoleRow { id, name, holders, .. } = role;
    let of = ["A role of “", &api.name, "”. Nobody holds it. This cannot be undone."].concat();
    let why_not = Callback::new(|count| in_use(count, "this role"));
    let delete = Callback::new(move |()| -> Later<()> { Box::pin(delete_api_role(id.clone())) });
    view! {
        <DeleteWindow name in_use=holders why_not delete after close>
            <p>{of.clone()}</p>
        </DeleteWindow>
    }
    .into_any()
}

fn counted(count: usize, what: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    [&count.to_string(), " ", what, s].concat()
}

fn in_use(count: i64, what: &'static str) -> AnyView {
    let hold = match count {
        1 => "1 client or principal holds ".to_owned(),
        count => [&count.to_string(), " clients and principals hold "].concat(),
    };
    view! {
        <p><strong>{hold}{what}"."</strong></p>
        <p>
            "What is held cannot be deleted. Open the page of each, choose its tab Roles, and give it another role or \
            none; then delete this."
        </p>
    }
    .into_any()
}
