//! Finding operations by what they are called, what they do and where.

use leptos::prelude::*;
use std::collections::BTreeSet;

use crate::api_reference::api::{Operation, OperationGroup};
use crate::components::hydrated::hydrated;

/// Which operations the person wants to see.
#[derive(Clone, Copy)]
pub struct Wanted {
    typed: RwSignal<String>,
    found: Memo<BTreeSet<String>>,
    all: usize,
}

impl Wanted {
    pub fn new(groups: &[OperationGroup]) -> Self {
        let texts: Vec<(String, String)> = groups
            .iter()
            .flat_map(|group| {
                group.operations.iter().map(|operation| (operation.id.clone(), text(group, operation)))
            })
            .collect();
        let typed = RwSignal::new(String::new());
        let all = texts.len();
        let found = Memo::new(move |_| {
            let typed = typed.get().to_lowercase();
            let is_found = |text: &str| typed.split_whitespace().all(|word| text.contains(word));
            texts.iter().filter(|(_, text)| is_found(text)).map(|(id, _)| id.clone()).collect()
        });
        Self { typed, found, all }
    }

    /// Whether the operation is among them.
    pub fn has(self, id: &str) -> bool {
        self.found.with(|found| found.contains(id))
    }
}

fn text(group: &OperationGroup, operation: &Operation) -> String {
    [&group.name, &operation.id, &operation.method, &operation.path, &operation.summary]
        .map(|part| part.to_lowercase())
        .join(" ")
}

#[component]
pub fn Find(wanted: Wanted) -> impl IntoView {
    let Wanted { typed, found, all } = wanted;
    let hydrated = hydrated();
    let told = move || {
        let found = found.with(BTreeSet::len);
        match found {
            0 => "No operation has all of these words.".to_owned(),
            found if found == all => [&all.to_string(), " operations"].concat(),
            found => [&found.to_string(), " of ", &all.to_string(), " operations"].concat(),
        }
    };
    // The browsers do not agree on this key.
    let clear = move |key: leptos::ev::KeyboardEvent| {
        if key.key() == "Escape" {
            key.prevent_default();
            typed.set(String::new());
        }
    };
    view! {
        <div class="clients-head">
            <search class="find">
                <span class="search">
                    <span class="icon icon-search" aria-hidden="true"></span>
                    <input
                        id="q"
                        type="search"
                        placeholder="Find an operation"
                        aria-label="Find an operation"
                        autocomplete="off"
                        autocapitalize="none"
                        spellcheck="false"
                        disabled=move || !hydrated.get()
                        prop:value=typed
                        on:input=move |ev| typed.set(event_target_value(&ev))
                        on:keydown=clear
                    />
                </span>
            </search>
            <div class="bar"><p role="status">{told}</p></div>
        </div>
    }
    .into_inner()
    .into_any()
}
