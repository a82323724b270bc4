//! A field for a code, for the forms that need script.

use leptos::prelude::*;

use crate::components::focus::focus_later;
use crate::components::trouble::Trouble;
use crate::error::PortalError;

/// What is typed, and what the server said of it.
#[derive(Clone, Copy)]
pub struct CodeEntry {
    pub id: &'static str,
    value: RwSignal<String>,
    failure: RwSignal<Option<PortalError>>,
    pub busy: RwSignal<bool>,
}

impl CodeEntry {
    pub fn new(id: &'static str) -> Self {
        Self { id, value: RwSignal::default(), failure: RwSignal::new(None), busy: RwSignal::new(false) }
    }

    /// The code, where none is on its way already.
    pub fn send(self) -> Option<String> {
        if self.busy.get_untracked() {
            return None;
        }
        self.busy.set(true);
        self.failure.set(None);
        Some(self.value.get_untracked())
    }

    pub fn refuse(self, error: PortalError) {
        self.busy.try_set(false);
        self.failure.try_set(Some(error));
        focus_later(self.id);
    }
}

#[component]
pub fn CodeField(
    entry: CodeEntry,
    label: &'static str,
    #[prop(optional)] help: &'static str,
) -> impl IntoView {
    let CodeEntry { id, value, failure, .. } = entry;
    let [help_id, problem_id] = ["-help", "-problem"].map(|part| [id, part].concat());
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input
                id=id
                type="text"
                class="code"
                autocomplete="one-time-code"
                autocapitalize="characters"
                spellcheck="false"
                aria-describedby=[help_id.as_str(), " ", &problem_id].concat()
                aria-invalid=move || failure.with(Option::is_some).then_some("true")
                prop:value=move || value.get()
                on:input=move |ev| value.set(event_target_value(&ev))
            />
            <div class="problem" id=problem_id>{move || failure.get().map(said)}</div>
            <p class="help" id=help_id>{help}</p>
        </div>
    }
    .into_inner()
    .into_any()
}

fn said(error: PortalError) -> AnyView {
    match error.problems().first() {
        Some(problem) => view! { <p>{problem.message.clone()}</p> }.into_inner().into_any(),
        None => view! { <Trouble error/> }.into_inner().into_any(),
    }
}
