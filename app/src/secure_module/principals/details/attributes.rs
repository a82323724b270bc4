//! The tab *Attributes*.

use domain::SecurityType;
use leptos::prelude::*;

use super::ShownPrincipal;
use crate::components::copyable::Copyable;
use crate::components::facts::{badge, fact, time};
use crate::holders::secrets::last_used;
use crate::secure_module::principals::api::PrincipalDetail;

#[component]
pub fn Attributes(shown: ShownPrincipal) -> impl IntoView {
    view! { <dl class="facts">{move || shown.principal.with(facts)}</dl> }.into_inner().into_any()
}

fn facts(detail: &PrincipalDetail) -> Vec<AnyView> {
    let row = &detail.row;
    let copyable = |text: &str, what: &str| {
        let action = ["Copy ", what, " of ", &row.client_name].concat();
        view! { <Copyable text=text.to_owned() action/> }.into_inner().into_any()
    };
    let signs = row.security_type == SecurityType::SignedJwt;
    let accepted = if detail.accepts_endpoint_audience {
        "The issuer, or the token endpoint (the older habit)"
    } else {
        "The issuer"
    };
    let facts = [
        Some(fact("Status", badge(row.status.as_str(), row.status.label()))),
        Some(fact("Name", row.client_name.clone().into_any())),
        Some(fact("Client ID", copyable(&row.client_id, "client ID"))),
        Some(fact("Security type", row.security_type.label().into_any())),
        Some(fact("Environment", row.environment.clone().into_any())),
        Some(fact("Audience of its tokens", copyable(&detail.audience, "audience"))),
        signs.then(|| fact("Audience of its assertions", accepted.into_any())),
        Some(fact("Created", time(row.created_at))),
        detail.updated_at.map(|at| fact("Last modified", time(at))),
        Some(fact("Last used", last_used(detail.last_used.clone()))),
    ];
    facts.into_iter().flatten().collect()
}
