//! The environments that there are from the start.

use domain::{AuditAction, EnvironmentName};
use store::StoreError;

use super::added;
use crate::Services;
use crate::audit::GATEHOUSE;

const FIRST: [&str; 2] = ["development", "production"];

impl Services {
    /// Makes `development` and `production` where there is no environment at all, with audiences below the issuer.
    pub(crate) async fn make_first_environments(&self) -> Result<(), StoreError> {
        if self.store.has_environments().await? {
            return Ok(());
        }
        let mut tx = self.store.begin().await?;
        for name in FIRST {
            let name = EnvironmentName::parse(name).expect("both names keep the rules");
            // Below a very long issuer an administrator has to think of something shorter.
            let Ok(audience) = self.audience_of(&name) else { continue };
            let environment = self.new_environment(name, audience);
            // Another server that starts now may be quicker.
            if tx.add_environment(&environment).await? {
                let changes = added(&environment);
                let event = self.event(GATEHOUSE, AuditAction::EnvironmentAdded, &environment, changes);
                tx.record(&event).await?;
            }
        }
        tx.commit().await
    }
}
