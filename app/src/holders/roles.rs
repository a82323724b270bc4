//! The tab *Roles*: what a client or principal may do at which API.

pub mod api;
mod choices;
mod window;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::banner::Banners;
use crate::components::failure::Failure;
use crate::components::hydrated::hydrated;
use crate::components::loaded::loaded;
use crate::components::tabs::Tab;
use crate::error::PortalError;
use crate::holders::ShownHolder;
use crate::holders::roles::api::{HeldRoleRow, roles_held};
use crate::holders::roles::window::ChangeRoles;
use crate::secure_module::api_roles::scope_list;
use crate::session::api::SignedInPerson;

/// The tab on the page of a client or principal.
pub const ROLES: Tab = Tab { name: "roles", title: "Roles" };

/// What a client or principal holds; nothing where it is not asked for.
///
/// To be made beside what the page is about and not below it, as its newest events are.
pub type Held = Resource<Result<Option<Vec<HeldRoleRow>>, PortalError>>;

/// Reads what the client or principal that is named holds, if any is.
pub async fn held_by(client_id: Option<String>) -> Result<Option<Vec<HeldRoleRow>>, PortalError> {
    match client_id {
        Some(client_id) => roles_held(client_id).await.map(Some),
        None => Ok(None),
    }
}

/// Whose roles are on the page, and what they are.
#[derive(Clone, Copy)]
struct Shown {
    holder: ShownHolder,
    held: RwSignal<Vec<HeldRoleRow>>,
    is_open: RwSignal<bool>,
}

impl Shown {
    /// Reads the roles again, because somebody else changed them.
    fn refresh(self) {
        let client_id = self.holder.client_id.get_value();
        spawn_local(async move {
            if let Ok(held) = roles_held(client_id).await {
                self.held.try_set(held);
            }
        });
    }
}

/// The roles of a client or principal, and the window in which they are changed.
#[component]
pub fn Roles(holder: ShownHolder, held: Held) -> impl IntoView {
    let shown = Shown { holder, held: RwSignal::new(Vec::new()), is_open: RwSignal::new(false) };
    provide_context(shown);
    let banners = expect_context::<Banners>();
    view! {
        {loaded(held, waiting, show)}
        {move || shown.is_open.get().then(|| view! { <ChangeRoles shown banners/> })}
    }
    .into_any()
}

fn waiting() -> AnyView {
    view! { <p class="loading" role="status">"Loading the roles…"</p> }.into_inner().into_any()
}

fn show(held: Result<Option<Vec<HeldRoleRow>>, PortalError>, retry: Callback<()>) -> AnyView {
    match held {
        Ok(None) => waiting(),
        Ok(Some(held)) => {
            let shown = expect_context::<Shown>();
            shown.held.set(held);
            view! { <Table shown/> }.into_inner().into_any()
        }
        Err(error) => view! { <Failure error retry/> }.into_inner().into_any(),
    }
}

#[component]
fn Table(shown: Shown) -> impl IntoView {
    let hydrated = hydrated();
    let may_change = expect_context::<SignedInPerson>().role.can_change();
    let button = may_change.then(|| {
        view! {
            <button
                type="button"
                class="button"
                disabled=move || !hydrated.get()
                on:click=move |_| shown.is_open.set(true)
            >
                "Change roles"
            </button>
        }
        .into_inner()
        .into_any()
    });
    view! {
        <div class="part-head">
            <p class="help">"What it may ask for: the scopes of one role for each API."</p>
            {button}
        </div>
        {move || shown.held.with(|held| rows(held))}
    }
    .into_any()
}

const COLUMNS: [&str; 3] = ["API", "Role", "Scopes"];

fn rows(held: &[HeldRoleRow]) -> AnyView {
    if held.is_empty() {
        return view! {
            <div class="empty">
                <h2>"No roles"</h2>
                <p>"It has no role of any API, so its tokens carry no scopes of one."</p>
            </div>
        }
        .into_inner()
        .into_any();
    }
    let head = |title: &'static str| {
        view! { <th scope="col" role="columnheader">{title}</th> }.into_inner().into_any()
    };
    // The roles survive the style sheet's making cards of rows on a narrow screen; the elements' own do not.
    view! {
        <table role="table" class="roles" aria-label="Roles, by API">
            <thead role="rowgroup"><tr role="row">{COLUMNS.map(head).into_iter().collect_view()}</tr></thead>
            <tbody role="rowgroup">{held.iter().map(row).collect_view()}</tbody>
        </table>
    }
    .into_inner()
    .into_any()
}

fn row(held: &HeldRoleRow) -> AnyView {
    view! {
        <tr role="row">
            <th scope="row" role="rowheader" data-label="API">{held.api_name.clone()}</th>
            <td role="cell" data-label="Role">{held.role_name.clone()}</td>
            <td role="cell" data-label="Scopes">{scope_list(&held.scopes)}</td>
        </tr>
    }
    .into_inner()
    .into_any()
}
