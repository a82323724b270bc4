//! The window *Add New Principal*.

mod typed;

use domain::{Field, SecurityType};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::banner::Banners;
use crate::components::field::{Shape, TextField};
use crate::components::modal::Modal;
use crate::components::problem_text::ProblemText;
use crate::components::radio_card::RadioCard;
use crate::components::trouble::Trouble;
use crate::components::unsaved::Unsaved;
use crate::holders::secret_dialog::{Occasion, SecretOnShow};
use crate::secure_module::principals::api::{SavedPrincipal, register_principal};
use crate::secure_module::principals::key::{KeyFields, KeyPair};
use crate::secure_module::principals::private_key::{KeyOwner, PrivateKeyOnShow};
use typed::Typed;

const NAME_HELP: &str =
    "At least 5 letters, digits and underscores. No two principals of an environment share a name.";
const SECRET_HELP: &str = "It sends a client ID and a secret that does not expire (OAuth 2.0).";
const SIGNED_HELP: &str = "It signs each request with a private key that only it has; here is the public half (private_key_jwt, as FAPI asks).";

/// Registers a principal, then says so: with the one sight of its secret, or of the private key that was made here.
#[component]
pub fn AddPrincipal(
    /// What there is to choose from.
    environments: Vec<String>,
    close: Callback<()>,
    /// Runs once it is registered.
    added: Callback<()>,
) -> impl IntoView {
    let typed = Typed::new();
    let banners = expect_context::<Banners>();
    let secret_on_show = expect_context::<SecretOnShow>();
    let key_on_show = expect_context::<PrivateKeyOnShow>();
    expect_context::<Unsaved>().watch(Callback::new(move |()| untrack(|| typed.is_changed())));
    let done = move |saved: SavedPrincipal, pair: Option<KeyPair>| async move {
        close.try_run(());
        added.try_run(());
        match pair {
            Some(pair) => key_on_show.show(&pair, KeyOwner::of_new(&saved), banners).await,
            None => secret_on_show.show(saved, Occasion::Added, banners),
        }
    };
    let add = move || {
        let Some(draft) = typed.submit() else { return };
        let pair = typed.key.pair().filter(|_| draft.security_type == SecurityType::SignedJwt);
        typed.busy.set(true);
        spawn_local(async move {
            let answer = register_principal(draft).await;
            typed.busy.try_set(false);
            match answer {
                Ok(saved) => done(saved, pair).await,
                Err(error) => typed.refuse(error),
            }
        });
    };

    view! {
        <Modal title="Add New Principal" close>
            <form
                class="plain"
                novalidate
                autocomplete="off"
                aria-label="New principal"
                on:submit=move |ev| {
                    ev.prevent_default();
                    add();
                }
            >
                {move || typed.trouble().map(|error| view! {
                    <div class="note bad" role="alert"><Trouble error/></div>
                })}
                <TextField
                    entry=typed.client_name
                    shape=Shape::Line
                    label="Client name"
                    is_required=true
                    problem=Signal::derive(move || typed.problem(typed.client_name, Field::ClientName))
                    help=NAME_HELP
                />
                <SecurityTypes typed/>
                <Environment typed environments/>
                {move || (typed.security_type.get() == SecurityType::SignedJwt).then(|| view! {
                    <KeyFields
                        key=typed.key
                        key_problem=Signal::derive(move || typed.found(Field::PublicKey))
                        end_problem=Signal::derive(move || typed.found(Field::KeyExpiresAt))
                    />
                }.into_inner().into_any())}
                <p class="actions end">
                    <button type="button" class="button" on:click=move |_| close.run(())>"Cancel"</button>
                    <button
                        type="submit"
                        class="button primary"
                        disabled=move || typed.has_problems()
                        aria-disabled=move || typed.busy.get().then_some("true")
                    >
                        {move || if typed.busy.get() { "Adding…" } else { "Add" }}
                    </button>
                </p>
            </form>
        </Modal>
    }
    .into_inner()
    .into_any()
}

#[component]
fn SecurityTypes(typed: Typed) -> impl IntoView {
    let security_type = typed.security_type;
    let card = move |id, choice: SecurityType, help| {
        view! {
            <RadioCard
                id=id
                group="security_type"
                title=choice.label()
                help=help
                chosen=Signal::derive(move || security_type.get() == choice)
                choose=move |()| security_type.set(choice)
            />
        }
        .into_inner()
        .into_any()
    };
    view! {
        <fieldset class="cards">
            <legend>"Security type"</legend>
            {card("security-type-client-secret", SecurityType::ClientSecret, SECRET_HELP)}
            {card("security-type-signed-jwt", SecurityType::SignedJwt, SIGNED_HELP)}
        </fieldset>
    }
    .into_inner()
    .into_any()
}

#[component]
fn Environment(typed: Typed, environments: Vec<String>) -> impl IntoView {
    let entry = typed.environment;
    let problem = Signal::derive(move || typed.problem(entry, Field::Environment));
    let is_empty = environments.is_empty();
    let option =
        |name: String| view! { <option value=name.clone()>{name.clone()}</option> }.into_inner().into_any();
    view! {
        <div class="field">
            <label for=entry.id>"Environment"</label>
            <select
                id=entry.id
                class="choice"
                aria-describedby="environment-problem environment-help"
                aria-required="true"
                aria-invalid=move || problem.get().is_some().then_some("true")
                prop:value=move || entry.value.get()
                on:change=move |ev| entry.set(event_target_value(&ev))
                on:blur=move |_| entry.left.set(true)
            >
                <option value="">"Choose an environment"</option>
                {environments.into_iter().map(option).collect_view()}
            </select>
            <ProblemText id="environment-problem".to_owned() problem accept=move |right| entry.set(right)/>
            <p class="help" id="environment-help">
                {is_empty.then_some("There is none yet: add one on the page Environments. ")}
                "Its tokens are for this environment’s audience. Security type and environment cannot be changed later."
            </p>
        </div>
    }
    .into_inner()
    .into_any()
}
