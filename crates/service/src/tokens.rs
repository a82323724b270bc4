//! The token endpoint's use cases (RFC 6749 §3.2): who asks, on what grounds, and what is issued.

mod assertion;
mod caller;
mod claims;
mod client_auth;
mod client_credentials;
mod code;
mod live;
mod person;
mod refresh;
mod refusal;
mod replay;
mod scopes;

pub use assertion::{ASSERTION_ALGORITHMS, AssertionRefusal, claimed_by};
pub(crate) use claims::ID_TOKEN;
pub(crate) use client_auth::{Proof, ProvenClient};
pub(crate) use live::LiveToken;
pub use person::PersonClaims;
pub use refusal::TokenRefusal;
pub(crate) use scopes::grantable;

use store::TokenEnvironment;

use crate::last_uses::Credential;
use crate::{LastUse, OpaqueToken, Services};

/// What a client presents to prove who it is. Holds credentials in clear: no `Debug`.
pub struct PresentedClient<'a> {
    /// The `client_id`, as presented; beside an assertion it may be left out (RFC 7521 §4.2), and is empty then.
    pub client_id: &'a str,
    /// What proves it.
    pub proof: PresentedProof<'a>,
}

/// What proves who a client is. Holds credentials in clear: no `Debug`.
pub enum PresentedProof<'a> {
    /// Nothing: a Public client has nothing.
    None,
    /// The `client_secret`.
    Secret(&'a str),
    /// A `client_assertion` of the type `jwt-bearer` (RFC 7523 §2.2).
    Assertion(&'a str),
}

/// What a client sends to the token endpoint. Holds credentials in clear: no `Debug`.
pub struct TokenRequest<'a> {
    /// Who asks.
    pub client: PresentedClient<'a>,
    /// On what grounds.
    pub grant: Grant<'a>,
    /// The scopes asked for (RFC 6749 §3.3).
    pub scope: Option<&'a str>,
    /// The resources asked for (RFC 8707 §2).
    pub resources: &'a [String],
    /// The network address the request came from.
    pub address: Option<String>,
}

/// The grounds on which a token is asked for.
pub enum Grant<'a> {
    /// The client acts for itself (RFC 6749 §4.4).
    ClientCredentials,
    /// A person allowed it (RFC 6749 §4.1.3, RFC 7636 §4.5).
    AuthorizationCode {
        /// The code.
        code: &'a str,
        /// The redirect URI of the authorization request.
        redirect_uri: Option<&'a str>,
        /// What the code challenge was made from.
        code_verifier: Option<&'a str>,
    },
    /// A person allowed it before (RFC 6749 §6).
    RefreshToken {
        /// The newest refresh token.
        refresh_token: &'a str,
    },
}

/// Tokens just issued (RFC 6749 §5.1). No `Debug`: they are credentials.
pub struct IssuedTokens {
    /// The compact JWS.
    pub access_token: String,
    /// Seconds.
    pub expires_in: i64,
    /// For the next time.
    pub refresh_token: Option<OpaqueToken>,
    /// Who signed in (OpenID Connect Core §2).
    pub id_token: Option<String>,
    /// What was granted, where anything has a name.
    pub scope: Option<String>,
}

impl Services {
    /// Tokens for a client that proves who it is, on the grounds it names.
    ///
    /// # Errors
    /// The [`TokenRefusal`] that says why there are none.
    pub async fn token(&self, request: TokenRequest<'_>) -> Result<IssuedTokens, TokenRefusal> {
        let client = self.proven_client(&request.client).await?;
        let issued = match request.grant {
            Grant::ClientCredentials => self.client_credentials(&client, &request)?,
            Grant::AuthorizationCode { code, redirect_uri, code_verifier } => {
                self.redeem(&client, &request, code::Redemption { code, redirect_uri, code_verifier }).await?
            }
            Grant::RefreshToken { refresh_token } => self.refresh(&client, &request, refresh_token).await?,
        };
        let used = LastUse { at: self.clock.now(), address: request.address };
        match client.proof {
            Proof::None => {}
            Proof::Secret(id) => self.last_uses.note(Credential::Secret(id), used),
            Proof::Credential(id) => self.last_uses.note(Credential::Key(id), used),
        }
        Ok(issued)
    }

    /// Where clients ask for tokens (RFC 6749 §3.2).
    pub fn token_endpoint(&self) -> String {
        format!("{}/oauth2/token", self.issuer)
    }

    /// Who accepts a token: one of a principal is for the audience of its environment, unless it is for this server.
    fn audience<'a>(&'a self, environment: Option<&'a TokenEnvironment>) -> &'a str {
        environment.map_or(&self.issuer, |environment| environment.audience.as_str())
    }

    /// That every resource asked for is the one that the token is for (RFC 8707 §2).
    fn known_resources(
        &self,
        environment: Option<&TokenEnvironment>,
        resources: &[String],
    ) -> Result<(), TokenRefusal> {
        let audience = self.audience(environment);
        if resources.iter().any(|resource| resource != audience) {
            return Err(TokenRefusal::ResourceUnknown);
        }
        Ok(())
    }
}
