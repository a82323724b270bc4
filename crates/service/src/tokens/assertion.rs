//! Proof by an assertion that a service principal signed: `private_key_jwt` (RFC 7521 §4.2, RFC 7523 §2.2).

mod claims;
mod header;
mod key;
mod refusal;

use domain::{GrantType, Status};
use serde::de::{Deserialize, DeserializeOwned, Deserializer};

use super::client_auth::{Proof, ProvenClient};
use super::{PresentedClient, TokenRefusal};
use crate::Services;
use crate::oauth_clients::as_issued;
use crate::opaque_token::at_rest;
use crate::signing::CompactJws;

use claims::Claims;
use header::Header;
pub use key::ASSERTION_ALGORITHMS;
pub use refusal::AssertionRefusal;

/// The most bytes that are looked at: an assertion is a few hundred, one with the greatest RSA signature two thousand.
const MAX_LENGTH: usize = 8 * 1024;

/// An assertion as it was read: nothing in it is verified. Holds a credential: no `Debug`.
struct Assertion<'a> {
    jws: CompactJws<'a>,
    header: Header,
    claims: Claims,
}

impl<'a> Assertion<'a> {
    fn read(text: &'a str) -> Result<Self, AssertionRefusal> {
        let jws = compact(text).ok_or(AssertionRefusal::Unreadable)?;
        Ok(Self { header: Header::read(&jws.header)?, claims: Claims::read(&jws.payload)?, jws })
    }
}

fn compact(text: &str) -> Option<CompactJws<'_>> {
    if text.len() > MAX_LENGTH { None } else { CompactJws::read(text) }
}

/// A JSON object: serde would take an array for one.
fn object<T: DeserializeOwned>(json: &[u8]) -> Option<T> {
    let text = str::from_utf8(json).ok()?;
    if text.trim_start().starts_with('{') { serde_json::from_str(text).ok() } else { None }
}

/// A member that is there, also where it is null.
fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(member: D) -> Result<Option<T>, D::Error> {
    T::deserialize(member).map(Some)
}

/// Whose an assertion says it is, proved or not.
pub fn claimed_by(assertion: &str) -> Option<String> {
    claims::subject(&compact(assertion)?.payload)
}

impl Services {
    /// The principal that signed an assertion for this request.
    pub(super) async fn signing_client(
        &self,
        presented: &PresentedClient<'_>,
        assertion: &str,
    ) -> Result<ProvenClient, TokenRefusal> {
        let Assertion { jws, header, claims } = Assertion::read(assertion)?;
        // RFC 7521 §4.2: a client_id beside the assertion names the same client.
        if !presented.client_id.is_empty() && presented.client_id != claims.subject {
            return Err(AssertionRefusal::IssuerDiffers.into());
        }
        let client_id = as_issued(&claims.subject).ok_or(AssertionRefusal::Unexpected)?;
        let found = self.store.signing_principal(client_id.as_str()).await?;
        let principal = found.ok_or(AssertionRefusal::Unexpected)?;
        let keys = self.store.signing_credentials(&principal.id).await?;
        let now = self.clock.now();
        let key = key::that_signed(&jws, &header, &keys, now)?;
        let endpoint = self.token_endpoint();
        let endpoint = principal.accepts_endpoint_audience.then_some(endpoint.as_str());
        claims.check(&self.issuer, endpoint, now)?;
        self.use_up(&principal.id, &claims).await?;
        if principal.status == Status::Disabled {
            return Err(TokenRefusal::ClientDisabled);
        }
        Ok(ProvenClient {
            id: principal.id,
            client_id,
            grant_type: GrantType::ClientCredentials,
            environment: Some(principal.environment),
            granted: principal.granted,
            proof: Proof::Credential(key.id.clone()),
        })
    }

    /// RFC 7523 §3: no assertion counts twice. Only one that is right in all else gets here, so nobody else can use up a
    /// principal's, or fill the table.
    async fn use_up(&self, principal_id: &str, claims: &Claims) -> Result<(), TokenRefusal> {
        // No primary key has a NUL in it, so no two pairs make one text.
        let digest = at_rest(&format!("{principal_id}\0{}", claims.jti));
        let is_first = self.store.use_assertion(&digest, claims.counts_until()).await?;
        if is_first { Ok(()) } else { Err(AssertionRefusal::Replayed.into()) }
    }
}
