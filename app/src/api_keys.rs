//! The page *API Keys*: with what programs come to the management API.

pub mod api;
mod api_types;
mod create;
mod dialog;
pub mod key_on_show;
mod revoke;
mod table;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api_keys::api::{ApiKeyRow, api_keys};
use crate::api_keys::create::CreateKey;
use crate::api_keys::revoke::Revocation;
use crate::api_keys::table::show;
use crate::components::focus::focus_heading_later;
use crate::components::heading::PageHeading;
use crate::components::hydrated::hydrated;
use crate::secure_module::listed::Listed;
use crate::session::api::SignedInPerson;

/// What is open over the page.
#[derive(Clone)]
enum Window {
    Create,
    Revoke(ApiKeyRow),
}

/// Opens and closes it.
#[derive(Clone, Copy)]
struct Windows(RwSignal<Option<Window>>);

#[component]
pub fn ApiKeys() -> impl IntoView {
    let listed = Listed::provide(|| Box::pin(api_keys()));
    let open = RwSignal::new(None::<Window>);
    provide_context(Windows(open));
    let close = Callback::new(move |()| open.set(None));
    // Of the page: each outlives the window that asks for it.
    let after = listed.after();
    let revoked = Callback::new(move |what: String| {
        spawn_local(async move {
            after.done(what).await;
            // The button that led to the question is gone.
            focus_heading_later();
        });
    });
    let may_change = expect_context::<SignedInPerson>().role.can_change();

    view! {
        <div class="page-head">
            <PageHeading text="API Keys"/>
            {may_change.then(|| view! { <Create listed open/> })}
        </div>
        <p class="lead">
            "A program that comes with an API key does through the API what you do here. Each key belongs to one program and \
            counts until it expires or is revoked. Its value is shown once, when it is made."
        </p>
        {listed.show(waiting, show)}
        {move || open.get().map(|window| match window {
            Window::Create => view! { <CreateKey after close/> }.into_any(),
            Window::Revoke(key) => view! { <Revocation key_row=key close revoked/> }.into_any(),
        })}
    }
    .into_inner()
    .into_any()
}

#[component]
fn Create(listed: Listed<ApiKeyRow>, open: RwSignal<Option<Window>>) -> impl IntoView {
    let hydrated = hydrated();
    view! {
        <button
            type="button"
            class="button primary"
            disabled=move || !(hydrated.get() && listed.is_read())
            on:click=move |_| open.set(Some(Window::Create))
        >
            <span class="icon icon-plus" aria-hidden="true"></span>
            "Create API key"
        </button>
    }
    .into_inner()
    .into_any()
}

/// The shape of the table until it has come.
fn waiting() -> AnyView {
    view! {
        <div class="skeleton" role="status">
            <span class="unseen">"Loading the API keys…"</span>
            {[(); 3].into_iter().map(|()| view! { <div></div> }.into_inner().into_any()).collect_view()}
        </div>
    }
    .into_inner()
    .into_any()
}
