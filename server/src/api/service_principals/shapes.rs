//! Service principals as programs see them.

use domain::{Field, FieldProblem, KeyDraft, PrincipalDraft, PrincipalEditDraft, SecurityType, Status};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use service::{
    HeldRole, PrincipalChange, PrincipalRegistration, RoleByName, ServiceError, ValidKey, WholePrincipal,
};
use utoipa::{IntoParams, ToSchema};

use crate::api::choices::{SecurityTypeChoice, StatusChoice};
use crate::api::page_size::PageSize;
use crate::api::problem::Problem;
use crate::api::time::Time;

/// Which principals are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PrincipalsAsked {
    /// Words that name, client ID or security type have, by how they begin.
    #[serde(default)]
    pub(super) q: String,
    /// Only those that live in this environment.
    pub(super) environment: Option<String>,
    #[serde(default)]
    #[param(inline)]
    pub(super) limit: PageSize,
    /// The `next_cursor` of the page before.
    pub(super) cursor: Option<String>,
}

/// A back-end system that obtains tokens in one environment.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ServicePrincipal {
    /// Unique in its environment.
    client_name: String,
    /// The `client_id` of RFC 6749 §2.2.
    client_id: String,
    #[schema(inline, value_type = SecurityTypeChoice)]
    security_type: SecurityType,
    /// The name of the environment that it lives in.
    environment: String,
    /// The public keys that count, of one with a signed JWT.
    #[serde(skip_serializing_if = "Option::is_none")]
    jwks: Option<PublicKeySet>,
    /// What it may do: at most one role of each API.
    roles: Vec<RoleName>,
    /// Whether its assertions may name the token endpoint as their audience, as was the habit before RFC 10070.
    accepts_endpoint_audience: bool,
    #[schema(inline, value_type = StatusChoice)]
    status: Status,
    created_at: Time,
    /// Absent until the first change.
    #[serde(skip_serializing_if = "Option::is_none")]
    updated_at: Option<Time>,
}

/// A JWK set (RFC 7517 §5).
#[derive(Clone, Debug, Serialize, ToSchema)]
struct PublicKeySet {
    keys: Vec<PublicJwk>,
}

/// A public key (RFC 7517 §4).
#[derive(Clone, Debug, Serialize, ToSchema)]
struct PublicJwk {
    kid: String,
    #[schema(example = "ES256")]
    alg: String,
    #[schema(example = "sig")]
    r#use: String,
    /// The members that make the key: `kty`, and those of its kind (RFC 7518 §6, RFC 8037 §2).
    #[serde(flatten)]
    #[schema(value_type = Object)]
    members: Map<String, Value>,
}

/// A role by the names of the API and of the role.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RoleName {
    api_name: String,
    role_name: String,
}

/// A principal just registered.
#[derive(Serialize, ToSchema)]
pub(super) struct CreatedPrincipal {
    #[serde(flatten)]
    pub(super) principal: ServicePrincipal,
    /// The secret, of one with a client secret. Shown once: absent in a replay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) client_secret: Option<String>,
}

impl From<&WholePrincipal> for ServicePrincipal {
    fn from(whole: &WholePrincipal) -> Self {
        let principal = &whole.principal;
        let keys = || PublicKeySet { keys: whole.keys.iter().map(PublicJwk::from).collect() };
        Self {
            client_name: principal.name.to_string(),
            client_id: principal.client_id.to_string(),
            security_type: principal.security_type,
            environment: principal.environment.to_string(),
            jwks: match principal.security_type {
                SecurityType::ClientSecret => None,
                SecurityType::SignedJwt => Some(keys()),
            },
            roles: whole.roles.iter().map(RoleName::from).collect(),
            accepts_endpoint_audience: principal.accepts_endpoint_audience,
            status: principal.status,
            created_at: Time::of(principal.created_at),
            updated_at: principal.updated_at.map(Time::of),
        }
    }
}

impl From<&ValidKey> for PublicJwk {
    fn from(key: &ValidKey) -> Self {
        Self {
            kid: key.kid.clone(),
            alg: key.key.algorithm().to_owned(),
            r#use: "sig".to_owned(),
            members: serde_json::from_str(&key.key.to_jwk()).expect("a JWK of ours is a JSON object"),
        }
    }
}

