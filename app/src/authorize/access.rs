//! What an application will be able to do, as far as there are words for it.

use domain::{GatehouseScope, ScopeName, Scopes, Title};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What an application asks for at an API.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ApiAccess {
    pub(super) name: Title,
    pub(super) scopes: Scopes,
}

#[component]
pub(super) fn Access(scopes: Scopes, apis: Vec<ApiAccess>) -> impl IntoView {
    if scopes.is_empty() && apis.is_empty() {
        return view! { <p>"It will get a token in your name, which tells it nothing else about you."</p> }
            .into_inner()
            .into_any();
    }
    let known = (!scopes.is_empty()).then(|| view! { <KnownScopes scopes/> }.into_inner().into_any());
    let apis = apis.into_iter().enumerate();
    let apis = apis.map(|(index, access)| view! { <ApiScopes access index/> }.into_inner().into_any());
    view! {
        {known}
        {apis.collect_view()}
    }
    .into_inner()
    .into_any()
}

/// What OpenID Connect gives a meaning to.
#[component]
fn KnownScopes(scopes: Scopes) -> impl IntoView {
    let known = scopes.iter().filter_map(ScopeName::known);
    let known = known.map(|scope| view! { <li>{scope.label()}</li> }.into_inner().into_any());
    view! {
        <div>
            <p id="scopes">"It will be able to:"</p>
            <ul aria-labelledby="scopes">{known.collect_view()}</ul>
        </div>
    }
    .into_inner()
    .into_any()
}

/// What an API gives a meaning to, by name.
#[component]
fn ApiScopes(access: ApiAccess, index: usize) -> impl IntoView {
    let id = format!("api-{index}");
    let name = access.name.to_string();
    let scopes = access.scopes.iter().map(|scope| match GatehouseScope::parse(scope.as_str()) {
        Some(scope) => view! { <li>{scope.label()}</li> }.into_inner().into_any(),
        None => view! { <li><code>{scope.to_string()}</code></li> }.into_inner().into_any(),
    });
    view! {
        <div>
            <p id=id.clone()>"In your name, it will be able to use "<strong>{name}</strong>" for:"</p>
            <ul aria-labelledby=id>{scopes.collect_view()}</ul>
        </div>
    }
    .into_inner()
    .into_any()
}
