//! What kind of application a client is, and how it comes by a token.

use domain::{ClientType, GrantType};
use leptos::prelude::*;

use crate::components::radio_card::RadioCard;
use crate::oauth_clients::form::typed::Typed;

const CONFIDENTIAL: &str = "Runs where only you can look: a server, or an app with a back end of its own. It gets a \
                            client secret and proves with it who it is.";
const CONFIDENTIAL_MORE: &str = "Choose this whenever the secret never leaves machines you control. Whoever holds the \
                                 secret can act as the application, so keep it in a secret store, not in source code.";
const PUBLIC: &str =
    "Runs where others can look: in a browser, on a phone, on a customer's machine. It gets no secret.";
const PUBLIC_MORE: &str = "A secret shipped inside an app can be read out of it. A public client is known by its \
                           redirect URIs instead, and PKCE ties each code to the app that asked for it.";
const CLIENT_CREDENTIALS: &str = "The application asks in its own name, with its client ID and secret. No person signs \
                                  in. For services that talk to services.";
const CLIENT_CREDENTIALS_MORE: &str = "The token speaks for the application and not for any user, so use it for data \
                                       that belongs to no one person: nightly jobs, reports, synchronisation.";
const AUTHORIZATION_CODE: &str = "A person signs in and agrees; the application receives a code at its redirect URI \
                                  and exchanges it for a token. For anything people sign in to.";
const AUTHORIZATION_CODE_MORE: &str = "First the browser visits this server with the client ID, a redirect URI and the \
                                       scopes wanted, and comes back with a code. Then the application sends the code \
                                       to the token endpoint. It never sees the person's password, and it may receive \
                                       a refresh token for later.";

#[component]
pub fn ClientTypes(typed: Typed) -> impl IntoView {
    let client_type = typed.client_type;
    view! {
        <fieldset class="cards" id="client-type" tabindex="-1">
            <legend>"Client type"</legend>
            <RadioCard
                id="client-type-confidential"
                group="client_type"
                title=ClientType::Confidential.label()
                help=CONFIDENTIAL
                more=CONFIDENTIAL_MORE
                chosen=Signal::derive(move || client_type.get() == ClientType::Confidential)
                choose=move |()| client_type.set(ClientType::Confidential)
            />
            <RadioCard
                id="client-type-public"
                group="client_type"
                title=ClientType::Public.label()
                help=PUBLIC
                more=PUBLIC_MORE
                chosen=Signal::derive(move || client_type.get() == ClientType::Public)
                choose=move |()| client_type.set(ClientType::Public)
            />
        </fieldset>
    }
    .into_inner()
    .into_any()
}

#[component]
pub fn GrantTypes(typed: Typed) -> impl IntoView {
    view! {
        {move || match typed.client_type.get() {
            ClientType::Confidential => view! { <GrantChoice typed/> }.into_inner().into_any(),
            ClientType::Public => view! { <FixedGrant/> }.into_inner().into_any(),
        }}
    }
    .into_any()
}

#[component]
fn GrantChoice(typed: Typed) -> impl IntoView {
    let grant_type = typed.confidential_grant;
    view! {
        <fieldset class="cards" id="grant-type" tabindex="-1">
            <legend>"Grant type"</legend>
            <RadioCard
                id="grant-type-client-credentials"
                group="grant_type"
                title=GrantType::ClientCredentials.label()
                help=CLIENT_CREDENTIALS
                more=CLIENT_CREDENTIALS_MORE
                chosen=Signal::derive(move || grant_type.get() == GrantType::ClientCredentials)
                choose=move |()| grant_type.set(GrantType::ClientCredentials)
            />
            <RadioCard
                id="grant-type-authorization-code"
                group="grant_type"
                title=GrantType::AuthorizationCode.label()
                help=AUTHORIZATION_CODE
                more=AUTHORIZATION_CODE_MORE
                chosen=Signal::derive(move || grant_type.get() == GrantType::AuthorizationCode)
                choose=move |()| grant_type.set(GrantType::AuthorizationCode)
            />
        </fieldset>
    }
    .into_inner()
    .into_any()
}

#[component]
fn FixedGrant() -> impl IntoView {
    view! {
        <fieldset class="cards" id="grant-type" tabindex="-1">
            <legend>"Grant type"</legend>
            <p class="fixed">{GrantType::AuthorizationCode.label()}</p>
            <p class="help">
                "Always, for a public client: without a secret it has no other way to prove itself. "
                {AUTHORIZATION_CODE}
            </p>
        </fieldset>
    }
    .into_inner()
    .into_any()
}
