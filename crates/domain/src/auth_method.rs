//! How a client that registered itself wants to prove who it is.

/// The `token_endpoint_auth_method` of RFC 7591 §2, as far as it is offered to who registers a client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ClientAuthMethod {
    /// With its secret in HTTP Basic.
    #[default]
    ClientSecretBasic,
    /// With its secret in the form.
    ClientSecretPost,
    /// Not at all: it is a Public client.
    None,
}

impl ClientAuthMethod {
    /// Every method, the usual one first.
    pub const ALL: [Self; 3] = [Self::ClientSecretBasic, Self::ClientSecretPost, Self::None];

    /// The name on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ClientSecretBasic => "client_secret_basic",
            Self::ClientSecretPost => "client_secret_post",
            Self::None => "none",
        }
    }

    /// The method of this name on the wire.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.as_str() == name)
    }
}
