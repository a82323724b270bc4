//! The form in which a person sets a password.

use domain::{EmailAddress, Field, FieldProblem, LinkPurpose, Password};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::entry::Entry;
use crate::components::field::{Shape, TextField};
use crate::components::focus::focus_later;
use crate::error::PortalError;
use crate::session::password_link::api::{LinkOwner, set_password_by_link};
use crate::session::password_rules::PASSWORD_HELP;

const FAILURE: &str = "link-problem";

#[component]
pub fn PasswordForm(token: String, owner: LinkOwner) -> impl IntoView {
    let LinkOwner { email, purpose } = owner;
    let lead = match purpose {
        LinkPurpose::Invitation => "Choose the password you will sign in with.",
        LinkPurpose::Reset => "Choose a new password. You are signed out wherever you were signed in.",
    };
    let password = Entry::new("password");
    let address = EmailAddress::parse(&email).ok();
    let problem = Memo::new(move |_| {
        let found = password.value.with(|typed| match &address {
            Some(address) => Password::parse_for(typed, address).err(),
            None => Password::parse(typed).err(),
        });
        found.map(|problem| FieldProblem::new(Field::Password, &problem))
    });
    let submitted = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<PortalError>);
    let submit = move || {
        submitted.set(true);
        failure.set(None);
        if problem.with_untracked(Option::is_some) {
            return focus_later(password.id);
        }
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let (token, typed) = (token.clone(), password.value.get_untracked());
        spawn_local(async move {
            // On success the server also says where to go, and the router goes there.
            if let Err(error) = set_password_by_link(token, typed).await {
                busy.try_set(false);
                match error.problems().first() {
                    Some(refused) => {
                        password.refused.try_set(Some(refused.clone()));
                        focus_later(password.id);
                    }
                    None => {
                        failure.try_set(Some(error));
                        focus_later(FAILURE);
                    }
                }
            }
        });
    };

    view! {
        {move || failure.get().map(|error| view! {
            <p id=FAILURE class="note bad" role="alert" tabindex="-1">{error.to_string()}</p>
        }.into_inner().into_any())}
        <form
            novalidate
            on:submit=move |ev| {
                ev.prevent_default();
                submit();
            }
        >
            <p>{lead}</p>
            <div class="field">
                <label for="email">"E-mail"</label>
                <input id="email" type="email" autocomplete="username" readonly value=email/>
            </div>
            <TextField
                entry=password
                shape=Shape::NewPassword
                label="Password"
                problem=Signal::derive(move || password.problem(submitted.get(), problem.get()))
                help=PASSWORD_HELP
            />
            <button type="submit" class="button primary" aria-disabled=move || busy.get().then_some("true")>
                {move || if busy.get() { "Setting…" } else { "Set password and sign in" }}
            </button>
        </form>
    }
    .into_inner()
    .into_any()
}
