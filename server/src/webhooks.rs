//! Telling webhooks of changes: sends what waits in the database, to public addresses only unless an operator allows others.

mod connector;
mod sender;
mod sending;

pub use connector::Reach;
pub use sender::WebhookSender;
pub use sending::send_messages;
