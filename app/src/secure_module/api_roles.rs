//! The page *API Roles*: APIs, their scopes, and the roles that clients and principals are given.

pub mod api;
mod api_form;
pub mod check_boxes;
mod delete;
mod role_form;
mod roles;
mod scopes;
mod section;

use leptos::prelude::*;

use crate::components::heading::PageHeading;
use crate::components::hydrated::hydrated;
use crate::secure_module::api_roles::api::{ApiRoleRow, ApiRow, apis};
use crate::secure_module::api_roles::api_form::ApiForm;
use crate::secure_module::api_roles::delete::{ApiDeletion, RoleDeletion};
use crate::secure_module::api_roles::role_form::RoleForm;
pub use crate::secure_module::api_roles::scopes::scope_list;
use crate::secure_module::api_roles::section::show;
use crate::secure_module::listed::Listed;
use crate::session::api::SignedInPerson;

/// What is open over the page. A role comes with its API.
#[derive(Clone)]
enum Window {
    ApiForm(Option<ApiRow>),
    DeleteApi(ApiRow),
    RoleForm(ApiRow, Option<ApiRoleRow>),
    DeleteRole(ApiRow, ApiRoleRow),
}

/// Opens and closes it.
#[derive(Clone, Copy)]
struct Windows(RwSignal<Option<Window>>);

#[component]
pub fn ApiRoles() -> impl IntoView {
    let listed = Listed::provide(|| Box::pin(apis()));
    let open = RwSignal::new(None::<Window>);
    provide_context(Windows(open));
    let close = Callback::new(move |()| open.set(None));
    let may_change = expect_context::<SignedInPerson>().role.can_change();

    view! {
        <div class="page-head">
            <PageHeading text="API Roles"/>
            {may_change.then(|| view! { <Add listed open/> })}
        </div>
        <p class="lead">
            "The APIs that this server gives tokens for. A role is a set of scopes of one API; what a client or principal \
            may ask for is what its roles allow."
        </p>
        {listed.show(waiting, show)}
        {move || open.get().map(|window| {
            let after = listed.after();
            match window {
                Window::ApiForm(edited) => view! { <ApiForm edited after close/> }.into_any(),
                Window::DeleteApi(api) => view! { <ApiDeletion api after close/> }.into_any(),
                Window::RoleForm(api, edited) => view! { <RoleForm api edited after close/> }.into_any(),
                Window::DeleteRole(api, role) => view! { <RoleDeletion api role after close/> }.into_any(),
            }
        })}
    }
    .into_inner()
    .into_any()
}

#[component]
fn Add(listed: Listed<ApiRow>, open: RwSignal<Option<Window>>) -> impl IntoView {
    let hydrated = hydrated();
    view! {
        <button
            type="button"
            class="button primary"
            disabled=move || !(hydrated.get() && listed.is_read())
            on:click=move |_| open.set(Some(Window::ApiForm(None)))
        >
            <span class="icon icon-plus" aria-hidden="true"></span>
            "Add API"
        </button>
    }
    .into_inner()
    .into_any()
}

/// The shape of the APIs until they have come.
fn waiting() -> AnyView {
    view! {
        <div class="skeleton" role="status">
            <span class="unseen">"Loading the APIs…"</span>
            {[(); 6].into_iter().map(|()| view! { <div></div> }.into_inner().into_any()).collect_view()}
        </div>
    }
    .into_inner()
    .into_any()
}
