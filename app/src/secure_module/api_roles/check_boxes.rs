//! Several of a few values, chosen by check boxes.

use domain::FieldProblem;
use leptos::prelude::*;

use crate::components::problem_text::ProblemText;

/// The choice among `all`.
#[derive(Clone, Copy)]
pub struct Checked {
    /// The `id` of the group.
    pub id: &'static str,
    all: StoredValue<Vec<String>>,
    chosen: RwSignal<Vec<String>>,
    /// Whether the person has chosen anything.
    is_touched: RwSignal<bool>,
    /// What the server said, until the next change.
    pub refused: RwSignal<Option<FieldProblem>>,
}

impl Checked {
    pub fn new(id: &'static str, all: Vec<String>, chosen: Vec<String>) -> Self {
        Self {
            id,
            all: StoredValue::new(all),
            chosen: RwSignal::new(chosen),
            is_touched: RwSignal::new(false),
            refused: RwSignal::new(None),
        }
    }

    /// What is chosen, in the order of the boxes.
    pub fn chosen(self) -> Vec<String> {
        let mut chosen = self.all.get_value();
        chosen.retain(|value| self.is_chosen(value));
        chosen
    }

    fn is_chosen(self, value: &String) -> bool {
        self.chosen.with(|chosen| chosen.contains(value))
    }

    fn are_all_chosen(self) -> bool {
        self.all.with_value(|all| all.iter().all(|value| self.is_chosen(value)))
    }

    fn choose(self, chosen: Vec<String>) {
        self.refused.set(None);
        self.is_touched.set(true);
        self.chosen.set(chosen);
    }

    fn turn(self, value: &String) {
        let mut chosen = self.chosen.get_untracked();
        if chosen.contains(value) {
            chosen.retain(|other| other != value);
        } else {
            chosen.push(value.clone());
        }
        self.choose(chosen);
    }

    /// The problem to show: the server's, or else the one found here, once something was chosen or passed over.
    pub fn problem(self, submitted: bool, found: Option<FieldProblem>) -> Option<FieldProblem> {
        let is_due = submitted || self.is_touched.get();
        self.refused.get().or(if is_due { found } else { None })
    }
}

/// One box for each value, and a button for all of them.
#[component]
pub fn CheckBoxes(
    checked: Checked,
    legend: &'static str,
    problem: Signal<Option<FieldProblem>>,
) -> impl IntoView {
    let problem_id = [checked.id, "-problem"].concat();
    let described_by = problem_id.clone();
    let boxes = checked.all.get_value().into_iter().enumerate().map(|(place, value)| {
        let id = [checked.id, "-", &place.to_string()].concat();
        view! { <CheckBox checked id value/> }
    });
    let boxes = boxes.collect_view();
    let turn_all = move |_| {
        let all = if untrack(|| checked.are_all_chosen()) { Vec::new() } else { checked.all.get_value() };
        checked.choose(all);
    };
    let several = checked.all.with_value(Vec::len) > 1;

    view! {
        <fieldset class="checks" id=checked.id tabindex="-1" aria-describedby=described_by>
            <legend>{legend}</legend>
            <div class="boxes">{boxes}</div>
            {several.then(|| view! {
                <p>
                    <button type="button" class="button" on:click=turn_all>
                        {move || if checked.are_all_chosen() { "Choose none" } else { "Choose all" }}
                    </button>
                </p>
            }.into_inner().into_any())}
            <ProblemText id=problem_id problem accept=|_| ()/>
        </fieldset>
    }
    .into_inner()
    .into_any()
}

#[component]
fn CheckBox(checked: Checked, id: String, value: String) -> impl IntoView {
    let label_for = id.clone();
    let text = value.clone();
    let value = StoredValue::new(value);
    let is_chosen = move || value.with_value(|value| checked.is_chosen(value));
    view! {
        <div class="check">
            <input
                type="checkbox"
                id=id
                checked=untrack(is_chosen)
                prop:checked=is_chosen
                on:change=move |_| value.with_value(|value| checked.turn(value))
            />
            <label for=label_for><code>{text}</code></label>
        </div>
    }
    .into_inner()
    .into_any()
}
