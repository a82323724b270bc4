//! What happens when something that counts once comes again: one of the two who have it is a thief, and nobody can tell
//! which (RFC 6749 §4.1.2, RFC 9700 §4.14.2).

use domain::{AuditAction, EntityKind};
use store::{AuditEvent, StoreError, TokenGrant, Tx};

use super::client_auth::ProvenClient;
use crate::Services;

impl Services {
    /// Revokes a grant, and tells of it once.
    pub(super) async fn revoke_replayed(
        &self,
        mut tx: Tx,
        client: &ProvenClient,
        grant: &TokenGrant,
        address: Option<&str>,
    ) -> Result<(), StoreError> {
        let now = self.clock.now();
        if !tx.revoke_token_grant(&grant.id, now).await? {
            return Ok(());
        }
        let name = tx.client_name(&client.id).await?.unwrap_or_else(|| client.client_id.as_str().to_owned());
        let event = AuditEvent {
            id: self.row_ids.next(&self.clock, &self.rng),
            happened_at: now,
            // Nobody is signed in: the client did it.
            actor_id: None,
            actor_name: name.clone(),
            address: address.map(str::to_owned),
            action: AuditAction::GrantReplayed,
            entity_kind: EntityKind::OAuthClient,
            entity_id: client.id.clone(),
            entity_name: name,
            changes: Vec::new(),
        };
        tx.record(&event).await?;
        tx.commit().await
    }
}
