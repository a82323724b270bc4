//! Trying an operation, as the person who is signed in.

mod answer;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api_reference::api::{Allowed, Operation, Parameter, Place};
use crate::api_reference::page::Issuer;
use crate::api_reference::requests::{IF_MATCH, Sent, TagsSeen};
use crate::api_reference::words::words;
use crate::components::copyable::Copyable;
use crate::components::one_time_dialog::forget_when_left;
use crate::session::api::SignedInPerson;
use answer::{Answer, Outcome};

/// What a person has typed.
#[derive(Clone, Copy)]
struct Typed {
    operation: StoredValue<Operation>,
    parameters: StoredValue<Vec<RwSignal<String>>>,
    body: RwSignal<String>,
    tags: TagsSeen,
}

impl Typed {
    fn new(operation: Operation) -> Self {
        let example = operation.body.as_ref().map(|body| body.example.clone()).unwrap_or_default();
        let parameters = operation.parameters.iter().map(|_| RwSignal::new(String::new())).collect();
        Self {
            operation: StoredValue::new(operation),
            parameters: StoredValue::new(parameters),
            body: RwSignal::new(example),
            tags: expect_context(),
        }
    }

    /// What is in the field of the parameter with this number.
    fn value(self, number: usize) -> String {
        let typed = self.parameters.with_value(|parameters| parameters[number].get());
        let is_tag =
            self.operation.with_value(|operation| operation.parameters[number].field.name == IF_MATCH);
        if !typed.is_empty() || !is_tag {
            return typed;
        }
        let path = self.operation.with_value(|operation| {
            let is_of_path = |parameter: &Parameter| parameter.place == Place::Path;
            let typed =
                operation.parameters.iter().enumerate().map(|(number, parameter)| match parameter.place {
                    Place::Path => self.parameters.with_value(|parameters| parameters[number].get()),
                    Place::Query | Place::Header => String::new(),
                });
            let typed: Vec<String> = typed.collect();
            operation.parameters.iter().any(is_of_path).then(|| Sent::new(operation, &typed, "").target)
        });
        path.and_then(|path| self.tags.of(&path)).unwrap_or_default()
    }

    fn sent(self) -> Sent {
        let count = self.parameters.with_value(Vec::len);
        let typed: Vec<String> = (0..count).map(|number| self.value(number)).collect();
        let body = self.body.get();
        self.operation.with_value(|operation| Sent::new(operation, &typed, &body))
    }
}

/// The form, the same for a shell, and what came back.
#[component]
pub fn Trying(operation: Operation) -> impl IntoView {
    let role = expect_context::<SignedInPerson>().role;
    let is_allowed = match operation.allowed {
        Allowed::Anybody => true,
        Allowed::Readers => role.can_read(),
        Allowed::Administrators => role.can_change(),
    };
    let Issuer(issuer) = expect_context();
    let id = operation.id.clone();
    let is_read = operation.allowed != Allowed::Administrators;
    let shown_once = StoredValue::new(operation.shown_once.clone());
    let (parameters, has_body) = (operation.parameters.clone(), operation.body.is_some());
    let typed = Typed::new(operation);
    let outcome = RwSignal::new(Outcome::None);
    forget_when_left(move || _ = outcome.try_set(Outcome::None));
    let send = move |ev: SubmitEvent| {
        ev.prevent_default();
        if !is_allowed || outcome.with_untracked(|outcome| *outcome == Outcome::UnderWay) {
            return;
        }
        outcome.set(Outcome::UnderWay);
        let sent = untrack(|| typed.sent());
        spawn_local(async move {
            let shown_once = shown_once.try_get_value().unwrap_or_default();
            let answered = sent.send(&shown_once).await;
            if let Ok(answered) = &answered {
                typed.tags.note(&sent, answered);
            }
            outcome.try_set(answered.map_or(Outcome::Unreached, Outcome::Answered));
        });
    };
    let curl = move || {
        let text = issuer.with_value(|issuer| typed.sent().curl(issuer));
        view! { <Copyable text action="Copy the curl command" is_block=true/> }.into_any()
    };
    let field = {
        let id = id.clone();
        move |(number, parameter): (usize, Parameter)| {
            view! { <ParameterField id=[&id, "-", &parameter.field.name].concat() number parameter typed/> }
                .into_any()
        }
    };
    let body_id = [&id, "-body"].concat();
    let label = ["Try ", &id].concat();
    let operation = id.clone();

    view! {
        <section class="trying" aria-label=label>
            <h4>"Try it"</h4>
            {(!is_allowed).then(|| view! {
                <p class="note">
                    "Your role, " {role.label()} ", does not allow this. An administrator can send it, or a program with \
                     an API key whose role is Administrator."
                </p>
            }.into_inner().into_any())}
            <form autocomplete="off" on:submit=send>
                {parameters.into_iter().enumerate().map(field).collect_view()}
                {has_body.then(|| view! { <BodyField id=body_id body=typed.body/> })}
                <p class="actions">
                    <button
                        type="submit"
                        class="button primary"
                        disabled=move || !is_allowed || outcome.with(|outcome| *outcome == Outcome::UnderWay)
                    >
                        "Send"
                        <span class="unseen">" " {id}</span>
                    </button>
                    <span class="help">
                        {if is_read { "It only reads." } else { "It is really done here, in your name." }}
                    </span>
                </p>
            </form>
            <Answer operation outcome/>
            <h5>"With curl"</h5>
            <p class="help">"Put an API key into the variable GATEHOUSE_API_KEY first."</p>
            {curl}
        </section>
    }
    .into_any()
}

#[component]
fn ParameterField(id: String, number: usize, parameter: Parameter, typed: Typed) -> impl IntoView {
    let signal = typed.parameters.with_value(|parameters| parameters[number]);
    let Parameter { field, place } = parameter;
    let is_tag = field.name == IF_MATCH;
    let help_id = [&id, "-help"].concat();
    let help = if is_tag {
        "Filled in with the ETag of the last answer about it.".to_owned()
    } else {
        [&field.meaning, &field.rules.join(" ")].map(|part| part.as_str()).join(" ")
    };
    view! {
        <div class="field">
            <label for=id.clone()>
                <code>{field.name}</code>
                {(!field.is_required).then(|| view! { <span class="optional">" optional"</span> }.into_inner().into_any())}
            </label>
            <input
                id=id
                type="text"
                required=place == Place::Path
                autocapitalize="none"
                spellcheck="false"
                aria-describedby=help_id.clone()
                prop:value=move || typed.value(number)
                on:input=move |ev| signal.set(event_target_value(&ev))
            />
            <p class="help" id=help_id>{words(&help)}</p>
        </div>
    }
    .into_any()
}

#[component]
fn BodyField(id: String, body: RwSignal<String>) -> impl IntoView {
    let rows = body.get_untracked().lines().count().clamp(3, 16);
    view! {
        <div class="field">
            <label for=id.clone()>"Body (JSON)"</label>
            <textarea
                id=id
                class="code"
                rows=rows
                autocapitalize="none"
                spellcheck="false"
                prop:value=body
                on:input=move |ev| body.set(event_target_value(&ev))
            ></textarea>
        </div>
    }
    .into_inner()
    .into_any()
}
