//! The page that the one-time link opens: the first administrator's account.

use domain::{AccountDraft, Field, FieldProblem};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::entry::Entry;
use crate::components::failure::Failure;
use crate::components::field::{Shape, TextField};
use crate::components::focus::focus_later;
use crate::components::heading::PageHeading;
use crate::components::hydrated::hydrated;
use crate::components::loaded::{loaded, nothing};
use crate::components::needs_script::NeedsScript;
use crate::error::PortalError;
use crate::session::api::create_first_administrator;
use crate::session::link_token::token_of_the_link;
use crate::session::password_rules::PASSWORD_HELP;
use crate::session::sign_in::setup_resource;

const FAILURE: &str = "setup-problem";

#[component]
pub fn Setup() -> impl IntoView {
    view! {
        <main class="lone">
            <p class="mark">"Gatehouse"</p>
            <PageHeading text="Set up Gatehouse"/>
            {loaded(setup_resource(), nothing, |is_open, retry| match is_open {
                Ok(true) => view! { <SetupForm/> }.into_inner().into_any(),
                Ok(false) => view! { <AlreadyDone/> }.into_inner().into_any(),
                Err(error) => view! { <Failure error retry/> }.into_inner().into_any(),
            })}
        </main>
    }
    .into_inner()
    .into_any()
}

#[component]
fn AlreadyDone() -> impl IntoView {
    view! {
        <p>"The first administrator exists already. Further accounts are made by an administrator."</p>
        <p><a class="button primary" href="/sign-in">"Sign in"</a></p>
    }
    .into_inner()
    .into_any()
}

#[derive(Clone, Copy)]
struct Account {
    email: Entry,
    password: Entry,
    submitted: RwSignal<bool>,
    problems: Memo<Vec<FieldProblem>>,
}

impl Account {
    fn new() -> Self {
        let email = Entry::new("email");
        let password = Entry::new("password");
        let problems = Memo::new(move |_| draft(email, password).check().err().unwrap_or_default());
        Self { email, password, submitted: RwSignal::new(false), problems }
    }

    fn problem(self, entry: Entry, field: Field) -> Signal<Option<FieldProblem>> {
        Signal::derive(move || {
            let found = self.problems.with(|all| all.iter().find(|problem| problem.field == field).cloned());
            entry.problem(self.submitted.get(), found)
        })
    }

    fn refuse(self, problems: &[FieldProblem]) {
        for problem in problems {
            let entry = if problem.field == Field::Email { self.email } else { self.password };
            entry.refused.set(Some(problem.clone()));
        }
    }
}

fn draft(email: Entry, password: Entry) -> AccountDraft {
    AccountDraft { email: email.value.get(), password: password.value.get() }
}

#[component]
fn SetupForm() -> impl IntoView {
    let hydrated = hydrated();
    let token = token_of_the_link();
    let account = Account::new();
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<PortalError>);
    let create = move || {
        account.submitted.set(true);
        failure.set(None);
        let Account { email, password, .. } = account;
        if let Some(first) = account.problems.get_untracked().first() {
            focus_later(if first.field == Field::Email { email.id } else { password.id });
            return;
        }
        let (Some(token), false) = (token.get_untracked(), busy.get_untracked()) else { return };
        busy.set(true);
        let draft = untrack(|| draft(email, password));
        spawn_local(async move {
            // On success the server also says where to go, and the router goes there.
            if let Err(error) = create_first_administrator(token, draft).await {
                busy.try_set(false);
                account.refuse(error.problems());
                failure.try_set(Some(error));
                focus_later(FAILURE);
            }
        });
    };

    view! {
        <NeedsScript why="This page needs JavaScript. Switch it on and reload the page."/>
        {move || (hydrated.get() && token.with(Option::is_none)).then(|| view! {
            <p class="note bad" role="alert">
                "This address lacks the one-time part after the #. \
                Open the whole link that Gatehouse printed when it started."
            </p>
        }.into_inner().into_any())}
        {move || failure.get().map(|error| view! {
            <p id=FAILURE class="note bad" role="alert" tabindex="-1">{error.to_string()}</p>
        }.into_inner().into_any())}
        <form
            novalidate
            on:submit=move |ev| {
                ev.prevent_default();
                create();
            }
        >
            <fieldset class="plain" disabled=move || token.with(Option::is_none)>
                <p>"Create the account of the first administrator. You are signed in with it at once."</p>
                <TextField
                    entry=account.email
                    shape=Shape::Email
                    label="E-mail"
                    problem=account.problem(account.email, Field::Email)
                />
                <TextField
                    entry=account.password
                    shape=Shape::NewPassword
                    label="Password"
                    problem=account.problem(account.password, Field::Password)
                    help=PASSWORD_HELP
                />
                <button type="submit" class="button primary" disabled=move || busy.get()>
                    {move || if busy.get() { "Creating…" } else { "Create administrator" }}
                </button>
            </fieldset>
        </form>
    }
    .into_inner()
    .into_any()
}
