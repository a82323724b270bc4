//! One operation: what it takes, what it answers, and trying it.

use leptos::html::Details;
use leptos::prelude::*;

use crate::api_reference::api::{Operation, Parameter, RequestBody};
use crate::api_reference::fields::Fields;
use crate::api_reference::find::Wanted;
use crate::api_reference::opening::open_when_named;
use crate::api_reference::shapes::{Answers, PROBLEMS};
use crate::api_reference::trying::Trying;
use crate::api_reference::words::words;

/// Closed until somebody opens it, or the address names it.
#[component]
pub fn OperationEntry(operation: Operation, wanted: Wanted) -> impl IntoView {
    let id = operation.id.clone();
    let details = NodeRef::<Details>::new();
    let was_opened = RwSignal::new(false);
    open_when_named(details, id.clone());
    let is_hidden = {
        let id = id.clone();
        move || !wanted.has(&id)
    };
    let opened = move |_| {
        if details.get_untracked().is_some_and(|details| details.open()) {
            was_opened.set(true);
        }
    };
    let tried = StoredValue::new(operation.clone());
    let method = ["method ", &operation.method.to_ascii_lowercase()].concat();

    view! {
        <details class="operation" id=id node_ref=details hidden=is_hidden on:toggle=opened>
            <summary>
                <h3>
                    <span class=method>{operation.method.clone()}</span>
                    " "
                    <code>{operation.path.clone()}</code>
                </h3>
                <span>{words(&operation.summary)}</span>
            </summary>
            <Told operation/>
            {move || was_opened.get().then(|| view! { <Trying operation=tried.get_value()/> })}
        </details>
    }
    .into_any()
}

#[component]
fn Told(operation: Operation) -> impl IntoView {
    let Operation { id, description, parameters, body, answers, problems, .. } = operation;
    let place = ["#", &id].concat();
    view! {
        {(!description.is_empty()).then(|| view! { <p>{words(&description)}</p> }.into_inner().into_any())}
        <p class="help">"Operation "<a href=place>{id}</a></p>
        {(!parameters.is_empty()).then(|| view! { <Parameters parameters/> })}
        {body.map(|body| view! { <Body body/> })}
        <h4>"Answers"</h4>
        <Answers answers/>
        {(!problems.is_empty()).then(|| view! {
            <p>
                "Also " {problems.join(", ")} ": see " <a href=["#", PROBLEMS].concat()>"Problems"</a> "."
            </p>
        }.into_inner().into_any())}
    }
    .into_any()
}

#[component]
fn Parameters(parameters: Vec<Parameter>) -> impl IntoView {
    let fields = parameters.into_iter().map(|parameter| parameter.field).collect();
    view! { <h4>"Parameters"</h4> <Fields fields/> }.into_inner().into_any()
}

#[component]
fn Body(body: RequestBody) -> impl IntoView {
    view! {
        <h4>"Body"</h4>
        <p class="help">"JSON, as "<code>{body.media_type}</code></p>
        <Fields fields=body.fields/>
    }
    .into_inner()
    .into_any()
}
