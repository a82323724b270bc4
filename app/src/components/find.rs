//! The parts of a list's search form.

use domain::MAX_LENGTH;
use leptos::html::{Input, Select};
use leptos::prelude::*;
use std::time::Duration;

use crate::components::hydrated::hydrated;

/// The `id` of the search field.
pub const FIELD: &str = "q";
/// A person who types does not want an answer to every letter.
const WAITS_FOR: Duration = Duration::from_millis(150);

/// How the browser's Back is to see the next view.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A view to come back to.
    Own,
    /// One of many on the way to what a person types.
    Passing,
}

/// Asks as a person types; Escape empties it.
#[component]
pub fn SearchField(
    field: NodeRef<Input>,
    value: String,
    /// What can be searched.
    hint: &'static str,
    go: Callback<Step>,
) -> impl IntoView {
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(timer) = timer.try_get_value().flatten() {
            timer.clear();
        }
    };
    let soon = move |_| {
        stop();
        timer.set_value(set_timeout_with_handle(move || go.run(Step::Passing), WAITS_FOR).ok());
    };
    // The browsers do not agree on this key.
    let clear = move |key: leptos::ev::KeyboardEvent| {
        if key.key() == "Escape"
            && let Some(field) = field.get_untracked()
        {
            key.prevent_default();
            field.set_value("");
            go.run(Step::Passing);
        }
    };
    on_cleanup(stop);
    view! {
        <span class="search">
            <span class="icon icon-search" aria-hidden="true"></span>
            <input
                node_ref=field
                id=FIELD
                type="search"
                name="q"
                value=value
                maxlength=MAX_LENGTH
                placeholder=hint
                aria-label="Search"
                autocapitalize="none"
                spellcheck="false"
                on:input=soon
                on:keydown=clear
            />
        </span>
    }
    .into_inner()
    .into_any()
}

/// One filter.
#[component]
pub fn Choice(
    name: &'static str,
    label: &'static str,
    node: NodeRef<Select>,
    chosen: String,
    options: Vec<(String, String)>,
    #[prop(into)] change: Callback<()>,
) -> impl IntoView {
    let option = |(value, label): (String, String)| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{label}</option> }.into_inner().into_any()
    };
    view! {
        <select class=name node_ref=node name=name aria-label=label on:change=move |_| change.run(())>
            {options.into_iter().map(option).collect_view()}
        </select>
    }
    .into_inner()
    .into_any()
}

/// Only for who has no script, or not yet: with it, each change is a search.
#[component]
pub fn SearchButton() -> impl IntoView {
    let hydrated = hydrated();
    move || {
        (!hydrated.get()).then(|| {
            view! { <button type="submit" class="button needs-script">"Search"</button> }
                .into_inner()
                .into_any()
        })
    }
}
