//! The secrets of a client: what they are called and whether they count, never what they are.

use domain::SecretState;
use leptos::prelude::*;

use crate::components::facts::{badge, fact, time};
use crate::components::hydrated::hydrated;
use crate::oauth_clients::api::{LastUse, SecretRow};
use crate::oauth_clients::details::ShownClient;

#[component]
pub fn Secrets(
    shown: ShownClient,
    /// What can be done about one that counts, where the person may.
    retire: Option<Callback<SecretRow>>,
) -> impl IntoView {
    move || {
        let secrets = shown.client.with(|client| client.secrets.clone());
        if secrets.is_empty() {
            return view! { <p>"This client has no secret, so it gets no tokens."</p> }
                .into_inner()
                .into_any();
        }
        let secrets = secrets.into_iter().map(|secret| view! { <Secret secret retire/> }).collect_view();
        view! { <ul class="secrets">{secrets}</ul> }.into_inner().into_any()
    }
}

#[component]
fn Secret(secret: SecretRow, retire: Option<Callback<SecretRow>>) -> impl IntoView {
    let hydrated = hydrated();
    let state = match secret.state {
        SecretState::Valid => "enabled",
        SecretState::Ending => "ending",
        SecretState::Expired | SecretState::Retired => "disabled",
    };
    let expires = match (secret.expires_at, secret.retired_at) {
        (Some(at), _) => Some(time(at)),
        (None, None) => Some("Never".into_any()),
        (None, Some(_)) => None,
    };
    let button = retire.filter(|_| secret.state.is_valid()).map(|retire| {
        let secret = secret.clone();
        let name = ["Retire ", &secret.label].concat();
        view! {
            <button
                type="button"
                class="button"
                aria-label=name
                disabled=move || !hydrated.get()
                on:click=move |_| retire.run(secret.clone())
            >
                "Retire"
            </button>
        }
        .into_inner()
        .into_any()
    });
    let prefix = [&secret.prefix, "…"].concat();

    view! {
        <li>
            <div class="secret-head">
                <h3>{secret.label}</h3>
                {badge(state, secret.state.label())}
                {button}
            </div>
            <dl class="facts beside">
                {fact("Begins with", view! { <code>{prefix}</code> }.into_inner().into_any())}
                {fact("Created", time(secret.created_at))}
                {expires.map(|expires| fact("Expires", expires))}
                {secret.retired_at.map(|at| fact("Retired", time(at)))}
                {fact("Last used", last_used(secret.last_used))}
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
