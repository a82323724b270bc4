//! What Keycloak writes, as far as it matters here. It writes more, and more with each version.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

/// What Keycloak writes in place of a secret that it keeps to itself.
const HIDDEN: char = '*';

/// A realm.
#[derive(Debug, Deserialize)]
pub(super) struct Realm {
    pub(super) clients: Vec<Client>,
}

/// A client of a realm, with what Keycloak assumes where it says nothing.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Client {
    pub(super) client_id: String,
    pub(super) name: Option<String>,
    pub(super) description: Option<String>,
    pub(super) root_url: Option<String>,
    #[serde(default = "yes")]
    pub(super) enabled: bool,
    #[serde(default)]
    pub(super) public_client: bool,
    #[serde(default)]
    pub(super) bearer_only: bool,
    #[serde(default = "yes")]
    pub(super) standard_flow_enabled: bool,
    #[serde(default)]
    pub(super) implicit_flow_enabled: bool,
    #[serde(default)]
    pub(super) direct_access_grants_enabled: bool,
    #[serde(default)]
    pub(super) service_accounts_enabled: bool,
    #[serde(default)]
    pub(super) redirect_uris: Vec<String>,
    #[serde(default)]
    pub(super) web_origins: Vec<String>,
    pub(super) protocol: Option<String>,
    secret: Option<Value>,
    #[serde(default)]
    attributes: BTreeMap<String, Value>,
}

fn yes() -> bool {
    true
}

impl Client {
    /// Whether there is a secret in the export.
    pub(super) fn has_secret(&self) -> bool {
        let secret = self.secret.as_ref().and_then(Value::as_str).unwrap_or_default();
        !self.public_client && secret.chars().any(|sign| sign != HIDDEN)
    }

    pub(super) fn pkce_method(&self) -> Option<&str> {
        self.attributes.get("pkce.code.challenge.method")?.as_str()
    }
}
