//! The addresses that applications are configured with.

use leptos::prelude::*;

use crate::components::copyable::Copyable;
use crate::components::facts::fact;

/// Each with its path below the issuer.
const ENDPOINTS: [(&str, &str); 9] = [
    ("Issuer", ""),
    ("Authorization endpoint", "/oauth2/authorize"),
    ("Token endpoint", "/oauth2/token"),
    ("Introspection endpoint", "/oauth2/introspect"),
    ("Revocation endpoint", "/oauth2/revoke"),
    ("User info endpoint", "/oauth2/userinfo"),
    ("Public keys (JWKS)", "/oauth2/jwks"),
    ("OpenID Connect metadata", "/.well-known/openid-configuration"),
    ("OAuth metadata", "/.well-known/oauth-authorization-server"),
];

#[component]
pub fn Endpoints(issuer: String) -> impl IntoView {
    let facts = ENDPOINTS.map(|(name, path)| {
        let (text, action) = ([&issuer, path].concat(), ["Copy ", name].concat());
        fact(name, view! { <Copyable text action/> }.into_inner().into_any())
    });
    view! {
        <section aria-labelledby="endpoints">
            <div class="part-head"><h2 id="endpoints">"Addresses"</h2></div>
            <dl class="facts endpoints">{facts.into_iter().collect_view()}</dl>
        </section>
    }
    .into_inner()
    .into_any()
}
