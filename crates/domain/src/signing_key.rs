//! The keys that sign tokens, as people and configuration name them.

use serde::{Deserialize, Serialize};

/// How tokens are signed (RFC 7518 §3.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SigningAlgorithm {
    /// ECDSA with P-256 and SHA-256.
    #[default]
    #[serde(rename = "ES256")]
    Es256,
    /// RSASSA-PKCS1-v1_5 with SHA-256, for applications that know nothing else.
    #[serde(rename = "RS256")]
    Rs256,
}

impl SigningAlgorithm {
    /// Every algorithm.
    pub const ALL: [Self; 2] = [Self::Es256, Self::Rs256];

    /// The `alg` of RFC 7518 §3.1.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::Rs256 => "RS256",
        }
    }

    /// The algorithm of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.as_str() == name)
    }
}

/// Where a signing key is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyState {
    /// Published, so that everybody knows it before the first token it signs.
    Next,
    /// Signs.
    Signing,
    /// Signs no more; published until the last token it signed has expired.
    Retiring,
    /// Published no more; its private half is gone.
    Retired,
}

impl KeyState {
    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Next => "next",
            Self::Signing => "signing",
            Self::Retiring => "retiring",
            Self::Retired => "retired",
        }
    }

    /// The name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Next => "Next",
            Self::Signing => "Signing",
            Self::Retiring => "Retiring",
            Self::Retired => "Retired",
        }
    }
}
