//! The window in which an API key is made.

use domain::{ApiKeyDraft, Field, FieldProblem, MAX_KEY_LIFE, Role};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api_keys::api::create_api_key;
use crate::api_keys::key_on_show::KeyOnShow;
use crate::components::banner::Banners;
use crate::components::entry::Entry;
use crate::components::field::{Shape, TextField};
use crate::components::focus::focus_later;
use crate::components::modal::Modal;
use crate::components::problem_text::ProblemText;
use crate::components::radio_card::RadioCard;
use crate::components::trouble::Trouble;
use crate::components::wall_clock;
use crate::error::PortalError;
use crate::secure_module::listed::After;

const NAME_HELP: &str = "The program that is to use it, as in Nightly export. The audit log calls it so.";
const READS: &str = "Reads everything and changes nothing.";
const CHANGES: &str = "Reads and changes everything, people and other keys included.";

/// What stands in the form.
#[derive(Clone, Copy)]
struct Typed {
    name: Entry,
    role: RwSignal<Role>,
    expires: Entry,
    submitted: RwSignal<bool>,
    busy: RwSignal<bool>,
    failure: RwSignal<Option<PortalError>>,
}

impl Typed {
    fn new() -> Self {
        Self {
            name: Entry::new("api-key-name"),
            // The lesser one: the other is to be chosen.
            role: RwSignal::new(Role::Auditor),
            expires: Entry::new("api-key-expires"),
            submitted: RwSignal::new(false),
            busy: RwSignal::new(false),
            failure: RwSignal::new(None),
        }
    }

    fn draft(self) -> ApiKeyDraft {
        ApiKeyDraft {
            name: self.name.value.get(),
            role: self.role.get(),
            expires_at: wall_clock::epoch(&self.expires.value.get()),
        }
    }

    /// By the browser's clock; the server judges by its own.
    fn problems(self) -> Vec<FieldProblem> {
        self.draft().check(wall_clock::now()).err().unwrap_or_default()
    }

    fn entry(self, field: Field) -> Entry {
        if field == Field::KeyExpiresAt { self.expires } else { self.name }
    }

    fn problem(self, field: Field) -> Signal<Option<FieldProblem>> {
        Signal::derive(move || {
            let found = self.problems().into_iter().find(|problem| problem.field == field);
            self.entry(field).problem(self.submitted.get(), found)
        })
    }

    /// What is to be sent, where nothing stands in the way; else goes where something does.
    fn submit(self) -> Option<ApiKeyDraft> {
        self.submitted.set(true);
        self.failure.set(None);
        let problems = untrack(|| self.problems());
        self.go_to(&problems);
        (problems.is_empty() && !self.busy.get_untracked()).then(|| untrack(|| self.draft()))
    }

    fn refuse(self, error: PortalError) {
        for problem in error.problems() {
            self.entry(problem.field).refused.try_set(Some(problem.clone()));
        }
        self.go_to(error.problems());
        self.failure.try_set(Some(error).filter(|error| error.problems().is_empty()));
    }

    fn go_to(self, problems: &[FieldProblem]) {
        // The name stands first in the form, and its problems last in the order of the fields.
        if let Some(first) = problems.iter().find(|problem| problem.field == Field::Name).or(problems.first())
        {
            focus_later(self.entry(first.field).id);
        }
    }
}

#[component]
pub fn CreateKey(after: After, close: Callback<()>) -> impl IntoView {
    let typed = Typed::new();
    let banners = expect_context::<Banners>();
    let on_show = expect_context::<KeyOnShow>();
    let submit = move || {
        let Some(draft) = typed.submit() else { return };
        typed.busy.set(true);
        spawn_local(async move {
            let answer = create_api_key(draft).await;
            typed.busy.try_set(false);
            match answer {
                Ok(key) => {
                    close.try_run(());
                    on_show.show(key, banners);
                    after.changed_elsewhere().await;
                }
                Err(error) => typed.refuse(error),
            }
        });
    };

    view! {
        <Modal title="Create API key" close>
            <form
                class="plain"
                novalidate
                autocomplete="off"
                aria-label="API key"
                on:submit=move |ev| {
                    ev.prevent_default();
                    submit();
                }
            >
                {move || typed.failure.get().map(|error| view! {
                    <div class="note bad" role="alert"><Trouble error/></div>
                }.into_inner().into_any())}
                <TextField
                    entry=typed.name
                    shape=Shape::Line
                    label="Name"
                    is_required=true
                    problem=typed.problem(Field::Name)
                    help=NAME_HELP
                />
                <Roles role=typed.role/>
                <End entry=typed.expires problem=typed.problem(Field::KeyExpiresAt)/>
                <p class="actions end">
                    <button type="button" class="button" on:click=move |_| close.run(())>"Cancel"</button>
                    <button
                        type="submit"
                        class="button primary"
                        aria-disabled=move || typed.busy.get().then_some("true")
                    >
                        {move || if typed.busy.get() { "Creating…" } else { "Create" }}
                    </button>
                </p>
            </form>
        </Modal>
    }
    .into_inner()
    .into_any()
}

#[component]
fn Roles(role: RwSignal<Role>) -> impl IntoView {
    let card = move |of: Role, id, help| {
        let choose = move |()| role.set(of);
        let chosen = Signal::derive(move || role.get() == of);
        view! { <RadioCard id group="api-key-role" title=of.label() help chosen choose/> }
    };
    view! {
        <fieldset class="cards">
            <legend>"Role"</legend>
            {card(Role::Auditor, "api-key-auditor", READS)}
            {card(Role::Administrator, "api-key-administrator", CHANGES)}
        </fieldset>
    }
    .into_inner()
    .into_any()
}

#[component]
fn End(entry: Entry, problem: Signal<Option<FieldProblem>>) -> impl IntoView {
    let now = wall_clock::now();
    view! {
        <div class="field">
            <label for=entry.id>"Expires"<span class="optional">" optional"</span></label>
            <input
                id=entry.id
                type="datetime-local"
                min=wall_clock::local_text(now)
                max=wall_clock::local_text(now + MAX_KEY_LIFE)
                aria-describedby="api-key-expires-problem api-key-expires-help"
                aria-invalid=move || problem.get().is_some().then_some("true")
                prop:value=move || entry.value.get()
                on:input=move |ev| entry.set(event_target_value(&ev))
            />
            <ProblemText id="api-key-expires-problem".to_owned() problem accept=move |right| entry.set(right)/>
            <p class="help" id="api-key-expires-help">
                "In your time zone; at most five years from now. Without an end the key counts until somebody revokes it."
            </p>
        </div>
    }
    .into_inner()
    .into_any()
}
