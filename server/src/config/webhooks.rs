//! What is set about webhooks.

use clap::{ArgAction, Args};

use crate::webhooks::Reach;

/// What is set about webhooks.
#[derive(Args, Clone, Copy, Debug)]
pub struct WebhookSettings {
    /// Whether webhooks may be on this machine and in its network. Who may add a webhook has this server send to any
    /// address there, then.
    #[arg(
        long,
        env = "GATEHOUSE_WEBHOOKS_PRIVATE",
        value_name = "BOOL",
        default_value_t = false,
        action = ArgAction::Set
    )]
    pub webhooks_private: bool,
}

impl WebhookSettings {
    /// Where messages may go.
    pub fn reach(self) -> Reach {
        if self.webhooks_private { Reach::Everywhere } else { Reach::Public }
    }
}
