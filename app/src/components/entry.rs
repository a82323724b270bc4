//! What a person typed into one field, and whether it is time to speak of its problems.

use domain::{FieldProblem, MAX_ENTRIES};
use leptos::prelude::*;

/// One text field's state; outlives the field, so that what a choice hid comes back with it.
#[derive(Clone, Copy)]
pub struct Entry {
    /// The `id` of its input.
    pub id: &'static str,
    pub value: RwSignal<String>,
    /// Whether the person has been in the field and gone on.
    pub left: RwSignal<bool>,
    /// What the server said, until the next change.
    pub refused: RwSignal<Option<FieldProblem>>,
}

impl Entry {
    pub fn new(id: &'static str) -> Self {
        Self {
            id,
            value: RwSignal::new(String::new()),
            left: RwSignal::new(false),
            refused: RwSignal::new(None),
        }
    }

    pub fn is_empty(self) -> bool {
        self.value.with(String::is_empty)
    }

    /// Takes a new value, which the server has not judged yet.
    pub fn set(self, value: String) {
        self.refused.set(None);
        self.value.set(value);
    }

    pub fn clear(self) {
        self.set(String::new());
        self.left.set(false);
    }

    /// The problem to show: the server's, or else the one found here, once something was typed or passed over.
    pub fn problem(self, submitted: bool, found: Option<FieldProblem>) -> Option<FieldProblem> {
        let is_touched = submitted || self.left.get() || !self.is_empty();
        self.refused.get().or(if is_touched { found } else { None })
    }
}

/// The fields of a list of values.
#[derive(Clone, Copy)]
pub struct EntryList {
    all: StoredValue<[Entry; MAX_ENTRIES]>,
    /// Those on the page, in its order.
    pub shown: RwSignal<Vec<Entry>>,
}

impl EntryList {
    pub fn new(ids: [&'static str; MAX_ENTRIES]) -> Self {
        let all = ids.map(Entry::new);
        Self { all: StoredValue::new(all), shown: RwSignal::new(vec![all[0]]) }
    }

    /// Puts these values, of which no more than fit are taken, in the place of what there was.
    pub fn fill(self, values: &[String]) {
        let all = self.all.get_value();
        for (place, entry) in all.into_iter().enumerate() {
            entry.clear();
            entry.value.set(values.get(place).cloned().unwrap_or_default());
        }
        self.shown.set(all.into_iter().take(values.len().max(1)).collect());
    }

    /// Shows one more field, unless all are shown.
    pub fn add(self) -> Option<Entry> {
        let shown = self.shown.get_untracked();
        let free =
            self.all.get_value().into_iter().find(|entry| shown.iter().all(|used| used.id != entry.id))?;
        free.clear();
        self.shown.update(|shown| shown.push(free));
        Some(free)
    }

    /// Takes a field away; the last one is only emptied.
    pub fn remove(self, entry: Entry) {
        if self.shown.with_untracked(Vec::len) > 1 {
            self.shown.update(|shown| shown.retain(|other| other.id != entry.id));
        } else {
            entry.clear();
        }
    }

    /// The fields with something in them: only these are sent, and only these count.
    pub fn filled(self) -> Vec<Entry> {
        let mut filled = self.shown.get();
        filled.retain(|entry| !entry.is_empty());
        filled
    }

    pub fn values(self) -> Vec<String> {
        self.filled().into_iter().map(|entry| entry.value.get()).collect()
    }
}
