//! What came back of a request. Held by this page only, and let go of with it: it may hold a secret.

use leptos::prelude::*;

use crate::api_reference::requests::Answered;

/// How the request went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    None,
    UnderWay,
    Unreached,
    Answered(Answered),
}

/// The answer to an operation, by its name; its status is read out.
#[component]
pub fn Answer(operation: String, outcome: RwSignal<Outcome>) -> impl IntoView {
    let label = ["Body of the answer to ", &operation].concat();
    let said = move || match outcome.get() {
        Outcome::None => String::new(),
        Outcome::UnderWay => "Sending…".to_owned(),
        Outcome::Unreached => {
            "The server could not be reached. Check the connection and send it again.".to_owned()
        }
        Outcome::Answered(answered) => {
            ["Answer: ", &answered.status.to_string(), " ", &answered.reason].concat()
        }
    };
    let shown = move || match outcome.get() {
        Outcome::None | Outcome::UnderWay | Outcome::Unreached => None,
        Outcome::Answered(answered) => {
            Some(view! { <Shown label=label.clone() answered forget=move || outcome.set(Outcome::None)/> })
        }
    };
    view! {
        <p class="outcome" role="status">{said}</p>
        {shown}
    }
    .into_inner()
    .into_any()
}

#[component]
fn Shown(label: String, answered: Answered, forget: impl Fn() + 'static) -> impl IntoView {
    let header = |(name, value): (&'static str, String)| {
        view! { <div><dt>{name}</dt><dd><code>{value}</code></dd></div> }.into_inner().into_any()
    };
    view! {
        {answered.has_secret.then(|| view! {
            <p class="note bad">
                "This answer holds a secret that no other answer will. Store it now where only those who need it can \
                 read it: it is gone when you leave this page."
            </p>
        }.into_inner().into_any())}
        <dl class="head">{answered.headers.into_iter().map(header).collect_view()}</dl>
        // What scrolls must be within reach of the keyboard.
        {(!answered.body.is_empty()).then(|| view! {
            <pre tabindex="0" role="region" aria-label=label><code>{answered.body}</code></pre>
        }.into_inner().into_any())}
        <p class="actions">
            <button type="button" class="button" on:click=move |_| forget()>"Clear the answer"</button>
        </p>
    }
    .into_any()
}
