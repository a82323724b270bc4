//! Writing down what is configured.

use std::collections::{BTreeMap, HashMap};

use domain::{ScopeName, SecurityType};
use serde_json::Value;
use store::{KeyOfPrincipal, OAuthClient, Principal};

use super::{
    ApiEntry, ApiRoleEntry, Configuration, ConfigurationError, DOCUMENT_VERSION, EnvironmentEntry,
    HeldRoleEntry, KeySetEntry, MAX_ENTRIES, OAuthClientEntry, PrincipalEntry,
};
use crate::{Reader, Services};

/// One more than a document may hold, to see that there are more.
const AT_MOST: i64 = MAX_ENTRIES as i64 + 1;

impl Services {
    /// Everything that is configured, as a document that can be applied. It is the same as long as nothing changes: what it
    /// lists is in the order of names.
    ///
    /// # Errors
    /// [`ConfigurationError::TooLarge`].
    pub async fn export_configuration(&self, reader: &Reader) -> Result<Configuration, ConfigurationError> {
        let environments = self.environments(reader).await?;
        // What Gatehouse makes itself is everywhere already.
        let apis: Vec<_> = self.apis(reader).await?.into_iter().filter(|api| !api.is_built_in).collect();
        let clients = self.store.every_oauth_client(AT_MOST).await?;
        let principals = self.store.every_principal(AT_MOST).await?;
        let counts = [environments.len(), apis.len(), clients.len(), principals.len()];
        if counts.into_iter().any(|count| count > MAX_ENTRIES) {
            return Err(ConfigurationError::TooLarge);
        }
        let mut held: HashMap<String, Vec<HeldRoleEntry>> = HashMap::new();
        for role in self.store.every_role_held().await? {
            let entry = HeldRoleEntry { api_name: role.api_name, role_name: role.role_name };
            held.entry(role.holder_id).or_default().push(entry);
        }
        for roles in held.values_mut() {
            roles.sort();
        }
        let mut keys: HashMap<String, Vec<KeyOfPrincipal>> = HashMap::new();
        for key in self.store.every_key(self.clock.now()).await? {
            keys.entry(key.service_principal_id.clone()).or_default().push(key);
        }

        let mut environments: Vec<_> = environments
            .into_iter()
            .map(|found| EnvironmentEntry { environment_name: found.name.into(), audience: found.audience })
            .collect();
        environments.sort_by(|one, other| one.environment_name.cmp(&other.environment_name));
        let names = |scopes: Vec<ScopeName>| scopes.into_iter().map(String::from).collect();
        let mut apis: Vec<_> = apis
            .into_iter()
            .map(|api| {
                let mut roles: Vec<_> = api
                    .roles
                    .into_iter()
                    .map(|role| ApiRoleEntry { role_name: role.name.into(), scopes: names(role.scopes) })
                    .collect();
                roles.sort_by(|one, other| one.role_name.cmp(&other.role_name));
                ApiEntry { api_name: api.name.into(), scopes: names(api.scopes), roles }
            })
            .collect();
        apis.sort_by(|one, other| one.api_name.cmp(&other.api_name));
        let mut oauth_clients: Vec<_> = clients
            .into_iter()
            .map(|client| {
                let roles = held.remove(&client.id).unwrap_or_default();
                oauth_client(&client, roles)
            })
            .collect();
        oauth_clients.sort_by(|one, other| one.client_name.cmp(&other.client_name));
        let mut service_principals = Vec::with_capacity(principals.len());
        for found in principals {
            let roles = held.remove(&found.id).unwrap_or_default();
            let keys = keys.remove(&found.id).unwrap_or_default();
            service_principals.push(principal(&found, &keys, roles));
        }
        service_principals.sort_by(|one, other| {
            (&one.environment, &one.client_name).cmp(&(&other.environment, &other.client_name))
        });
        Ok(Configuration { version: DOCUMENT_VERSION, environments, apis, oauth_clients, service_principals })
    }
}

fn oauth_client(client: &OAuthClient, roles: Vec<HeldRoleEntry>) -> OAuthClientEntry {
    let draft = client.draft();
    OAuthClientEntry {
        client_name: draft.client_name,
        client_id: draft.client_id,
        client_type: draft.client_type,
        grant_type: draft.grant_type,
        redirect_uris: draft.redirect_uris,
        web_origins: draft.web_origins,
        pkce_code_challenge_method: draft.pkce_code_challenge_method,
        description: draft.description,
        status: Some(client.status),
        roles: Some(roles),
    }
}

fn principal(principal: &Principal, keys: &[KeyOfPrincipal], roles: Vec<HeldRoleEntry>) -> PrincipalEntry {
    let signs = match principal.security_type {
        SecurityType::ClientSecret => false,
        SecurityType::SignedJwt => true,
    };
    // One whose keys have all ended has nothing that a document could ask for.
    let jwks = (signs && !keys.is_empty()).then(|| KeySetEntry { keys: keys.iter().map(jwk).collect() });
    PrincipalEntry {
        client_name: principal.name.as_str().to_owned(),
        client_id: principal.client_id.as_str().to_owned(),
        security_type: principal.security_type,
        environment: principal.environment.to_string(),
        jwks,
        accepts_endpoint_audience: principal.accepts_endpoint_audience,
        status: Some(principal.status),
        roles: Some(roles),
    }
}

fn jwk(key: &KeyOfPrincipal) -> BTreeMap<String, Value> {
    let mut members: BTreeMap<String, Value> =
        serde_json::from_str(&key.key.to_jwk()).expect("a JWK is a JSON object");
    members.insert("kid".to_owned(), Value::from(key.kid.as_str()));
    if let Some(end) = key.expires_at {
        members.insert("exp".to_owned(), Value::from(end));
    }
    members
}
