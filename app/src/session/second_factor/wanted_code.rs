//! The form for a code; works without script.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::task::spawn_local;

use crate::components::focus::focus_later;
use crate::components::posted_error::posted_error;
use crate::error::PortalError;
use crate::session::second_factor::api::{AnswerSecondFactor, answer_second_factor};
use crate::session::sign_in::typed_into;

const PROBLEM: &str = "code-problem";

#[component]
pub fn WantedCode(next: Option<String>) -> impl IntoView {
    let failure = RwSignal::new(posted_error(AnswerSecondFactor::PATH));
    let busy = RwSignal::new(false);
    // Of other troubles the field is not the cause.
    let is_wrong = Signal::derive(move || failure.get() == Some(PortalError::WrongCode));
    Effect::new(move || {
        if failure.with(Option::is_some) {
            focus_later(PROBLEM);
        }
    });
    let submit = submit(next.clone(), busy, failure);

    view! {
        <form action=AnswerSecondFactor::PATH method="post" on:submit=submit>
            {move || failure.get().map(|error| view! {
                <div id=PROBLEM class="note bad" role="alert" tabindex="-1">
                    <p>{error.to_string()}</p>
                    {(error == PortalError::SignedOut).then(|| view! {
                        <p><a href="/sign-in">"Sign in again"</a></p>
                    }.into_inner().into_any())}
                </div>
            }.into_inner().into_any())}
            {next.map(|next| view! { <input type="hidden" name="next" value=next/> }.into_inner().into_any())}
            <div class="field">
                <label for="code">"Code"</label>
                <input
                    id="code"
                    name="code"
                    type="text"
                    class="code"
                    autocomplete="one-time-code"
                    autocapitalize="characters"
                    spellcheck="false"
                    required
                    aria-describedby=["code-help ", PROBLEM].concat()
                    aria-invalid=move || is_wrong.get().then_some("true")
                />
                <p id="code-help" class="help">
                    "The six digits that your authenticator app shows now. Lost your phone? Enter one of your recovery codes here."
                </p>
            </div>
            <button type="submit" class="button primary" disabled=move || busy.get()>
                {move || if busy.get() { "Signing in…" } else { "Continue" }}
            </button>
        </form>
        <p class="help">
            "Neither app nor recovery codes? An administrator can remove your second factor. "
            <a href="/sign-in">"Sign in as somebody else"</a>
        </p>
    }
    .into_inner()
    .into_any()
}

fn submit(
    next: Option<String>,
    busy: RwSignal<bool>,
    failure: RwSignal<Option<PortalError>>,
) -> impl Fn(SubmitEvent) {
    move |ev| {
        ev.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        let (code, next) = (typed_into("code"), next.clone());
        spawn_local(async move {
            // On success the server also says where to go, and the router goes there.
            if let Err(error) = answer_second_factor(code, next).await {
                busy.try_set(false);
                failure.try_set(Some(error));
            }
        });
    }
}
