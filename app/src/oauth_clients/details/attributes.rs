//! The tab *OAuth Client Attributes*.

use domain::{GrantType, PkceMethod};
use leptos::prelude::*;

use crate::components::copyable::Copyable;
use crate::components::facts::{badge, fact, time};
use crate::oauth_clients::api::OAuthClientDetail;
use crate::oauth_clients::details::ShownClient;

/// Every field that applies to the client.
#[component]
pub fn Attributes(shown: ShownClient) -> impl IntoView {
    view! { <dl class="facts">{move || shown.client.with(facts)}</dl> }.into_inner().into_any()
}

fn facts(client: &OAuthClientDetail) -> Vec<AnyView> {
    let copy = ["Copy client ID of ", &client.client_name].concat();
    let has_lists = client.grant_type == GrantType::AuthorizationCode;
    let facts = [
        Some(fact("Status", badge(client.status.as_str(), client.status.label()))),
        client.is_in_progress.then(|| fact("Request status", badge("progress", "In progress"))),
        Some(fact("Name", client.client_name.clone().into_any())),
        Some(fact(
            "Client ID",
            view! { <Copyable text=client.client_id.clone() action=copy/> }.into_inner().into_any(),
        )),
        Some(fact("Client type", client.client_type.label().into_any())),
        Some(fact("Grant type", client.grant_type.label().into_any())),
        has_lists.then(|| fact("Redirect URIs", addresses(&client.redirect_uris))),
        (has_lists && !client.web_origins.is_empty())
            .then(|| fact("Web origins", addresses(&client.web_origins))),
        client
            .pkce_code_challenge_method
            .map(|method: PkceMethod| fact("PKCE code challenge method", method.label().into_any())),
        client.description.clone().map(|text| {
            let text = view! { <span class="lines">{text}</span> }.into_inner().into_any();
            fact("Description", text)
        }),
        Some(fact("Created", time(client.created_at))),
        client.registered_with.as_ref().map(|token| {
            let by = ["A program, with the initial access token “", token, "”"].concat();
            fact("Registered by", by.into_any())
        }),
        client.updated_at.map(|at| fact("Last modified", time(at))),
    ];
    facts.into_iter().flatten().collect()
}

fn addresses(all: &[String]) -> AnyView {
    let items = all.iter().map(|one| view! { <li><code>{one.clone()}</code></li> }.into_inner().into_any());
    view! { <ul class="addresses">{items.collect_view()}</ul> }.into_inner().into_any()
}
