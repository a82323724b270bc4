//! What changed of a webhook, as the audit trail tells it.

use store::{FieldChange, Webhook};

/// As the audit trail tells them: without the URL's path and query, which may hold a secret of the other end.
fn fields(webhook: &Webhook) -> [(&'static str, String); 3] {
    let events: Vec<_> = webhook.events.iter().map(|event| event.as_str()).collect();
    [
        ("url", webhook.url.shortened()),
        ("description", webhook.description.as_str().to_owned()),
        ("events", events.join(" ")),
    ]
}

pub(super) fn added(webhook: &Webhook) -> Vec<FieldChange> {
    let told = fields(webhook).into_iter().filter(|(_, value)| !value.is_empty());
    told.map(|(field, new)| FieldChange { field, old: None, new: Some(new) }).collect()
}

pub(super) fn removed(webhook: &Webhook) -> Vec<FieldChange> {
    let told = fields(webhook).into_iter().filter(|(_, value)| !value.is_empty());
    told.map(|(field, old)| FieldChange { field, old: Some(old), new: None }).collect()
}

/// None where both are the same.
pub(super) fn changed(before: &Webhook, after: &Webhook) -> Vec<FieldChange> {
    let is_other = |field: &str, old: &str, new: &str| match field {
        // Maybe in what is left out only.
        "url" => before.url != after.url,
        _ => old != new,
    };
    fields(before)
        .into_iter()
        .zip(fields(after))
        .filter(|((field, old), (_, new))| is_other(field, old, new))
        .map(|((field, old), (_, new))| FieldChange { field, old: Some(old), new: Some(new) })
        .collect()
}
