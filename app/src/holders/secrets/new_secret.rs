//! The question before a new secret is made.

use domain::{Field, FieldProblem, MAX_LABEL_LENGTH, MAX_OVERLAP, MAX_VALID_SECRETS, NewSecretDraft};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::banner::Banners;
use crate::components::entry::Entry;
use crate::components::field::{Shape, TextField};
use crate::components::modal::Modal;
use crate::components::problem_text::ProblemText;
use crate::components::radio_card::RadioCard;
use crate::components::trouble::Trouble;
use crate::components::wall_clock;
use crate::error::PortalError;
use crate::holders::ShownHolder;
use crate::holders::api::generate_client_secret;
use crate::holders::secret_dialog::{Occasion, OldSecrets, SecretOnShow};

const A_WEEK: i64 = 7 * 24 * 60 * 60;
const LABEL_HELP: &str = "Tells this secret from others, by where it is used. Without one it is numbered.";
const AT_ONCE: &str = "Whoever uses it gets no more tokens until they have the new one.";
const UNTIL: &str = "Both count meanwhile, so that applications change over without a gap.";
const NO_END: &str = "Choose a date and a time until which the current secret counts.";

/// What stands in the form.
#[derive(Clone, Copy)]
struct Wanted {
    label: Entry,
    keeps_old: RwSignal<bool>,
    old_ends: Entry,
    submitted: RwSignal<bool>,
    busy: RwSignal<bool>,
    failure: RwSignal<Option<PortalError>>,
}

impl Wanted {
    fn new() -> Self {
        let old_ends = Entry::new("secret-old-ends");
        old_ends.set(wall_clock::local_text(wall_clock::now() + A_WEEK));
        Self {
            label: Entry::new("secret-label"),
            keeps_old: RwSignal::new(false),
            old_ends,
            submitted: RwSignal::new(false),
            busy: RwSignal::new(false),
            failure: RwSignal::new(None),
        }
    }

    /// What is sent.
    fn draft(self) -> NewSecretDraft {
        let old_secrets_end_at =
            if self.keeps_old.get() { wall_clock::epoch(&self.old_ends.value.get()) } else { None };
        NewSecretDraft { label: self.label.value.get(), old_secrets_end_at }
    }

    /// By the browser's clock; the server judges by its own.
    fn problems(self) -> Vec<FieldProblem> {
        let draft = self.draft();
        let mut problems = draft.check(wall_clock::now()).err().unwrap_or_default();
        if self.keeps_old.get() && draft.old_secrets_end_at.is_none() {
            problems.push(FieldProblem {
                field: Field::OldSecretsEndAt,
                code: "required".to_owned(),
                message: NO_END.to_owned(),
                suggestion: None,
            });
        }
        problems
    }

    fn problem(self, entry: Entry, field: Field) -> Signal<Option<FieldProblem>> {
        Signal::derive(move || {
            let found = self.problems().into_iter().find(|problem| problem.field == field);
            entry.problem(self.submitted.get() || entry.id == self.old_ends.id, found)
        })
    }

    fn refuse(self, error: PortalError) {
        for problem in error.problems() {
            let entry = if problem.field == Field::SecretLabel { self.label } else { self.old_ends };
            entry.refused.try_set(Some(problem.clone()));
        }
        self.failure.try_set(Some(error));
    }
}

