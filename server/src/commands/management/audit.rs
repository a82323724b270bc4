//! `gatehouse audit`.

use server::config::AuditCommand;

use super::noun::AUDIT_EVENT;
use super::{Asking, Management};

pub(super) async fn run(management: &Management, command: AuditCommand) -> anyhow::Result<()> {
    match command {
        AuditCommand::List { filters } => {
            management
                .list(&AUDIT_EVENT, Asking::search(&[AUDIT_EVENT.path, "search"], &filters), &filters.listing)
                .await
        }
    }
}
