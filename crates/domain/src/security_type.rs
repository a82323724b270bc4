//! How a service principal proves who it is.

use serde::{Deserialize, Serialize};

/// How a service principal proves who it is; fixed once it is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecurityType {
    /// With a secret that does not expire (RFC 6749 §2.3.1).
    ClientSecret,
    /// With an assertion that it signs (RFC 7523 §2.2).
    SignedJwt,
}

impl SecurityType {
    /// Every choice, in the order of the form.
    pub const ALL: [Self; 2] = [Self::ClientSecret, Self::SignedJwt];

    /// The name on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ClientSecret => "client_secret",
            Self::SignedJwt => "signed_jwt",
        }
    }

    /// The choice of this name on the wire.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.as_str() == name)
    }

    /// The name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::ClientSecret => "Client Secret (OAUTH)",
            Self::SignedJwt => "Signed JWT (FAPI)",
        }
    }
}
