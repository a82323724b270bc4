//! The public keys of a service principal that signs.

use axum::extract::{Path, State};
use domain::{Field, KeyDraft, SecretState};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use service::{CredentialDetail, Reader, ServiceError, Services};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shapes::told_here;
use crate::api::BASE;
use crate::api::caller::{Changing, Reading};
use crate::api::choices::SecretStateChoice;
use crate::api::etag::{Created, IfMatch, Tagged};
use crate::api::input::Input;
use crate::api::listed::Listed;
use crate::api::problem::Problem;
use crate::api::query::{Asked, Nothing};
use crate::api::time::Time;
use crate::gatehouse::Gatehouse;

pub(super) fn operations() -> OpenApiRouter<Gatehouse> {
    OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(read, retire))
}

/// A public key of a service principal.
#[derive(Clone, Debug, Serialize, ToSchema)]
struct ServicePrincipalKey {
    /// Names it when it is to be retired.
    key_id: String,
    /// By what assertions name it.
    kid: String,
    /// The JWS algorithm that it verifies.
    #[schema(example = "ES256")]
    algorithm: String,
    #[schema(inline, value_type = SecretStateChoice)]
    state: SecretState,
    created_at: Time,
    /// From when on it no longer counts, where an end is set.
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<Time>,
    /// When somebody ended it.
    #[serde(skip_serializing_if = "Option::is_none")]
    retired_at: Option<Time>,
    /// Absent until the first use.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_used_at: Option<Time>,
    /// From where it was last used.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_used_address: Option<String>,
}

impl From<CredentialDetail> for ServicePrincipalKey {
    fn from(key: CredentialDetail) -> Self {
        let (last_used_at, last_used_address) =
            key.last_used.map_or((None, None), |used| (Some(Time::of(used.at)), used.address));
        Self {
            key_id: key.id,
            kid: key.kid,
            algorithm: key.algorithm.to_owned(),
            state: key.state,
            created_at: Time::of(key.created_at),
            expires_at: key.expires_at.map(Time::of),
            retired_at: key.retired_at.map(Time::of),
            last_used_at,
            last_used_address,
        }
    }
}

/// Keys that were added.
#[derive(Clone, Debug, Serialize, ToSchema)]
struct AddedServicePrincipalKeys {
    /// One, or two where a JWK set of two was sent.
    items: Vec<ServicePrincipalKey>,
}

/// Public keys that are to count.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ServicePrincipalKeyFields {
    public_key: PublicKeySent,
    /// From when on they no longer count; without an end where it is absent.
    #[serde(default)]
    expires_at: Option<Time>,
}

/// A public key as a JWK, one or two as a JWK set (RFC 7517), or one or more in PEM. Never a private key.
#[derive(Deserialize, ToSchema)]
#[serde(untagged)]
enum PublicKeySent {
    /// PEM.
    Pem(String),
    /// A JWK or a JWK set.
    #[schema(value_type = Object)]
    Jwk(Map<String, Value>),
}

impl From<ServicePrincipalKeyFields> for KeyDraft {
    fn from(fields: ServicePrincipalKeyFields) -> Self {
        let public_key = match fields.public_key {
            PublicKeySent::Pem(text) => text,
            PublicKeySent::Jwk(jwk) => Value::Object(jwk).to_string(),
        };
        Self { public_key, expires_at: fields.expires_at.map(Time::at) }
    }
}

/// The public keys of a service principal, newest first.
///
/// Those that count no longer are listed too. One with a client secret has none.
#[utoipa::path(get, path = "/service-principals/{client_id}/keys", operation_id = "list_service_principal_keys",
    tag = "Service principals", params(("client_id" = String, Path)),
    responses((status = 200, description = "The keys.", body = Listed<ServicePrincipalKey>)))]
async fn list(
    State(gatehouse): State<Gatehouse>,
    Reading(reader): Reading,
    Path(client_id): Path<String>,
    Asked(Nothing {}): Asked<Nothing>,
) -> Result<Listed<ServicePrincipalKey>, Problem> {
    Ok(Listed::whole(gatehouse.services.principal(&reader, &client_id).await?.credentials))
}

/// Adds public keys to a service principal that signs.
///
/// At most two count at a time. A private key is refused, and is not kept.
#[utoipa::path(post, path = "/service-principals/{client_id}/keys", operation_id = "add_service_principal_keys",
    tag = "Service principals", params(("client_id" = String, Path)), request_body = ServicePrincipalKeyFields,
    responses((status = 201, description = "The new keys.", body = AddedServicePrincipalKeys)))]
async fn add(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Path(client_id): Path<String>,
    Input(fields): Input<ServicePrincipalKeyFields>,
) -> Result<Created<AddedServicePrincipalKeys>, Problem> {
    let services = &gatehouse.services;
    let refused = |problems| Problem::refused(told_here(problems, Field::PublicKey));
    let new = KeyDraft::from(fields).check(services.now()).map_err(refused)?;
    let ids = services.add_credentials(&administrator, &client_id, new).await?;
    let mut keys = services.principal(&administrator.reader(), &client_id).await?.credentials;
    keys.retain(|key| ids.contains(&key.id));
    let location = format!("{BASE}/service-principals/{client_id}/keys");
    Ok(Created::of(
        location,
        AddedServicePrincipalKeys { items: keys.into_iter().map(ServicePrincipalKey::from).collect() },
    ))
}

/// One public key of a service principal.
#[utoipa::path(get, path = "/service-principals/{client_id}/keys/{key_id}",
    operation_id = "read_service_principal_key", tag = "Service principals",
    params(("client_id" = String, Path), ("key_id" = String, Path)),
    responses((status = 200, description = "The key.", body = ServicePrincipalKey)))]
async fn read(
    State(gatehouse): State<Gatehouse>,
    Reading(reader): Reading,
    Path((client_id, key_id)): Path<(String, String)>,
    Asked(Nothing {}): Asked<Nothing>,
) -> Result<Tagged<ServicePrincipalKey>, Problem> {
    Ok(Tagged(found(&gatehouse.services, &reader, &client_id, &key_id).await?))
}

/// Makes a public key of a service principal count no longer, from the next token request on.
#[utoipa::path(delete, path = "/service-principals/{client_id}/keys/{key_id}",
    operation_id = "retire_service_principal_key", tag = "Service principals",
    params(("client_id" = String, Path), ("key_id" = String, Path)),
    responses((status = 204, description = "It counts no longer.")))]
async fn retire(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Path((client_id, key_id)): Path<(String, String)>,
    if_match: IfMatch,
) -> Result<StatusCode, Problem> {
    let services = &gatehouse.services;
    if_match.allow(&found(services, &administrator.reader(), &client_id, &key_id).await?)?;
    services.retire_credential(&administrator, &client_id, &key_id).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn found(
    services: &Services,
    reader: &Reader,
    client_id: &str,
    key_id: &str,
) -> Result<ServicePrincipalKey, ServiceError> {
    let keys = services.principal(reader, client_id).await?.credentials;
    let key = keys.into_iter().find(|key| key.id == key_id);
    Ok(key.ok_or(ServiceError::NotFound)?.into())
}
