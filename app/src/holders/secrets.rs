//! The secrets of a client or principal: what they are called and whether they count, never what they are.

pub mod new_secret;
pub mod retirement;

use domain::SecretState;
use leptos::prelude::*;

use crate::components::facts::{badge, fact, time};
use crate::components::hydrated::hydrated;
use crate::holders::ShownHolder;
use crate::holders::api::{LastUse, SecretRow};

#[component]
pub fn Secrets(
    holder: ShownHolder,
    /// What can be done about one that counts, where the person may.
    retire: Option<Callback<SecretRow>>,
) -> impl IntoView {
    move || {
        let secrets = holder.secrets.get();
        if secrets.is_empty() {
            return view! { <p>"This "{holder.kind.noun()}" has no secret, so it gets no tokens."</p> }
                .into_inner()
                .into_any();
        }
        let secrets = secrets.into_iter().map(|secret| view! { <Secret secret retire/> }).collect_view();
        view! { <ul class="secrets">{secrets}</ul> }.into_inner().into_any()
    }
}

#[component]
fn Secret(secret: SecretRow, retire: Option<Callback<SecretRow>>) -> impl IntoView {
    let prefix = [&secret.prefix, "…"].concat();
    let standing = Standing {
        state: secret.state,
        created_at: secret.created_at,
        expires_at: secret.expires_at,
        retired_at: secret.retired_at,
        last_used: secret.last_used.clone(),
    };
    let label = secret.label.clone();
    let retire = retire.map(|retire| Callback::new(move |()| retire.run(secret.clone())));
    view! {
        <Credential
            heading=label.clone().into_any()
            name=label
            own=fact("Begins with", view! { <code>{prefix}</code> }.into_inner().into_any())
            standing
            retire
        />
    }
    .into_inner()
    .into_any()
}

/// Whether and how long a secret or a key counts.
pub struct Standing {
    pub state: SecretState,
    pub created_at: i64,
    pub expires_at: Option<i64>,
    pub retired_at: Option<i64>,
    pub last_used: Option<LastUse>,
}

/// One of a list of secrets or keys.
#[component]
pub fn Credential(
    heading: AnyView,
    /// What it is called on its button.
    name: String,
    /// The facts that the others of the kind have as well.
    own: AnyView,
    standing: Standing,
    /// What can be done about one that counts, where the person may.
    retire: Option<Callback<()>>,
) -> impl IntoView {
    let hydrated = hydrated();
    let Standing { state, created_at, expires_at, retired_at, last_used: used } = standing;
    let class = match state {
        SecretState::Valid => "enabled",
        SecretState::Ending => "ending",
        SecretState::Expired | SecretState::Retired => "disabled",
    };
    let expires = match (expires_at, retired_at) {
        (Some(at), _) => Some(time(at)),
        (None, None) => Some("Never".into_any()),
        (None, Some(_)) => None,
    };
    let button = retire.filter(|_| state.is_valid()).map(|retire| {
        view! {
            <button
                type="button"
                class="button"
                aria-label=["Retire ", &name].concat()
                disabled=move || !hydrated.get()
                on:click=move |_| retire.run(())
            >
                "Retire"
            </button>
        }
        .into_inner()
        .into_any()
    });

    view! {
        <li>
            <div class="secret-head">
                <h3>{heading}</h3>
                {badge(class, state.label())}
                {button}
            </div>
            <dl class="facts beside">
                {own}
                {fact("Created", time(created_at))}
                {expires.map(|expires| fact("Expires", expires))}
                {retired_at.map(|at| fact("Retired", time(at)))}
                {fact("Last used", last_used(used))}
            </dl>
        </li>
    }
    .into_inner()
    .into_any()
}

/// When and from where, or that it never was.
pub fn last_used(used: Option<LastUse>) -> AnyView {
    match used {
        None => "Never".into_any(),
        Some(LastUse { at, address }) => view! {
            {time(at)}
            {address.map(|address| view! { " from "<code>{address}</code> })}
        }
        .into_any(),
    }
}
