//! The choices a person makes for an OAuth client: type, grant, PKCE method.

use serde::{Deserialize, Serialize};

/// Whether the client can keep a secret (RFC 6749 §2.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClientType {
    /// Keeps a secret: it runs on a server.
    #[default]
    Confidential,
    /// Cannot keep a secret: it runs in a browser or on a person's device.
    Public,
}

impl ClientType {
    /// Every choice, in the order of the form.
    pub const ALL: [Self; 2] = [Self::Confidential, Self::Public];

    /// The name on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Confidential => "confidential",
            Self::Public => "public",
        }
    }

    /// The choice of this name on the wire.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.as_str() == name)
    }

    /// The name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Confidential => "Confidential",
            Self::Public => "Public",
        }
    }
}

/// How the client obtains tokens (RFC 6749 §1.3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GrantType {
    /// By its own id and secret, without a person (RFC 6749 §4.4).
    #[default]
    ClientCredentials,
    /// On behalf of a person who signs in and agrees (RFC 6749 §4.1).
    AuthorizationCode,
}

impl GrantType {
    /// Every choice, in the order of the form.
    pub const ALL: [Self; 2] = [Self::ClientCredentials, Self::AuthorizationCode];

    /// The name on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ClientCredentials => "client_credentials",
            Self::AuthorizationCode => "authorization_code",
        }
    }

    /// The choice of this name on the wire.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.as_str() == name)
    }

    /// The name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::ClientCredentials => "Client Credentials",
            Self::AuthorizationCode => "Authorization Code",
        }
    }
}

/// How a PKCE code challenge is made from its verifier (RFC 7636 §4.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PkceMethod {
    /// The challenge is the verifier itself: who reads the request can use the code.
    #[serde(rename = "plain")]
    Plain,
    /// The challenge is the SHA-256 digest of the verifier.
    S256,
}

impl PkceMethod {
    /// Every choice, in the order of the form.
    pub const ALL: [Self; 2] = [Self::Plain, Self::S256];

    /// The name on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::S256 => "S256",
        }
    }

    /// The choice of this name on the wire.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.as_str() == name)
    }

    /// The name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Plain => "Plain",
            Self::S256 => "S256",
        }
    }
}
