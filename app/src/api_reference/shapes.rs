//! What many operations have in common: the shapes of what they take and give, and why they may refuse.

use leptos::html::Details;
use leptos::prelude::*;

use crate::api_reference::api::{OperationAnswer, Shape};
use crate::api_reference::fields::{Fields, ShapeLink, shape_id};
use crate::api_reference::opening::open_when_named;
use crate::api_reference::words::words;

/// Where the page tells of problems.
pub const PROBLEMS: &str = "problems";

/// The shapes with a name.
#[component]
pub fn Shapes(shapes: Vec<Shape>) -> impl IntoView {
    let shape = |shape| view! { <ShapeEntry shape/> }.into_any();
    view! {
        <section class="operations" aria-labelledby="shapes">
            <div class="part-head"><h2 id="shapes">"Shapes"</h2></div>
            {shapes.into_iter().map(shape).collect_view()}
        </section>
    }
    .into_inner()
    .into_any()
}

#[component]
fn ShapeEntry(shape: Shape) -> impl IntoView {
    let id = shape_id(&shape.name);
    let details = NodeRef::<Details>::new();
    open_when_named(details, id.clone());
    view! {
        <details class="operation" id=id node_ref=details>
            <summary>
                <h3>{shape.name}</h3>
                <span>{words(&shape.meaning)}</span>
            </summary>
            <Fields fields=shape.fields/>
        </details>
    }
    .into_any()
}

/// Why any operation may refuse.
#[component]
pub fn Problems(problems: Vec<OperationAnswer>) -> impl IntoView {
    view! {
        <section class="operations" aria-labelledby=PROBLEMS>
            <div class="part-head"><h2 id=PROBLEMS tabindex="-1">"Problems"</h2></div>
            <p class="lead">"Whatever is asked, the answer may be one of these, as problem details (RFC 9457)."</p>
            <Answers answers=problems/>
        </section>
    }
    .into_inner()
    .into_any()
}

/// Answers, by their status.
#[component]
pub fn Answers(answers: Vec<OperationAnswer>) -> impl IntoView {
    let row = |answer: OperationAnswer| {
        let OperationAnswer { status, meaning, shape } = answer;
        let link = shape.map(|shape| view! { " " <ShapeLink text=shape.clone() shape/> }.into_any());
        view! { <li><code>{status}</code> " " {words(&meaning)} {link}</li> }.into_inner().into_any()
    };
    view! { <ul class="fields">{answers.into_iter().map(row).collect_view()}</ul> }.into_inner().into_any()
}
