//! The document: what is configured, under the names that the management API has for it. There is no place in it for a secret.

use std::collections::BTreeMap;

use domain::{ClientType, GrantType, PkceMethod, SecurityType, Status};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use utoipa::openapi::schema::{ObjectBuilder, SchemaType, Type};

/// The version of the document that this server writes and reads.
pub const DOCUMENT_VERSION: u8 = 1;

/// Environments, APIs, OAuth clients and service principals as they are to be.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Configuration {
    /// The version of this document: 1.
    #[schema(example = 1)]
    pub version: u8,
    /// Where service principals live.
    #[serde(default)]
    #[schema(max_items = 2000)]
    pub environments: Vec<EnvironmentEntry>,
    /// APIs with their scopes and roles.
    #[serde(default)]
    #[schema(max_items = 2000)]
    pub apis: Vec<ApiEntry>,
    /// OAuth clients.
    #[serde(default)]
    #[schema(max_items = 2000)]
    pub oauth_clients: Vec<OAuthClientEntry>,
    /// Service principals.
    #[serde(default)]
    #[schema(max_items = 2000)]
    pub service_principals: Vec<PrincipalEntry>,
}

/// An environment, which is known by its name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ConfiguredEnvironment)]
pub struct EnvironmentEntry {
    /// Its name, as it stands in tokens.
    pub environment_name: String,
    /// The `aud` of its tokens. Absent: as it is, or made from the name of a new one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub audience: String,
}

/// An API, which is known by its name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ConfiguredApi)]
pub struct ApiEntry {
    /// What people call it.
    pub api_name: String,
    /// Its scopes.
    pub scopes: Vec<String>,
    /// Its roles.
    #[serde(default)]
    pub roles: Vec<ApiRoleEntry>,
}

/// A role of an API, which is known by its name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ConfiguredApiRole)]
pub struct ApiRoleEntry {
    /// What people call it.
    pub role_name: String,
    /// Scopes of its API.
    pub scopes: Vec<String>,
}

/// A role that a client or principal holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ConfiguredHeldRole)]
pub struct HeldRoleEntry {
    /// What people call the API.
    pub api_name: String,
    /// What people call the role.
    pub role_name: String,
}

/// An OAuth client, which is known by its client id, and without one by its name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ConfiguredOAuthClient)]
pub struct OAuthClientEntry {
    /// The name people know it by.
    pub client_name: String,
    /// The `client_id` of RFC 6749. Absent: the client of this name, or made by the server for a new one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub client_id: String,
    /// Whether it can keep a secret.
    #[schema(schema_with = client_type)]
    pub client_type: ClientType,
    /// How it obtains tokens.
    #[schema(schema_with = grant_type)]
    pub grant_type: GrantType,
    /// For Authorization Code only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub redirect_uris: Vec<String>,
    /// For Authorization Code only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub web_origins: Vec<String>,
    /// For Public clients only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = pkce_method)]
    pub pkce_code_challenge_method: Option<PkceMethod>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Whether it may obtain tokens. Absent: as it is, and enabled for a new one.
    #[serde(default, deserialize_with = "sent", skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = status)]
    pub status: Option<Status>,
    /// The roles it holds, at most one of each API. Absent: as they are.
    #[serde(default, deserialize_with = "sent", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub roles: Option<Vec<HeldRoleEntry>>,
}

/// A service principal, which is known by its client id, and without one by its environment and its name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ConfiguredServicePrincipal)]
pub struct PrincipalEntry {
    /// The name people know it by.
    pub client_name: String,
    /// The `client_id` of RFC 6749. Absent: the principal of this name, or made by the server for a new one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub client_id: String,
    /// How it proves who it is; fixed once it is made.
    #[schema(schema_with = security_type)]
    pub security_type: SecurityType,
    /// The name of its environment; fixed once it is made.
    pub environment: String,
    /// The public keys that count. Absent: as they are.
    #[serde(default, deserialize_with = "sent", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub jwks: Option<KeySetEntry>,
    /// Whether its assertions may name the token endpoint as their audience.
    #[serde(default, skip_serializing_if = "is_false")]
    pub accepts_endpoint_audience: bool,
    /// Whether it may obtain tokens. Absent: as it is, and enabled for a new one.
    #[serde(default, deserialize_with = "sent", skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = status)]
    pub status: Option<Status>,
    /// The roles it holds, at most one of each API. Absent: as they are.
    #[serde(default, deserialize_with = "sent", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub roles: Option<Vec<HeldRoleEntry>>,
}

/// A JWK set (RFC 7517 §5) of public keys.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ConfiguredJwkSet)]
pub struct KeySetEntry {
    /// At most two; a member `exp` says until when a key counts, in epoch seconds.
    pub keys: Vec<BTreeMap<String, Value>>,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// What is there to be left as it is, is left out: `null` would be no less than to take it away.
fn sent<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

fn one_of(names: impl IntoIterator<Item = &'static str>) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(names))
}

fn client_type() -> ObjectBuilder {
    one_of(ClientType::ALL.map(ClientType::as_str))
}

fn grant_type() -> ObjectBuilder {
    one_of(GrantType::ALL.map(GrantType::as_str))
}

fn pkce_method() -> ObjectBuilder {
    let methods = PkceMethod::ALL.map(|method| Value::from(method.as_str()));
    ObjectBuilder::new()
        .schema_type(SchemaType::from_iter([Type::String, Type::Null]))
        .enum_values(Some(methods.into_iter().chain([Value::Null])))
}

fn security_type() -> ObjectBuilder {
    one_of(SecurityType::ALL.map(SecurityType::as_str))
}

fn status() -> ObjectBuilder {
    one_of(Status::ALL.map(Status::as_str))
}
