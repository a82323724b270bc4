//! What is known of a webhook.

use leptos::prelude::*;

use crate::components::copyable::Copyable;
use crate::components::facts::{badge, fact, time};
use crate::webhooks::api::WebhookRow;

/// Whoever may not change the webhook has a part of its URL only, and nothing to copy.
pub(super) fn facts(row: &WebhookRow, may_change: bool) -> Vec<AnyView> {
    let url = row.url.clone();
    let url = if may_change {
        view! { <Copyable text=url action="Copy URL"/> }.into_inner().into_any()
    } else {
        view! { <code>{url}</code> }.into_inner().into_any()
    };
    let facts = [
        Some(fact("Status", badge(row.status.as_str(), row.status.label()))),
        Some(fact("URL", url)),
        (!row.description.is_empty()).then(|| fact("Description", row.description.clone().into_any())),
        Some(fact("Events", events(&row.events))),
        Some(fact("Added", time(row.created_at))),
        row.updated_at.map(|at| fact("Last modified", time(at))),
    ];
    facts.into_iter().flatten().collect()
}

fn events(events: &[String]) -> AnyView {
    if events.is_empty() {
        return "Every change".into_any();
    }
    let one = |event: &String| {
        let event = event.clone();
        view! { <li><code>{event}</code></li> }.into_inner().into_any()
    };
    view! { <ul class="scopes">{events.iter().map(one).collect_view()}</ul> }.into_inner().into_any()
}
