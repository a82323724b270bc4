//! Which of what there is the entries of a document are about.

use std::collections::BTreeSet;

use domain::HolderKind;
use store::{Api, Environment, Holder, Tx};

use super::super::check::Checked;
use super::super::{Absent, ConfigurationError, MAX_ENTRIES};
use super::lock_apis;

/// One more than are looked at, to see that there are more.
const AT_MOST: i64 = 2 * MAX_ENTRIES as i64 + 1;

/// What there is of what a document names, all of it locked.
pub(super) struct Places {
    /// The client id of each OAuth client of the document that is there.
    pub(super) oauth_clients: Vec<Option<String>>,
    /// The client id of each service principal of the document that is there.
    pub(super) service_principals: Vec<Option<String>>,
    /// What the document does not name, where that goes.
    pub(super) absent: AbsentOnes,
}

/// What a document does not name.
#[derive(Default)]
pub(super) struct AbsentOnes {
    pub(super) holders: Vec<Holder>,
    pub(super) environments: Vec<Environment>,
    pub(super) apis: Vec<Api>,
    /// Whether roles go that an API of the document does not name.
    pub(super) has_roles: bool,
}

impl Places {
    pub(super) async fn find(
        tx: &mut Tx,
        document: &Checked,
        absent: Absent,
    ) -> Result<Self, ConfigurationError> {
        let mut oauth_clients = Vec::with_capacity(document.oauth_clients.len());
        for client in &document.oauth_clients {
            oauth_clients.push(match client.new.client_id() {
                Some(client_id) => Some(client_id.to_string()),
                None => tx.client_id_of_client(&client.new.name().key()).await?,
            });
        }
        let mut service_principals = Vec::with_capacity(document.service_principals.len());
        for principal in &document.service_principals {
            service_principals.push(match &principal.client_id {
                Some(client_id) => Some(client_id.to_string()),
                None => {
                    let name = principal.edit.name().key();
                    tx.client_id_of_principal(principal.environment.as_str(), &name).await?
                }
            });
        }
        let named: BTreeSet<&String> = oauth_clients.iter().chain(&service_principals).flatten().collect();
        let mut wanted: BTreeSet<String> = named.iter().map(|client_id| (*client_id).clone()).collect();
        if absent == Absent::Goes {
            let every = tx.client_ids(AT_MOST).await?;
            if every.len() > 2 * MAX_ENTRIES {
                return Err(ConfigurationError::TooLarge);
            }
            wanted.extend(every);
        }
        let mut holders = Vec::new();
        for client_id in &wanted {
            holders.extend(tx.lock_holder(client_id).await?);
        }
        let is_there = |kind, client_id: &Option<String>| {
            let client_id = client_id.as_ref()?;
            let mut found = holders.iter().filter(|holder| holder.kind == kind);
            found.any(|holder| holder.client_id == *client_id).then(|| client_id.clone())
        };
        let clients: Vec<_> = oauth_clients.iter().map(|id| is_there(HolderKind::OAuthClient, id)).collect();
        let principals: Vec<_> =
            service_principals.iter().map(|id| is_there(HolderKind::ServicePrincipal, id)).collect();
        holders.retain(|holder| !named.contains(&holder.client_id));

        let mut environments = Vec::new();
        for id in tx.environment_ids().await? {
            environments.extend(tx.lock_environment(&id).await?);
        }
        let mut apis = lock_apis(tx).await?;
        let absent = match absent {
            Absent::Stays => AbsentOnes::default(),
            Absent::Goes => {
                let names: BTreeSet<_> =
                    document.environments.iter().map(|new| new.name().as_str()).collect();
                environments.retain(|environment| !names.contains(environment.name.as_str()));
                let keys: BTreeSet<_> = document.apis.iter().map(|api| api.new.name().key()).collect();
                apis.retain(|api| !api.is_built_in && !keys.contains(&api.name.key()));
                AbsentOnes { holders, environments, apis, has_roles: true }
            }
        };
        Ok(Self { oauth_clients: clients, service_principals: principals, absent })
    }
}
