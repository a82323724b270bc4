//! The fields of a key.

use domain::FieldProblem;
use leptos::prelude::*;
use web_sys::HtmlTextAreaElement;

use super::typed::{Making, TypedKey};
use crate::components::problem_text::ProblemText;
use crate::components::wall_clock;

const HELP: &str =
    "A JWK, a JWK set or PEM: EC P-256, Ed25519, or RSA with 2048 bits or more. Never the private half.";
const INSECURE: &str = "This browser makes keys only for pages that come by https. Make the pair elsewhere and paste its \
                        public half.";

/// A key to paste, the button that makes one, and an end for it.
#[component]
pub fn KeyFields(
    key: TypedKey,
    /// What is wrong with the key and with its end.
    key_problem: Signal<Option<FieldProblem>>,
    end_problem: Signal<Option<FieldProblem>>,
) -> impl IntoView {
    let shown = Signal::derive(move || key.problem(key_problem.get()));
    let take = move |ev: web_sys::Event| {
        let field: HtmlTextAreaElement = event_target(&ev);
        if !key.take(field.value()) {
            // Not only by the value it is bound to, which was empty before and is again.
            field.set_value("");
        }
    };
    view! {
        <div class="field key">
            <label for=key.text.id>"Public key"</label>
            <textarea
                id=key.text.id
                class="code"
                rows="6"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                aria-describedby="public-key-problem public-key-kind public-key-help"
                aria-required="true"
                aria-invalid=move || shown.get().is_some().then_some("true")
                prop:value=move || key.text.value.get()
                on:input=take
                on:blur=move |_| key.text.left.set(true)
            ></textarea>
            <div role="status">
                <ProblemText id="public-key-problem".to_owned() problem=shown accept=move |right| key.text.set(right)/>
                <div id="public-key-kind">{move || kinds(key)}</div>
            </div>
            <p class="help" id="public-key-help">{HELP}</p>
            <Generate key/>
        </div>
        <End key problem=end_problem/>
    }
    .into_inner()
    .into_any()
}

fn kinds(key: TypedKey) -> Vec<AnyView> {
    let kind = |kind| view! { <p class="kind">{kind}</p> }.into_inner().into_any();
    let mut lines: Vec<AnyView> = key.kinds().into_iter().map(kind).collect();
    if key.is_made() {
        lines.push(
            view! {
                <p class="help">
                    "Made in this browser just now. Only this public half is sent; the private key is shown once, as soon \
                    as the server has this one."
                </p>
            }
            .into_inner()
            .into_any(),
        );
    }
    lines
}

#[component]
fn Generate(key: TypedKey) -> impl IntoView {
    if !window().is_secure_context() {
        return view! { <p class="help">{INSECURE}</p> }.into_inner().into_any();
    }
    let is_under_way = move || key.making.get() == Making::UnderWay;
    view! {
        <p class="actions">
            <button
                type="button"
                class="button"
                aria-disabled=move || is_under_way().then_some("true")
                on:click=move |_| key.generate()
            >
                {move || if is_under_way() { "Generating…" } else { "Generate key pair" }}
            </button>
        </p>
        {move || (key.making.get() == Making::Failed).then(|| view! {
            <p class="note bad" role="alert">"This browser could not make a key pair. Make it elsewhere and paste its public half."</p>
        }.into_inner().into_any())}
    }
    .into_any()
}

#[component]
fn End(key: TypedKey, problem: Signal<Option<FieldProblem>>) -> impl IntoView {
    let entry = key.expires;
    let shown = Signal::derive(move || entry.problem(false, problem.get()));
    view! {
        <div class="field">
            <label for=entry.id>"Key expires"<span class="optional">" optional"</span></label>
            <input
                id=entry.id
                type="datetime-local"
                min=wall_clock::local_text(wall_clock::now())
                aria-describedby="key-expires-problem key-expires-help"
                aria-invalid=move || shown.get().is_some().then_some("true")
                prop:value=move || entry.value.get()
                on:input=move |ev| entry.set(event_target_value(&ev))
            />
            <ProblemText id="key-expires-problem".to_owned() problem=shown accept=move |right| entry.set(right)/>
            <p class="help" id="key-expires-help">
                "In your time zone. Without an end the key counts until somebody retires it."
            </p>
        </div>
    }
    .into_inner()
    .into_any()
}
