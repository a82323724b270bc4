//! The page *Environments*: where principals live, and for whom their tokens are.

pub mod api;
mod delete;
mod form;
mod table;

use leptos::prelude::*;

use crate::components::heading::PageHeading;
use crate::components::hydrated::hydrated;
use crate::secure_module::environments::api::{EnvironmentRow, environments};
use crate::secure_module::environments::delete::Deletion;
use crate::secure_module::environments::form::EnvironmentForm;
use crate::secure_module::environments::table::show;
use crate::secure_module::listed::Listed;
use crate::session::api::SignedInPerson;

/// What is open over the page.
#[derive(Clone)]
enum Window {
    Form(Option<EnvironmentRow>),
    Delete(EnvironmentRow),
}

/// Opens and closes it.
#[derive(Clone, Copy)]
struct Windows(RwSignal<Option<Window>>);

#[component]
pub fn Environments() -> impl IntoView {
    let listed = Listed::provide(|| Box::pin(environments()));
    let open = RwSignal::new(None::<Window>);
    provide_context(Windows(open));
    let close = Callback::new(move |()| open.set(None));
    let may_change = expect_context::<SignedInPerson>().role.can_change();

    view! {
        <div class="page-head">
            <PageHeading text="Environments"/>
            {may_change.then(|| view! { <Add listed open/> })}
        </div>
        <p class="lead">
            "Each service principal lives in one environment. Its tokens carry the name of the environment in the claim "
            <code>"environment"</code>" and the audience in "<code>"aud"</code>
            ", so that an API takes only those that are meant for it."
        </p>
        {listed.show(waiting, show)}
        {move || open.get().map(|window| match window {
            Window::Form(edited) => view! { <EnvironmentForm edited after=listed.after() close/> }.into_any(),
            Window::Delete(environment) => view! { <Deletion environment after=listed.after() close/> }.into_any(),
        })}
    }
    .into_inner()
    .into_any()
}

#[component]
fn Add(listed: Listed<EnvironmentRow>, open: RwSignal<Option<Window>>) -> impl IntoView {
    let hydrated = hydrated();
    view! {
        <button
            type="button"
            class="button primary"
            disabled=move || !(hydrated.get() && listed.is_read())
            on:click=move |_| open.set(Some(Window::Form(None)))
        >
            <span class="icon icon-plus" aria-hidden="true"></span>
            "Add Environment"
        </button>
    }
    .into_inner()
    .into_any()
}

/// The shape of the table until it has come.
fn waiting() -> AnyView {
    view! {
        <div class="skeleton" role="status">
            <span class="unseen">"Loading the environments…"</span>
            {[(); 3].into_iter().map(|()| view! { <div></div> }.into_inner().into_any()).collect_view()}
        </div>
    }
    .into_inner()
    .into_any()
}
