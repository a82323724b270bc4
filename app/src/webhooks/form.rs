//! The window in which a webhook is added or edited.

use domain::{AuditAction, Field, FieldProblem, WebhookDraft};
use leptos::prelude::*;
use std::sync::{Arc, Mutex};

use crate::components::banner::Banners;
use crate::components::entry::Entry;
use crate::components::field::{Shape, TextField};
use crate::components::focus::focus_later;
use crate::error::PortalError;
use crate::secure_module::api_roles::check_boxes::{CheckBoxes, Checked};
use crate::secure_module::form_window::{FormWindow, Saving, Sent};
use crate::secure_module::listed::After;
use crate::webhooks::api::{ShownSecret, WebhookRow, add_webhook, edit_webhook};
use crate::webhooks::secret_on_show::{Occasion, SigningSecretOnShow};

const URL_HELP: &str = "Where messages are posted, as in https://hooks.example.com/gatehouse.";
const DESCRIPTION_HELP: &str = "Whose it is and what it does, for who reads the list.";
const EVENTS_HELP: &str = "Choose what it is told of. Where nothing is chosen it is told of every change, also of kinds that \
                           later versions add.";

/// What stands in the form.
#[derive(Clone, Copy)]
struct Typed {
    url: Entry,
    description: Entry,
    events: Checked,
    saving: Saving,
}

impl Typed {
    fn new(edited: Option<&WebhookRow>) -> Self {
        let changes = AuditAction::ALL.into_iter().filter(|action| action.is_change());
        let names = changes.map(|action| action.as_str().to_owned()).collect();
        let chosen = edited.map(|edited| edited.events.clone()).unwrap_or_default();
        let typed = Self {
            url: Entry::new("webhook-url"),
            description: Entry::new("webhook-description"),
            events: Checked::new("webhook-events", names, chosen),
            saving: Saving::new(),
        };
        if let Some(edited) = edited {
            typed.url.set(edited.url.clone());
            typed.description.set(edited.description.clone());
        }
        typed
    }

    fn draft(self) -> WebhookDraft {
        WebhookDraft {
            url: self.url.value.get(),
            description: self.description.value.get(),
            events: self.events.chosen(),
        }
    }

    fn found(self, field: Field) -> Option<FieldProblem> {
        let found = self.draft().check().err().unwrap_or_default();
        found.into_iter().find(|problem| problem.field == field)
    }

    fn problem(self, entry: Entry, field: Field) -> Signal<Option<FieldProblem>> {
        Signal::derive(move || entry.problem(self.saving.submitted.get(), self.found(field)))
    }

    fn events_problem(self) -> Signal<Option<FieldProblem>> {
        Signal::derive(move || self.events.problem(self.saving.submitted.get(), self.found(Field::Events)))
    }

    /// What is to be saved, where nothing stands in the way; else goes where something does.
    fn submit(self) -> Option<WebhookDraft> {
        let draft = untrack(|| self.draft());
        let problems = draft.check().err().unwrap_or_default();
        self.go_to(&problems);
        self.saving.begin(&problems).then_some(draft)
    }

    fn refuse(self, error: &PortalError) {
        for problem in error.problems() {
            let refused = match problem.field {
                Field::Description => self.description.refused,
                Field::Events => self.events.refused,
                _ => self.url.refused,
            };
            refused.set(Some(problem.clone()));
        }
        self.go_to(error.problems());
    }

    fn go_to(self, problems: &[FieldProblem]) {
        if let Some(first) = problems.first() {
            focus_later(match first.field {
                Field::Description => self.description.id,
                Field::Events => self.events.id,
                _ => self.url.id,
            });
        }
    }
}

#[component]
pub fn WebhookForm(
    /// None for a new one.
    edited: Option<WebhookRow>,
    after: After,
    close: Callback<()>,
) -> impl IntoView {
    let typed = Typed::new(edited.as_ref());
    let title = edited
        .as_ref()
        .map_or_else(|| "Add Webhook".to_owned(), |edited| ["Edit “", &edited.host, "”"].concat());
    let save = if edited.is_some() { ["Save", "Saving…"] } else { ["Add", "Adding…"] };
    let edited = StoredValue::new(edited);
    let (banners, on_show) = (expect_context::<Banners>(), expect_context::<SigningSecretOnShow>());
    let refuse = Callback::new(move |error: PortalError| typed.refuse(&error));
    let submit = Callback::new(move |()| {
        let Some(draft) = typed.submit() else { return };
        // Not in a signal: only the dialog holds a secret for longer than a moment.
        let added = Arc::new(Mutex::new(None));
        let sent = send(edited.get_value(), draft, Arc::clone(&added));
        let close = Callback::new(move |()| {
            close.run(());
            if let Some(secret) = added.lock().ok().and_then(|mut added| added.take()) {
                on_show.show(secret, Occasion::Added, banners);
            }
        });
        typed.saving.send(sent, after, close, refuse);
    });

    view! {
        <FormWindow title save saving=typed.saving submit close>
            <TextField
                entry=typed.url
                shape=Shape::Address
                label="URL"
                is_required=true
                problem=typed.problem(typed.url, Field::Url)
                help=URL_HELP
            />
            <TextField
                entry=typed.description
                shape=Shape::Lines
                label="Description"
                is_optional=true
                problem=typed.problem(typed.description, Field::Description)
                help=DESCRIPTION_HELP
            />
            <CheckBoxes checked=typed.events legend="Events" problem=typed.events_problem()/>
            <p class="help">{EVENTS_HELP}</p>
        </FormWindow>
    }
    .into_any()
}

fn send(edited: Option<WebhookRow>, draft: WebhookDraft, added: Arc<Mutex<Option<ShownSecret>>>) -> Sent {
    match edited {
        Some(WebhookRow { id, version, host, .. }) => Sent {
            answer: Box::pin(edit_webhook(id, version, draft)),
            done: ["“", &host, "” saved."].concat(),
        },
        None => Sent {
            answer: Box::pin(async move {
                let secret = add_webhook(draft).await?;
                if let Ok(mut added) = added.lock() {
                    *added = Some(secret);
                }
                Ok(())
            }),
            done: "Webhook added.".to_owned(),
        },
    }
}
