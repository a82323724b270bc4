//! The names of the fields a problem can be tied to.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A field of a form and of the REST API, in the order of the form. Travels as a string such as `redirect_uris[0]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Field {
    /// `client_name`
    ClientName,
    /// `client_id`
    ClientId,
    /// `client_type`
    ClientType,
    /// `grant_type`
    GrantType,
    /// `redirect_uris`, the list as a whole
    RedirectUris,
    /// `redirect_uris[n]`, counted from 0
    RedirectUri(usize),
    /// `web_origins`, the list as a whole
    WebOrigins,
    /// `web_origins[n]`, counted from 0
    WebOrigin(usize),
    /// `pkce_code_challenge_method`
    PkceCodeChallengeMethod,
    /// `description`
    Description,
    /// `email`
    Email,
    /// `password`
    Password,
    /// `current_password`, of a person who sets a new one
    CurrentPassword,
    /// `role` of a person
    Role,
    /// `code` of a second factor
    Code,
    /// `label` of a client secret
    SecretLabel,
    /// `old_secrets_end_at`
    OldSecretsEndAt,
    /// `environment` of a service principal, by name
    Environment,
    /// `public_key`
    PublicKey,
    /// `jwks`, the public keys that a service principal begins with
    Jwks,
    /// `expires_at` of a public key, an API key or an initial access token
    KeyExpiresAt,
    /// `accepts_endpoint_audience` of a service principal
    AcceptsEndpointAudience,
    /// `environment_name`
    EnvironmentName,
    /// `audience` of an environment
    Audience,
    /// `api_name`
    ApiName,
    /// `role_name`
    RoleName,
    /// `scopes`, the list as a whole
    Scopes,
    /// `scopes[n]`, counted from 0
    Scope(usize),
    /// `roles` that somebody holds, the list as a whole
    Roles,
    /// `roles[n]`, counted from 0
    HeldRole(usize),
    /// `name` of an API key or of an initial access token
    Name,
    /// `uses` of an initial access token
    Uses,
    /// `url` of a webhook
    Url,
    /// `events` of a webhook, the list as a whole
    Events,
}

impl Field {
    /// The name without an index.
    fn name(self) -> &'static str {
        match self {
            Self::ClientName => "client_name",
            Self::ClientId => "client_id",
            Self::ClientType => "client_type",
            Self::GrantType => "grant_type",
            Self::RedirectUris | Self::RedirectUri(_) => "redirect_uris",
            Self::WebOrigins | Self::WebOrigin(_) => "web_origins",
            Self::PkceCodeChallengeMethod => "pkce_code_challenge_method",
            Self::Description => "description",
            Self::Email => "email",
            Self::Password => "password",
            Self::CurrentPassword => "current_password",
            Self::Role => "role",
            Self::Code => "code",
            Self::SecretLabel => "label",
            Self::OldSecretsEndAt => "old_secrets_end_at",
            Self::Environment => "environment",
            Self::PublicKey => "public_key",
            Self::Jwks => "jwks",
            Self::KeyExpiresAt => "expires_at",
            Self::AcceptsEndpointAudience => "accepts_endpoint_audience",
            Self::EnvironmentName => "environment_name",
            Self::Audience => "audience",
            Self::ApiName => "api_name",
            Self::RoleName => "role_name",
            Self::Scopes | Self::Scope(_) => "scopes",
            Self::Roles | Self::HeldRole(_) => "roles",
            Self::Name => "name",
            Self::Uses => "uses",
            Self::Url => "url",
            Self::Events => "events",
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())?;
        match self {
            Self::RedirectUri(index)
            | Self::WebOrigin(index)
            | Self::Scope(index)
            | Self::HeldRole(index) => write!(f, "[{index}]"),
            Self::ClientName
            | Self::ClientId
            | Self::ClientType
            | Self::GrantType
            | Self::RedirectUris
            | Self::WebOrigins
            | Self::PkceCodeChallengeMethod
            | Self::Description
            | Self::Email
            | Self::Password
            | Self::CurrentPassword
            | Self::Role
            | Self::Code
            | Self::SecretLabel
            | Self::OldSecretsEndAt
            | Self::Environment
            | Self::PublicKey
            | Self::Jwks
            | Self::KeyExpiresAt
            | Self::AcceptsEndpointAudience
            | Self::EnvironmentName
            | Self::Audience
            | Self::ApiName
            | Self::RoleName
            | Self::Scopes
            | Self::Roles
            | Self::Name
            | Self::Uses
            | Self::Url
            | Self::Events => Ok(()),
        }
    }
}

/// A name that is no [`Field`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownField;

impl fmt::Display for UnknownField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there is no field of this name")
    }
}

impl std::error::Error for UnknownField {}

impl FromStr for Field {
    type Err = UnknownField;

    fn from_str(name: &str) -> Result<Self, UnknownField> {
        if let Some((list, index)) = name.strip_suffix(']').and_then(|name| name.split_once('[')) {
            // `parse` alone would also take `+1` and `01`, which are not how a field is written.
            let is_canonical = index == "0" || !index.starts_with(['0', '+']);
            let index = index.parse().ok().filter(|_| is_canonical).ok_or(UnknownField)?;
            return match list {
                "redirect_uris" => Ok(Self::RedirectUri(index)),
                "web_origins" => Ok(Self::WebOrigin(index)),
                "scopes" => Ok(Self::Scope(index)),
                "roles" => Ok(Self::HeldRole(index)),
                _ => Err(UnknownField),
            };
        }
        match name {
            "client_name" => Ok(Self::ClientName),
            "client_id" => Ok(Self::ClientId),
            "client_type" => Ok(Self::ClientType),
            "grant_type" => Ok(Self::GrantType),
            "redirect_uris" => Ok(Self::RedirectUris),
            "web_origins" => Ok(Self::WebOrigins),
            "pkce_code_challenge_method" => Ok(Self::PkceCodeChallengeMethod),
            "description" => Ok(Self::Description),
            "email" => Ok(Self::Email),
            "password" => Ok(Self::Password),
            "current_password" => Ok(Self::CurrentPassword),
            "role" => Ok(Self::Role),
            "code" => Ok(Self::Code),
            "label" => Ok(Self::SecretLabel),
            "old_secrets_end_at" => Ok(Self::OldSecretsEndAt),
            "environment" => Ok(Self::Environment),
            "public_key" => Ok(Self::PublicKey),
            "jwks" => Ok(Self::Jwks),
            "expires_at" => Ok(Self::KeyExpiresAt),
            "accepts_endpoint_audience" => Ok(Self::AcceptsEndpointAudience),
            "environment_name" => Ok(Self::EnvironmentName),
            "audience" => Ok(Self::Audience),
            "api_name" => Ok(Self::ApiName),
            "role_name" => Ok(Self::RoleName),
            "scopes" => Ok(Self::Scopes),
            "roles" => Ok(Self::Roles),
            "name" => Ok(Self::Name),
            "uses" => Ok(Self::Uses),
            "url" => Ok(Self::Url),
            "events" => Ok(Self::Events),
            _ => Err(UnknownField),
        }
    }
}

impl TryFrom<String> for Field {
    type Error = UnknownField;

    fn try_from(name: String) -> Result<Self, UnknownField> {
        name.parse()
    }
}

impl From<Field> for String {
    fn from(field: Field) -> Self {
        field.to_string()
    }
}
