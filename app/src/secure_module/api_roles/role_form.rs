//! The window in which a role is added or edited.

use domain::{ApiRoleDraft, Field, FieldProblem};
use leptos::prelude::*;

use crate::components::entry::Entry;
use crate::components::field::{Shape, TextField};
use crate::components::focus::focus_later;
use crate::error::PortalError;
use crate::secure_module::api_roles::api::{ApiRoleRow, ApiRow, add_api_role, edit_api_role};
use crate::secure_module::api_roles::check_boxes::{CheckBoxes, Checked};
use crate::secure_module::api_roles::scopes::naming_scope;
use crate::secure_module::form_window::{FormWindow, Saving, Sent};
use crate::secure_module::listed::After;

const NAME_HELP: &str = "What people call it, as in Reader. No two roles of one API share a name.";

/// What stands in the form.
#[derive(Clone, Copy)]
struct Typed {
    name: Entry,
    scopes: Checked,
    saving: Saving,
}

impl Typed {
    fn new(api: &ApiRow, edited: Option<&ApiRoleRow>) -> Self {
        let name = Entry::new("role-name");
        let chosen = edited.map(|edited| edited.scopes.clone()).unwrap_or_default();
        if let Some(edited) = edited {
            name.set(edited.name.clone());
        }
        Self { name, scopes: Checked::new("role-scopes", api.scopes.clone(), chosen), saving: Saving::new() }
    }

    fn draft(self) -> ApiRoleDraft {
        ApiRoleDraft { name: self.name.value.get(), scopes: self.scopes.chosen() }
    }

    fn problem(self, is_it: fn(Field) -> bool) -> Option<FieldProblem> {
        let problems = self.draft().check().err().unwrap_or_default();
        problems.into_iter().find(|problem| is_it(problem.field))
    }

    /// What is to be saved, where nothing stands in the way; else goes where something does.
    fn submit(self) -> Option<ApiRoleDraft> {
        let draft = untrack(|| self.draft());
        let problems = draft.check().err().unwrap_or_default();
        self.go_to(&problems);
        self.saving.begin(&problems).then_some(draft)
    }

    fn refuse(self, error: &PortalError) {
        let chosen = untrack(|| self.scopes.chosen());
        // The first at each field is shown.
        for problem in error.problems().iter().rev() {
            let refused = if is_name(problem.field) { self.name.refused } else { self.scopes.refused };
            refused.set(Some(naming_scope(problem.clone(), &chosen)));
        }
        self.go_to(error.problems());
    }

    fn go_to(self, problems: &[FieldProblem]) {
        if let Some(first) = problems.first() {
            focus_later(if is_name(first.field) { self.name.id } else { self.scopes.id });
        }
    }
}

fn is_name(field: Field) -> bool {
    field == Field::RoleName
}

#[component]
pub fn RoleForm(
    api: ApiRow,
    /// None for a new one.
    edited: Option<ApiRoleRow>,
    after: After,
    close: Callback<()>,
) -> impl IntoView {
    let typed = Typed::new(&api, edited.as_ref());
    let submitted = typed.saving.submitted;
    let title = edited.as_ref().map_or_else(
        || ["Add role to “", &api.name, "”"].concat(),
        |edited| ["Edit “", &edited.name, "” of “", &api.name, "”"].concat(),
    );
    let save = if edited.is_some() { ["Save", "Saving…"] } else { ["Add", "Adding…"] };
    let holders = edited.as_ref().map_or(0, |edited| edited.holders);
    let role = StoredValue::new((api.id, edited));
    let refuse = Callback::new(move |error: PortalError| typed.refuse(&error));
    let submit = Callback::new(move |()| {
        if let Some(draft) = typed.submit() {
            typed.saving.send(send(role.get_value(), draft), after, close, refuse);
        }
    });

    view! {
        <FormWindow title save saving=typed.saving submit close>
            <TextField
                entry=typed.name
                shape=Shape::Line
                label="Name"
                is_required=true
                problem=Signal::derive(move || typed.name.problem(submitted.get(), typed.problem(is_name)))
                help=NAME_HELP
            />
            <CheckBoxes
                checked=typed.scopes
                legend="Scopes"
                problem=Signal::derive(move || {
                    typed.scopes.problem(submitted.get(), typed.problem(|field| !is_name(field)))
                })
            />
            {(holders > 0).then(|| view! { <Held holders/> })}
        </FormWindow>
    }
    .into_any()
}

#[component]
fn Held(holders: i64) -> impl IntoView {
    let held = match holders {
        1 => "1 client or principal holds this role. Its next token carries what you choose here.".to_owned(),
        count => [
            &count.to_string(),
            " clients and principals hold this role. Their next tokens carry what you choose here.",
        ]
        .concat(),
    };
    view! {
        <p class="note warn">
            <span class="icon icon-warning" aria-hidden="true"></span>
            {held}
        </p>
    }
    .into_inner()
    .into_any()
}

fn send((api_id, edited): (String, Option<ApiRoleRow>), draft: ApiRoleDraft) -> Sent {
    let name = draft.name.trim().to_owned();
    match edited {
        Some(ApiRoleRow { id, version, .. }) => Sent {
            answer: Box::pin(async move { edit_api_role(id, version, draft).await.map(drop) }),
            done: ["“", &name, "” saved."].concat(),
        },
        None => Sent {
            answer: Box::pin(async move { add_api_role(api_id, draft).await.map(drop) }),
            done: ["“", &name, "” added."].concat(),
        },
    }
}
