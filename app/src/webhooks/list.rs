//! The page *Webhooks*.

use leptos::prelude::*;

use crate::components::heading::PageHeading;
use crate::components::hydrated::hydrated;
use crate::components::needs_script::NeedsScript;
use crate::secure_module::listed::Listed;
use crate::session::api::SignedInPerson;
use crate::webhooks::api::{WebhookRow, webhooks};
use crate::webhooks::form::WebhookForm;
use crate::webhooks::table::Table;

const WHY_SCRIPT: &str = "Adding a webhook needs JavaScript, because its secret is shown exactly once. Switch it on and \
                          reload the page.";

#[component]
pub fn Webhooks() -> impl IntoView {
    let listed = Listed::provide(|| Box::pin(webhooks()));
    let is_adding = RwSignal::new(false);
    let close = Callback::new(move |()| is_adding.set(false));
    let may_change = expect_context::<SignedInPerson>().role.can_change();

    view! {
        <div class="page-head">
            <PageHeading text="Webhooks"/>
            {may_change.then(|| view! { <Add listed is_adding/> })}
        </div>
        {may_change.then(|| view! { <NeedsScript why=WHY_SCRIPT/> })}
        <p class="lead">
            "Each is told of changes as they happen, in a message signed as Standard Webhooks describes. What is not taken is \
            sent again, for three days."
        </p>
        {listed.show(waiting, show)}
        {move || is_adding.get().then(|| view! { <WebhookForm edited=None after=listed.after() close/> })}
    }
    .into_inner()
    .into_any()
}

#[component]
fn Add(listed: Listed<WebhookRow>, is_adding: RwSignal<bool>) -> impl IntoView {
    let hydrated = hydrated();
    view! {
        <button
            type="button"
            class="button primary"
            aria-haspopup="dialog"
            disabled=move || !(hydrated.get() && listed.is_read())
            on:click=move |_| is_adding.set(true)
        >
            <span class="icon icon-plus" aria-hidden="true"></span>
            "Add Webhook"
        </button>
    }
    .into_inner()
    .into_any()
}

fn show(listed: Listed<WebhookRow>) -> AnyView {
    let may_change = expect_context::<SignedInPerson>().role.can_change();
    let is_empty = Memo::new(move |_| listed.is_empty());
    let list = move || {
        if is_empty.get() { empty(may_change) } else { view! { <Table listed/> }.into_any() }
    };
    list.into_any()
}

fn empty(may_change: bool) -> AnyView {
    let text = if may_change {
        "Add one, and a program of yours learns of each change within seconds."
    } else {
        "Administrators can add them."
    };
    view! {
        <div class="empty" role="status">
            <h2>"No webhooks yet"</h2>
            <p>{text}</p>
        </div>
    }
    .into_inner()
    .into_any()
}

/// The shape of the table until it has come.
fn waiting() -> AnyView {
    view! {
        <div class="skeleton" role="status">
            <span class="unseen">"Loading the webhooks…"</span>
            {[(); 3].into_iter().map(|()| view! { <div></div> }.into_inner().into_any()).collect_view()}
        </div>
    }
    .into_inner()
    .into_any()
}