impl From<&HeldRole> for RoleName {
    fn from(held: &HeldRole) -> Self {
        Self { api_name: held.api_name.to_string(), role_name: held.role_name.to_string() }
    }
}

impl From<RoleName> for RoleByName {
    fn from(RoleName { api_name, role_name }: RoleName) -> Self {
        Self { api_name, role_name }
    }
}

/// A service principal that is to be registered.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PrincipalFields {
    /// 5 to 255 letters, digits and underscores; unique in the environment.
    #[schema(min_length = 5)]
    client_name: String,
    #[schema(inline, value_type = SecurityTypeChoice)]
    security_type: SecurityType,
    /// The name of an environment.
    environment: String,
    /// The public keys that it signs with, for a signed JWT only.
    #[serde(default)]
    jwks: Option<KeySetSent>,
    /// What it may do: at most one role of each API.
    #[serde(default)]
    roles: Vec<RoleName>,
    /// Whether its assertions may name the token endpoint as their audience, for a signed JWT only.
    #[serde(default)]
    accepts_endpoint_audience: bool,
}

/// A JWK set (RFC 7517 §5) of one or two public keys: EC on P-256, Ed25519, or RSA with 2048 bits or more.
#[derive(Deserialize, ToSchema)]
struct KeySetSent {
    #[schema(value_type = Vec<Object>)]
    keys: Vec<Map<String, Value>>,
}

impl PrincipalFields {
    /// Checks what was sent at `now`, in epoch seconds.
    pub(super) fn check(self, now: i64) -> Result<PrincipalRegistration, Problem> {
        let public_key = self.jwks.map(|set| json!({ "keys": set.keys }).to_string()).unwrap_or_default();
        let draft = PrincipalDraft {
            client_name: self.client_name,
            security_type: self.security_type,
            environment: self.environment,
            key: KeyDraft { public_key, expires_at: None },
        };
        let new = draft
            .check(now)
            .and_then(|new| new.accepting_endpoint_audience(self.accepts_endpoint_audience))
            .map_err(|problems| Problem::refused(told_here(problems, Field::Jwks)))?;
        Ok(PrincipalRegistration { new, roles: self.roles.into_iter().map(RoleByName::from).collect() })
    }
}

/// What of a service principal can be changed.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PrincipalEditFields {
    client_name: String,
    #[serde(default)]
    roles: Vec<RoleName>,
    #[serde(default)]
    accepts_endpoint_audience: bool,
}

/// The fields of a service principal that are to be others.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described: the patch is applied to what is stored")]
pub(super) struct PrincipalPatch {
    client_name: Option<String>,
    roles: Option<Vec<RoleName>>,
    accepts_endpoint_audience: Option<bool>,
}

impl From<ServicePrincipal> for PrincipalEditFields {
    fn from(principal: ServicePrincipal) -> Self {
        Self {
            client_name: principal.client_name,
            roles: principal.roles,
            accepts_endpoint_audience: principal.accepts_endpoint_audience,
        }
    }
}

impl PrincipalEditFields {
    pub(super) fn check(self) -> Result<PrincipalChange, Problem> {
        let draft = PrincipalEditDraft {
            client_name: self.client_name,
            accepts_endpoint_audience: self.accepts_endpoint_audience,
        };
        let edit = draft.check().map_err(Problem::refused)?;
        Ok(PrincipalChange { edit, roles: self.roles.into_iter().map(RoleByName::from).collect() })
    }
}

/// The same refusal, of keys that were sent as `jwks`.
pub(super) fn as_jwks(error: ServiceError) -> Problem {
    match error {
        ServiceError::Refused(problems) => Problem::refused(told_here(problems, Field::Jwks)),
        other => other.into(),
    }
}

/// The same problems, where public keys are in `field`, in words for who sent them instead of pasting them.
pub(super) fn told_here(problems: Vec<FieldProblem>, field: Field) -> Vec<FieldProblem> {
    let tell = |problem: FieldProblem| {
        if problem.field != Field::PublicKey {
            return problem;
        }
        let message = match problem.code.as_str() {
            "private_key" => {
                "This is a private key. It was not kept, but others may have seen it on its way: make a new pair, and \
                 send the public half of it."
            }
            "required" => "Send one or two public keys.",
            _ => &problem.message,
        };
        FieldProblem { field, message: message.to_owned(), ..problem }
    };
    problems.into_iter().map(tell).collect()
}
