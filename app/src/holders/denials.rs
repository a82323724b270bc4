//! The tab *Refused requests*: what a client or principal asked for in vain, and what mends it.

mod add_redirect_uri;
pub mod api;

use domain::HolderKind;
use leptos::prelude::*;

use crate::components::copyable::Copyable;
use crate::components::facts::{fact, time};
use crate::components::failure::Failure;
use crate::components::hydrated::hydrated;
use crate::components::loaded::loaded;
use crate::error::PortalError;
use crate::holders::ShownHolder;
use crate::holders::denials::add_redirect_uri::AddRedirectUri;
use crate::holders::denials::api::{DenialRow, denials};
use crate::holders::secrets::last_used;
use crate::session::api::SignedInPerson;

/// What a client or principal was refused; nothing where it is not asked for.
///
/// To be made beside what the page is about and not below it, as its newest events are.
pub type Lately = Resource<Result<Option<Vec<DenialRow>>, PortalError>>;

/// Reads what the one that is named was refused, if any is.
pub async fn denials_of(client_id: Option<String>) -> Result<Option<Vec<DenialRow>>, PortalError> {
    match client_id {
        Some(client_id) => denials(client_id).await.map(Some),
        None => Ok(None),
    }
}

/// Whose requests these are, and the redirect URI that is about to be registered for it.
#[derive(Clone, Copy)]
struct Place {
    kind: HolderKind,
    plan: RwSignal<Option<String>>,
}

#[component]
pub fn Denials(holder: ShownHolder, lately: Lately) -> impl IntoView {
    let plan = RwSignal::new(None);
    provide_context(Place { kind: holder.kind, plan });
    let close = Callback::new(move |()| plan.set(None));
    view! {
        {loaded(lately, waiting, show)}
        {move || plan.get().map(|redirect_uri| view! { <AddRedirectUri holder redirect_uri close/> })}
    }
    .into_any()
}

fn waiting() -> AnyView {
    view! { <p class="loading" role="status">"Loading the refused requests…"</p> }.into_inner().into_any()
}

fn show(denials: Result<Option<Vec<DenialRow>>, PortalError>, retry: Callback<()>) -> AnyView {
    match denials {
        Ok(None) => waiting(),
        Ok(Some(denials)) if denials.is_empty() => {
            let noun = expect_context::<Place>().kind.noun();
            view! {
            <div class="empty">
                <h2>"Nothing was refused"</h2>
                <p>"When a request of this "{noun}" is refused, you see here for 30 days why, and what to do about it."</p>
            </div>
        }
        .into_inner()
        .into_any()
        }
        Ok(Some(denials)) => {
            let rows = denials.into_iter().map(|denial| view! { <Row denial/> }).collect_view();
            view! { <ul class="denials" aria-label="Refused requests, newest first">{rows}</ul> }
                .into_inner()
                .into_any()
        }
        Err(error) => view! { <Failure error retry/> }.into_inner().into_any(),
    }
}

#[component]
fn Row(denial: DenialRow) -> impl IntoView {
    let DenialRow { reason, advice, detail, comparison, can_be_added, times, first_at, last, last_reference } =
        denial;
    let may_change = expect_context::<SignedInPerson>().role.can_change();
    let button = (can_be_added && may_change).then(|| view! { <Add redirect_uri=detail.clone()/> });
    let reference = view! { <Copyable text=last_reference action="Copy reference"/> }.into_inner().into_any();
    let is_first = times == 1;
    let when = if is_first { "When" } else { "Last" };

    view! {
        <li>
            <div class="secret-head"><h2>{reason}</h2>{button}</div>
            {(!detail.is_empty()).then(|| view! { <p class="detail"><code>{detail}</code></p> }.into_inner().into_any())}
            {comparison.map(|text| view! { <p class="weakness">{text}</p> }.into_inner().into_any())}
            <p>{advice}</p>
            <dl class="facts beside">
                {(!is_first).then(|| fact("Times", times.into_any()))}
                {(!is_first).then(|| fact("First", time(first_at)))}
                {fact(when, last_used(Some(last)))}
                {fact("Reference in the log", reference)}
            </dl>
        </li>
    }
    .into_inner()
    .into_any()
}

#[component]
fn Add(redirect_uri: String) -> impl IntoView {
    let hydrated = hydrated();
    let plan = expect_context::<Place>().plan;
    let name = ["Add this redirect URI: ", &redirect_uri].concat();
    view! {
        <button
            type="button"
            class="button"
            aria-label=name
            disabled=move || !hydrated.get()
            on:click=move |_| plan.set(Some(redirect_uri.clone()))
        >
            "Add this redirect URI"
        </button>
    }
    .into_inner()
    .into_any()
}
