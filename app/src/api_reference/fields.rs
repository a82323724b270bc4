//! Fields in words.

use leptos::prelude::*;

use crate::api_reference::api::FieldRow;
use crate::api_reference::page::anchor;
use crate::api_reference::words::words;

/// A list of fields.
#[component]
pub fn Fields(fields: Vec<FieldRow>) -> impl IntoView {
    let row = |field| view! { <Field field/> }.into_any();
    view! { <ul class="fields">{fields.into_iter().map(row).collect_view()}</ul> }.into_inner().into_any()
}

#[component]
fn Field(field: FieldRow) -> impl IntoView {
    let said = [&field.meaning, &field.rules.join(" ")].map(|part| part.trim().to_owned());
    let said = said.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    view! {
        <li>
            <code>{field.name}</code>
            " "
            <span class="kind"><Kind kind=field.kind shape=field.shape/></span>
            {field.is_required.then(|| view! { " " <span class="badge">"required"</span> }.into_inner().into_any())}
            {(!said.is_empty()).then(|| view! { <p>{words(&said)}</p> }.into_inner().into_any())}
        </li>
    }
    .into_any()
}

#[component]
fn Kind(kind: String, shape: Option<String>) -> impl IntoView {
    match shape {
        Some(shape) => view! { <ShapeLink text=kind shape/> }.into_any(),
        None => kind.into_any(),
    }
}

/// Leads to where the shape is described.
#[component]
pub fn ShapeLink(text: String, shape: String) -> impl IntoView {
    view! { <a href=["#", &shape_id(&shape)].concat()>{text}</a> }.into_inner().into_any()
}

/// The place of a shape on the page.
pub fn shape_id(shape: &str) -> String {
    ["shape-", &anchor(shape)].concat()
}
