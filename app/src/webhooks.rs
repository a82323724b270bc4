//! The pages of webhooks: servers that are told of changes.

pub mod api;
pub mod api_types;
mod delivery_badge;
mod form;
pub mod list;
pub mod page;
mod secret_dialog;
pub mod secret_on_show;
mod table;

/// Where the webhooks are listed.
pub const PAGE: &str = "/webhooks";

/// The page of one webhook.
pub fn address(webhook_id: &str) -> String {
    // An id has only characters that stand in an address as they are.
    [PAGE, "/", webhook_id].concat()
}

/// What a webhook is told of, in a few words.
fn told_of(events: &[String]) -> String {
    match events {
        [] => "Every change".to_owned(),
        [event] => event.clone(),
        events => [&events.len().to_string(), " kinds of events"].concat(),
    }
}
