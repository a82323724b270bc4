//! The change of the person's own password.

use domain::{EmailAddress, Field, FieldProblem, PasswordChangeDraft};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use crate::account::api::{change_own_password, has_own_password};
use crate::account::sessions::SessionsChanged;
use crate::components::banner::Banners;
use crate::components::entry::Entry;
use crate::components::failure::Failure;
use crate::components::field::{Shape, TextField};
use crate::components::focus::focus_later;
use crate::components::hydrated::hydrated;
use crate::components::loaded::{loaded, nothing};
use crate::components::needs_script::NeedsScript;
use crate::components::trouble::Trouble;
use crate::error::PortalError;
use crate::session::api::SignedInPerson;
use crate::session::password_rules::PASSWORD_HELP;

/// What stands in the form.
#[derive(Clone, Copy)]
struct Typed {
    current: Entry,
    password: Entry,
    submitted: RwSignal<bool>,
    problems: Memo<Vec<FieldProblem>>,
}

impl Typed {
    fn new(email: String) -> Self {
        let current = Entry::new("current-password");
        let password = Entry::new("new-password");
        // Checked before it was stored; without one nothing could be checked here, and the server would.
        let email = EmailAddress::parse(&email).ok();
        let problems = Memo::new(move |_| {
            let draft = draft(current, password);
            email.as_ref().and_then(|email| draft.check(email).err()).unwrap_or_default()
        });
        Self { current, password, submitted: RwSignal::new(false), problems }
    }

    fn entry(self, field: Field) -> Entry {
        if field == Field::CurrentPassword { self.current } else { self.password }
    }

    fn problem(self, field: Field) -> Signal<Option<FieldProblem>> {
        Signal::derive(move || {
            let found = self.problems.with(|all| all.iter().find(|problem| problem.field == field).cloned());
            self.entry(field).problem(self.submitted.get(), found)
        })
    }

    fn refuse(self, problems: &[FieldProblem]) {
        for problem in problems {
            self.entry(problem.field).refused.set(Some(problem.clone()));
        }
        self.go_to(problems);
    }

    fn go_to(self, problems: &[FieldProblem]) {
        if let Some(first) = problems.first() {
            focus_later(self.entry(first.field).id);
        }
    }

    fn clear(self) {
        for entry in [self.current, self.password] {
            entry.clear();
            // What is typed as a password stands in its field alone.
            let field = document().get_element_by_id(entry.id);
            if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) {
                field.set_value("");
            }
        }
        self.submitted.set(false);
    }
}

fn draft(current: Entry, password: Entry) -> PasswordChangeDraft {
    PasswordChangeDraft { current_password: current.value.get(), password: password.value.get() }
}

#[component]
pub fn PasswordSection() -> impl IntoView {
    let has_password = Resource::new(|| (), |()| has_own_password());
    view! {
        <section class="part" aria-labelledby="change-password">
            <h2 id="change-password">"Password"</h2>
            {loaded(has_password, nothing, |has_password, retry| match has_password {
                Ok(true) => view! { <PasswordForm/> }.into_any(),
                Ok(false) => view! {
                    <p>"You have no password here: you sign in through your identity provider."</p>
                }
                .into_inner()
                .into_any(),
                Err(error) => view! { <Failure error retry/> }.into_inner().into_any(),
            })}
        </section>
    }
    .into_inner()
    .into_any()
}

#[component]
fn PasswordForm() -> impl IntoView {
    let hydrated = hydrated();
    let banners = expect_context::<Banners>();
    let SessionsChanged(changes) = expect_context();
    let email = expect_context::<SignedInPerson>().email;
    let typed = Typed::new(email.clone());
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<PortalError>);
    let submit = move || {
        typed.submitted.set(true);
        failure.set(None);
        let problems = typed.problems.get_untracked();
        if !problems.is_empty() {
            return typed.go_to(&problems);
        }
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let draft = untrack(|| draft(typed.current, typed.password));
        spawn_local(async move {
            let answer = change_own_password(draft).await;
            busy.try_set(false);
            match answer {
                Ok(()) => {
                    typed.clear();
                    banners.success("Password changed. Your other sessions have ended.".to_owned());
                    changes.try_update(|changes| *changes += 1);
                }
                Err(error) if error.problems().is_empty() => _ = failure.try_set(Some(error)),
                Err(error) => typed.refuse(error.problems()),
            }
        });
    };

    view! {
        <NeedsScript why="Changing the password needs JavaScript. Switch it on and reload the page."/>
        <form
            class="plain narrow"
            novalidate
            aria-labelledby="change-password"
            on:submit=move |ev| {
                ev.prevent_default();
                submit();
            }
        >
            {move || failure.get().map(|error| view! {
                <div class="note bad" role="alert"><Trouble error/></div>
            })}
            // For who keeps the password: whose it is.
            <input type="email" autocomplete="username" hidden readonly value=email/>
            <fieldset class="plain" disabled=move || !hydrated.get()>
                <TextField
                    entry=typed.current
                    shape=Shape::CurrentPassword
                    label="Current password"
                    problem=typed.problem(Field::CurrentPassword)
                />
                <TextField
                    entry=typed.password
                    shape=Shape::NewPassword
                    label="New password"
                    problem=typed.problem(Field::Password)
                    help=PASSWORD_HELP
                />
                <p class="actions">
                    <button
                        type="submit"
                        class="button primary"
                        aria-disabled=move || busy.get().then_some("true")
                    >
                        {move || if busy.get() { "Changing…" } else { "Change password" }}
                    </button>
                    <span class="help">"Your other sessions end with it."</span>
                </p>
            </fieldset>
        </form>
    }
    .into_inner()
    .into_any()
}
