//! The API of Gatehouse itself, whose roles let clients, principals and people come to the management API with a token.

use domain::{GatehouseScope, ScopeName, Title};
use store::{Api, ApiRole, StoreError};

use crate::Services;

/// Primary keys that are the same everywhere, so that servers which start at once make one, whatever its name.
const API: &str = "gatehouse";
const ROLES: [(&str, &str, &[GatehouseScope]); 2] = [
    ("gatehouse-administrator", "Administrator", &GatehouseScope::ALL),
    ("gatehouse-auditor", "Auditor", &[GatehouseScope::Read]),
];
/// What it is called: the first name that no other API has.
const NAMES: [&str; 3] = ["Gatehouse", "Gatehouse management API", "Gatehouse management API (built in)"];

impl Services {
    /// Makes the API of Gatehouse itself where it is not there yet. Nothing else depends on it, so a start does not fail
    /// where it cannot be made.
    pub(crate) async fn make_built_in_api(&self) -> Result<(), StoreError> {
        if self.store.has_built_in_api().await? {
            return Ok(());
        }
        for name in NAMES {
            let api = Api {
                id: API.to_owned(),
                name: title(name),
                scopes: GatehouseScope::ALL.into_iter().map(ScopeName::from).collect(),
                is_built_in: true,
                created_at: self.clock.now(),
                updated_at: None,
                version: 1,
            };
            let mut tx = self.store.begin().await?;
            if tx.add_api(&api).await? {
                for (id, name, scopes) in ROLES {
                    tx.add_api_role(&ApiRole {
                        id: id.to_owned(),
                        api_id: api.id.clone(),
                        name: title(name),
                        scopes: scopes.iter().copied().map(ScopeName::from).collect(),
                        holders: 0,
                        created_at: api.created_at,
                        updated_at: None,
                        version: 1,
                    })
                    .await?;
                }
                return tx.commit().await;
            }
            // Another server that starts now may be quicker. What was half added goes first.
            drop(tx);
            if self.store.has_built_in_api().await? {
                return Ok(());
            }
        }
        tracing::error!(
            "cannot make the API of Gatehouse itself: other APIs have its names. Rename them and start again, or use \
             API keys"
        );
        Ok(())
    }
}

fn title(name: &str) -> Title {
    Title::parse(name).expect("our own names keep the rules")
}
