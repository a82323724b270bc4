//! The window in which an environment is added or edited.

use domain::{EnvironmentDraft, Field, FieldProblem};
use leptos::prelude::*;

use crate::components::entry::Entry;
use crate::components::field::{Shape, TextField};
use crate::components::focus::focus_later;
use crate::error::PortalError;
use crate::secure_module::environments::api::{EnvironmentRow, add_environment, edit_environment};
use crate::secure_module::form_window::{FormWindow, Saving, Sent};
use crate::secure_module::listed::After;

const NAME_HELP: &str = "Lower-case letters, digits, hyphens and underscores. It stands in the tokens.";
const NEW_AUDIENCE_HELP: &str = "The address of what the tokens are for, as in https://api.example.com. Leave it empty and one is made from the name.";
const AUDIENCE_HELP: &str = "Leave it empty to keep it as it is.";

/// What stands in the form.
#[derive(Clone, Copy)]
struct Typed {
    name: Entry,
    audience: Entry,
    saving: Saving,
}

impl Typed {
    fn new(edited: Option<&EnvironmentRow>) -> Self {
        let typed = Self {
            name: Entry::new("environment-name"),
            audience: Entry::new("environment-audience"),
            saving: Saving::new(),
        };
        if let Some(edited) = edited {
            typed.name.set(edited.name.clone());
            typed.audience.set(edited.audience.clone());
        }
        typed
    }

    fn draft(self) -> EnvironmentDraft {
        EnvironmentDraft { name: self.name.value.get(), audience: self.audience.value.get() }
    }

    fn entry(self, field: Field) -> Entry {
        if field == Field::Audience { self.audience } else { self.name }
    }

    fn problem(self, field: Field) -> Signal<Option<FieldProblem>> {
        Signal::derive(move || {
            let found = self.draft().check().err().unwrap_or_default();
            let found = found.into_iter().find(|problem| problem.field == field);
            self.entry(field).problem(self.saving.submitted.get(), found)
        })
    }

    /// What is to be saved, where nothing stands in the way; else goes where something does.
    fn submit(self) -> Option<EnvironmentDraft> {
        let draft = untrack(|| self.draft());
        let problems = draft.check().err().unwrap_or_default();
        self.go_to(&problems);
        self.saving.begin(&problems).then_some(draft)
    }

    fn refuse(self, error: &PortalError) {
        for problem in error.problems() {
            self.entry(problem.field).refused.set(Some(problem.clone()));
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
pub fn EnvironmentForm(
    /// None for a new one.
    edited: Option<EnvironmentRow>,
    after: After,
    close: Callback<()>,
) -> impl IntoView {
    let typed = Typed::new(edited.as_ref());
    let title = edited
        .as_ref()
        .map_or_else(|| "Add Environment".to_owned(), |edited| ["Edit “", &edited.name, "”"].concat());
    let (save, audience_help) = match edited {
        Some(_) => (["Save", "Saving…"], AUDIENCE_HELP),
        None => (["Add", "Adding…"], NEW_AUDIENCE_HELP),
    };
    let is_edit = edited.is_some();
    let before = edited.clone();
    let is_changed = Memo::new(move |_| {
        let EnvironmentDraft { name, audience } = typed.draft();
        let differs = |typed: &str, before: &str| !typed.trim().is_empty() && typed.trim() != before;
        before
            .as_ref()
            .is_some_and(|before| differs(&name, &before.name) || differs(&audience, &before.audience))
    });
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
                problem=typed.problem(Field::EnvironmentName)
                help=NAME_HELP
            />
            <TextField
                entry=typed.audience
                shape=Shape::Address
                label="Audience"
                is_optional=!is_edit
                problem=typed.problem(Field::Audience)
                help=audience_help
            />
            <div role="status">
                {move || is_changed.get().then(|| view! { <AtOnce/> })}
            </div>
        </FormWindow>
    }
    .into_any()
}

#[component]
fn AtOnce() -> impl IntoView {
    view! {
        <p class="note warn">
            <span class="icon icon-warning" aria-hidden="true"></span>
            "Tokens carry what you change at once. An API that checks the name or the audience from before refuses \
            them until it is configured anew."
        </p>
    }
    .into_inner()
    .into_any()
}

fn send(edited: Option<EnvironmentRow>, draft: EnvironmentDraft) -> Sent {
    let name = draft.name.trim().to_owned();
    match edited {
        Some(EnvironmentRow { id, version, .. }) => Sent {
            answer: Box::pin(async move { edit_environment(id, version, draft).await.map(drop) }),
            done: ["“", &name, "” saved."].concat(),
        },
        None => Sent {
            answer: Box::pin(async move { add_environment(draft).await.map(drop) }),
            done: ["“", &name, "” added."].concat(),
        },
    }
}
