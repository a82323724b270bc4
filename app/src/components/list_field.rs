//! A field that takes a few values of one kind.

use domain::{FieldProblem, MAX_ENTRIES, MAX_LENGTH};
use leptos::prelude::*;

use crate::components::entry::{Entry, EntryList};
use crate::components::field::{Shape, TextField};
use crate::components::focus::focus_later;

/// How a list speaks of itself.
#[derive(Clone, Copy)]
pub struct ListWords {
    /// The `id` of the group; `add_id` is that of its Add button.
    pub id: &'static str,
    pub add_id: &'static str,
    /// "Redirect URIs"
    pub many: &'static str,
    /// "Redirect URI"
    pub one: &'static str,
    pub help: &'static str,
}

#[component]
pub fn ListField(
    list: EntryList,
    words: ListWords,
    #[prop(optional)] is_optional: bool,
    problem_of: Callback<Entry, Option<FieldProblem>>,
    /// Stands beside the Add button.
    #[prop(optional)]
    beside: Option<AnyView>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let help_id = [words.id, "-help"].concat();
    let described_by = help_id.clone();
    let add = move |_| {
        if let Some(entry) = list.add() {
            focus_later(entry.id);
        }
    };
    view! {
        <fieldset class="list" id=words.id tabindex="-1" aria-describedby=described_by>
            <legend>
                {words.many}
                {is_optional.then(|| view! { <span class="optional">" optional"</span> }.into_inner().into_any())}
            </legend>
            <p class="help" id=help_id>{words.help}</p>
            // Not by the `id`: the fields of another form in this place have the same ones.
            <For each=move || list.shown.get() key=|entry| entry.value let(entry)>
                <ListRow list words entry is_optional problem_of/>
            </For>
            <p class="actions">
                <button
                    type="button"
                    class="button"
                    id=words.add_id
                    disabled=move || list.shown.with(|shown| shown.len() == MAX_ENTRIES)
                    on:click=add
                >
                    <span class="icon icon-plus" aria-hidden="true"></span>
                    "Add another"
                    <span class="unseen">" "{words.one}</span>
                </button>
                {beside}
            </p>
            {children.map(|children| children())}
        </fieldset>
    }
    .into_inner()
    .into_any()
}

#[component]
fn ListRow(
    list: EntryList,
    words: ListWords,
    entry: Entry,
    is_optional: bool,
    problem_of: Callback<Entry, Option<FieldProblem>>,
) -> impl IntoView {
    let place = move || list.shown.with(|shown| shown.iter().position(|other| other.id == entry.id));
    let label = Signal::derive(move || [words.one, " ", &(place().unwrap_or(0) + 1).to_string()].concat());
    let remove = move |_| {
        let place = untrack(place).unwrap_or(0);
        list.remove(entry);
        let next = list.shown.with_untracked(|shown| shown.get(place).or(shown.last()).copied());
        focus_later(next.map_or(words.add_id, |next| next.id));
    };
    view! {
        <div class="row">
            <TextField
                entry
                shape=Shape::Address
                label
                is_required=Signal::derive(move || !is_optional && place() == Some(0))
                problem=Signal::derive(move || problem_of.run(entry))
                limit=MAX_LENGTH
            />
            <button
                type="button"
                class="button"
                disabled=move || entry.is_empty() && list.shown.with(|shown| shown.len() == 1)
                aria-label=move || ["Remove ", &label.get()].concat()
                on:click=remove
            >
                "Remove"
            </button>
        </div>
    }
    .into_inner()
    .into_any()
}