#[component]
pub fn NewSecret(holder: ShownHolder, close: Callback<()>) -> impl IntoView {
    let wanted = Wanted::new();
    let banners = expect_context::<Banners>();
    let on_show = expect_context::<SecretOnShow>();
    let valid = Memo::new(move |_| {
        holder.secrets.with(|secrets| secrets.iter().filter(|secret| secret.state.is_valid()).count())
    });
    let generate = move || {
        wanted.submitted.set(true);
        wanted.failure.set(None);
        if wanted.busy.get_untracked() || !untrack(|| wanted.problems()).is_empty() {
            return;
        }
        wanted.busy.set(true);
        let draft = untrack(|| wanted.draft());
        let old = match (valid.get_untracked(), draft.old_secrets_end_at) {
            (0, _) => OldSecrets::None,
            (_, None) => OldSecrets::Retired,
            (_, Some(end)) => OldSecrets::ValidUntil(end),
        };
        let client_id = holder.client_id.get_value();
        spawn_local(async move {
            let answer = generate_client_secret(client_id, draft).await;
            wanted.busy.try_set(false);
            match answer {
                Ok(saved) => {
                    close.run(());
                    on_show.show(saved, Occasion::Generated(old), banners);
                }
                // The tab, and the question on it, are about to go.
                Err(error @ (PortalError::NotConfidential | PortalError::SignsInstead)) => {
                    close.run(());
                    banners.error(error.to_string());
                }
                Err(error) => wanted.refuse(error),
            }
            holder.refresh.try_run(());
        });
    };

    view! {
        <Modal title="Generate new secret" close>
            <form
                class="plain"
                novalidate
                aria-label="New secret"
                on:submit=move |ev| {
                    ev.prevent_default();
                    generate();
                }
            >
                {move || failure(wanted)}
                <TextField
                    entry=wanted.label
                    shape=Shape::Line
                    label="Label"
                    is_optional=true
                    problem=wanted.problem(wanted.label, Field::SecretLabel)
                    help=LABEL_HELP
                    limit=MAX_LABEL_LENGTH
                />
                {move || match valid.get() {
                    0 => view! { <p>"No secret of this "{holder.kind.noun()}" counts now, so there is none to retire."</p> }
                        .into_inner()
                        .into_any(),
                    MAX_VALID_SECRETS.. => view! { <TwoValid/> }.into_inner().into_any(),
                    _ => view! { <Changeover wanted/> }.into_inner().into_any(),
                }}
                <p class="actions end">
                    <button type="button" class="button" on:click=move |_| close.run(())>"Cancel"</button>
                    <button
                        type="submit"
                        class="button primary"
                        aria-disabled=move || wanted.busy.get().then_some("true")
                    >
                        {move || if wanted.busy.get() { "Generating…" } else { "Generate" }}
                    </button>
                </p>
            </form>
        </Modal>
    }
    .into_inner()
    .into_any()
}

fn failure(wanted: Wanted) -> Option<AnyView> {
    // A refusal is told at its field.
    let error = wanted.failure.get().filter(|error| error.problems().is_empty())?;
    Some(view! { <div class="note bad" role="alert"><Trouble error/></div> }.into_inner().into_any())
}

#[component]
fn TwoValid() -> impl IntoView {
    view! {
        <p class="note warn">
            <span class="icon icon-warning" aria-hidden="true"></span>
            "Two secrets are valid, which is the most there can be: the new one retires both at once. To keep one of \
            them for a while, cancel and retire the other first."
        </p>
    }
    .into_inner()
    .into_any()
}

/// Whether the secret before counts any longer.
#[component]
fn Changeover(wanted: Wanted) -> impl IntoView {
    let Wanted { keeps_old, old_ends, .. } = wanted;
    view! {
        <fieldset class="cards">
            <legend>"The current secret"</legend>
            <RadioCard
                id="secret-at-once"
                group="old_secrets"
                title="Retire the current secret at once"
                help=AT_ONCE
                chosen=Signal::derive(move || !keeps_old.get())
                choose=move |()| keeps_old.set(false)
            />
            <RadioCard
                id="secret-until"
                group="old_secrets"
                title="Keep it valid until …"
                help=UNTIL
                chosen=keeps_old
                choose=move |()| keeps_old.set(true)
            />
        </fieldset>
        {move || keeps_old.get().then(|| view! {
            <End entry=old_ends problem=wanted.problem(old_ends, Field::OldSecretsEndAt)/>
        })}
    }
    .into_any()
}

#[component]
fn End(entry: Entry, problem: Signal<Option<FieldProblem>>) -> impl IntoView {
    let now = wall_clock::now();
    view! {
        <div class="field">
            <label for=entry.id>"Keep it valid until"</label>
            <input
                id=entry.id
                type="datetime-local"
                min=wall_clock::local_text(now)
                max=wall_clock::local_text(now + MAX_OVERLAP)
                aria-describedby="secret-old-ends-problem secret-old-ends-help"
                aria-required="true"
                aria-invalid=move || problem.get().is_some().then_some("true")
                prop:value=move || entry.value.get()
                on:input=move |ev| entry.set(event_target_value(&ev))
            />
            <ProblemText id="secret-old-ends-problem".to_owned() problem accept=move |right| entry.set(right)/>
            <p class="help" id="secret-old-ends-help">"In your time zone; at most 30 days from now."</p>
        </div>
    }
    .into_inner()
    .into_any()
}
