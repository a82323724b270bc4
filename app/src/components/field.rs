//! A labelled text field with help, problem and counter.

use domain::FieldProblem;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use crate::components::entry::Entry;
use crate::components::password_input::PasswordInput;
use crate::components::problem_text::ProblemText;

/// What is typed into a field.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Line,
    Lines,
    Address,
    /// What follows the fixed `app-`.
    ClientId,
    /// The person's own, which the browser may know.
    Email,
    /// Somebody else's.
    OthersEmail,
    NewPassword,
    CurrentPassword,
}

#[component]
pub fn TextField(
    entry: Entry,
    shape: Shape,
    #[prop(into)] label: Signal<String>,
    problem: Signal<Option<FieldProblem>>,
    #[prop(optional)] is_optional: bool,
    #[prop(optional, into)] is_required: Signal<bool>,
    #[prop(optional)] help: &'static str,
    /// Characters at most; counted only when near.
    #[prop(optional)]
    limit: usize,
) -> impl IntoView {
    let [help_id, problem_id] = ["-help", "-problem"].map(|part| [entry.id, part].concat());
    let described_by = [help_id.as_str(), " ", &problem_id].concat();

    view! {
        <div class="field">
            <label for=entry.id>
                {move || label.get()}
                {is_optional.then(|| view! { <span class="optional">" optional"</span> }.into_inner().into_any())}
            </label>
            <Input entry shape described_by is_required is_invalid=Signal::derive(move || problem.get().is_some())/>
            <ProblemText id=problem_id problem accept=move |right| entry.set(right)/>
            <div class="help" id=help_id>{help}<Counter entry limit/></div>
        </div>
    }
    .into_inner()
    .into_any()
}

#[component]
fn Input(
    entry: Entry,
    shape: Shape,
    described_by: String,
    is_required: Signal<bool>,
    is_invalid: Signal<bool>,
) -> impl IntoView {
    let take = move |typed: String| entry.set(typed);
    let leave = move || entry.left.set(true);
    let aria_invalid = move || is_invalid.get().then_some("true");
    // What stands in the field before the page's code sets its value.
    let first = entry.value.get_untracked();
    match shape {
        Shape::NewPassword | Shape::CurrentPassword => view! {
            <PasswordInput
                id=entry.id
                autocomplete=if shape == Shape::NewPassword { "new-password" } else { "current-password" }
                described_by
                invalid=is_invalid
                on_input=take
                on_blur=move |()| leave()
            />
        }
        .into_inner()
        .into_any(),
        Shape::Lines => view! {
            <textarea
                id=entry.id
                rows="3"
                aria-describedby=described_by
                aria-invalid=aria_invalid
                // Its text as a child would not be escaped.
                inner_html=first.replace('&', "&amp;").replace('<', "&lt;")
                prop:value=move || entry.value.get()
                on:input=move |ev| take(event_target_value(&ev))
                on:blur=move |_| leave()
            ></textarea>
        }
        .into_inner()
        .into_any(),
        Shape::Line | Shape::Address | Shape::ClientId | Shape::Email | Shape::OthersEmail => view! {
            <span class="with-prefix">
                {(shape == Shape::ClientId).then(|| view! { <span class="prefix">"app-"</span> }.into_inner().into_any())}
                <input
                    id=entry.id
                    type=if matches!(shape, Shape::Email | Shape::OthersEmail) { "email" } else { "text" }
                    inputmode=(shape == Shape::Address).then_some("url")
                    class:code=matches!(shape, Shape::Address | Shape::ClientId)
                    autocomplete=if shape == Shape::Email { "username" } else { "off" }
                    autocapitalize="none"
                    spellcheck="false"
                    aria-describedby=described_by
                    aria-required=move || is_required.get().then_some("true")
                    aria-invalid=aria_invalid
                    value=first
                    prop:value=move || entry.value.get()
                    on:input=move |ev| take(typed_value(&ev, shape))
                    on:blur=move |_| leave()
                />
            </span>
        }
        .into_inner()
        .into_any(),
    }
}

/// What was typed, without the `app-` that already stands before the field.
fn typed_value(ev: &leptos::ev::Event, shape: Shape) -> String {
    let typed = event_target_value(ev);
    if shape == Shape::ClientId
        && let Some(rest) = typed.strip_prefix("app-")
    {
        if let Some(input) = ev.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) {
            input.set_value(rest);
        }
        return rest.to_owned();
    }
    typed
}

#[component]
fn Counter(entry: Entry, limit: usize) -> impl IntoView {
    let text = move || {
        let count = entry.value.with(|value| value.chars().count());
        if limit > 0 && count * 5 >= limit * 4 {
            [&count.to_string(), " of ", &limit.to_string(), " characters"].concat()
        } else {
            String::new()
        }
    };
    view! { <span class="counter">{move || text()}</span> }.into_inner().into_any()
}
