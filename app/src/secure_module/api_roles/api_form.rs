//! The window in which an API is added or edited.

use domain::{ApiDraft, Field, FieldProblem};
use leptos::prelude::*;

use crate::components::entry::Entry;
use crate::components::field::{Shape, TextField};
use crate::components::focus::focus_later;
use crate::error::PortalError;
use crate::secure_module::api_roles::api::{ApiRow, add_api, edit_api};
use crate::secure_module::api_roles::scopes::naming_scope;
use crate::secure_module::form_window::{FormWindow, Saving, Sent};
use crate::secure_module::listed::After;

const NAME_HELP: &str = "What people call it, as in Billing API. No two APIs share a name.";
const SCOPES_HELP: &str =
    "One in each line, as in invoices.read. They stand in tokens, and belong to this API alone.";

/// What stands in the form.
#[derive(Clone, Copy)]
struct Typed {
    name: Entry,
    /// One in each line.
    scopes: Entry,
    saving: Saving,
}

impl Typed {
    fn new(edited: Option<&ApiRow>) -> Self {
        let typed =
            Self { name: Entry::new("api-name"), scopes: Entry::new("api-scopes"), saving: Saving::new() };
        if let Some(edited) = edited {
            typed.name.set(edited.name.clone());
            typed.scopes.set(edited.scopes.join("\n"));
        }
        typed
    }

    fn draft(self) -> ApiDraft {
        // RFC 6749 §3.3: no scope has a space in it, and where scopes are listed there are spaces between them.
        let scopes = self.scopes.value.with(|typed| typed.split_whitespace().map(str::to_owned).collect());
        ApiDraft { name: self.name.value.get(), scopes }
    }

    fn entry(self, field: Field) -> Entry {
        if field == Field::ApiName { self.name } else { self.scopes }
    }

    fn problem(self, entry: Entry) -> Signal<Option<FieldProblem>> {
        Signal::derive(move || {
            let draft = self.draft();
            let problems = draft.check().err().unwrap_or_default();
            let found = problems.into_iter().find(|problem| self.entry(problem.field).id == entry.id);
            entry.problem(
                self.saving.submitted.get(),
                found.map(|problem| naming_scope(problem, &draft.scopes)),
            )
        })
    }

    /// What is to be saved, where nothing stands in the way; else goes where something does.
    fn submit(self) -> Option<ApiDraft> {
        let draft = untrack(|| self.draft());
        let problems = draft.check().err().unwrap_or_default();
        self.go_to(&problems);
        self.saving.begin(&problems).then_some(draft)
    }

    fn refuse(self, error: &PortalError) {
        let draft = untrack(|| self.draft());
        // The first at each field is shown.
        for problem in error.problems().iter().rev() {
            let shown = naming_scope(problem.clone(), &draft.scopes);
            self.entry(problem.field).refused.set(Some(shown));
        }
        self.go_to(error.problems());
    }

    fn go_to(self, problems: &[FieldProblem]) {
        if let Some(first) = problems.first() {
            focus_later(self.entry(first.field).id);
        }
    }
}

#[component]
pub fn ApiForm(
    /// None for a new one.
    edited: Option<ApiRow>,
    after: After,
    close: Callback<()>,
) -> impl IntoView {
    let typed = Typed::new(edited.as_ref());
    let title =
        edited.as_ref().map_or_else(|| "Add API".to_owned(), |edited| ["Edit “", &edited.name, "”"].concat());
    let save = if edited.is_some() { ["Save", "Saving…"] } else { ["Add", "Adding…"] };
    let edited = StoredValue::new(edited);
    let refuse = Callback::new(move |error: PortalError| typed.refuse(&error));
    let submit = Callback::new(move |()| {
        if let Some(draft) = typed.submit() {
            typed.saving.send(send(edited.get_value(), draft), after, close, refuse);
        }
    });

    view! {
        <FormWindow title save saving=typed.saving submit close>
            <TextField
                entry=typed.name
                shape=Shape::Line
                label="Name"
                is_required=true
                problem=typed.problem(typed.name)
                help=NAME_HELP
            />
            <TextField
                entry=typed.scopes
                shape=Shape::Lines
                label="Scopes"
                is_required=true
                problem=typed.problem(typed.scopes)
                help=SCOPES_HELP
            />
        </FormWindow>
    }
    .into_any()
}

fn send(edited: Option<ApiRow>, draft: ApiDraft) -> Sent {
    let name = draft.name.trim().to_owned();
    match edited {
        Some(ApiRow { id, version, .. }) => Sent {
            answer: Box::pin(async move { edit_api(id, version, draft).await.map(drop) }),
            done: ["“", &name, "” saved."].concat(),
        },
        None => Sent {
            answer: Box::pin(async move { add_api(draft).await.map(drop) }),
            done: ["“", &name, "” added."].concat(),
        },
    }
}
